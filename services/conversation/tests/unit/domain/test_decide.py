"""Which rule decides: a table."""

from __future__ import annotations

from dataclasses import replace

import pytest

from contracts.bot_settings import Escalation
from conversation.domain.context import Context
from conversation.domain.decide import decide
from conversation.domain.turns import Line, OpenHandoff

from .decision_stage import (
    ADMITTED,
    ANGRY,
    ASK,
    ASKED,
    CLARIFIED,
    CLOSED,
    COMPLAINT,
    CONFIRMS,
    CROSS,
    DECLINED,
    FAILED,
    FINE,
    FURIOUS,
    GERMAN,
    GROUNDED,
    HANDED,
    HOURS,
    JAPAN,
    NEAREST,
    NIGHT,
    NOTHING,
    OFFERED,
    OPEN,
    PAGE,
    PLAN,
    SAID,
    SHAKY,
    SHOWN,
    SOFT,
    TWO,
    UNSURE,
    context,
    deleted,
)

TABLE: list[tuple[Context, str | None, str | None, str | None]] = [
    # context, rule, action, why a person is offered beside it
    (context(), None, None, None),
    (context(grounding=GROUNDED), "grounded", "answer", None),
    (context(grounding=UNSURE), "low_confidence", "decline", "decline"),
    (context(grounding=NOTHING), "no_passages", "decline", "decline"),
    (context(grounding=GROUNDED, unsaid="nothing_to_quote"), "nothing_to_quote", "decline", "decline"),
    (context(grounding=GROUNDED, unsaid="model_declined"), "model_declined", "decline", "decline"),
    (context(ASK, DECLINED, grounding=UNSURE), "low_confidence", "decline", None),
    (context(ASK, DECLINED, ADMITTED, grounding=UNSURE), "low_confidence_again", "hand_over", None),
    (context(ASK, DECLINED, FINE, ADMITTED, grounding=UNSURE), "low_confidence", "decline", None),
    (context(ASK, NEAREST, ADMITTED, grounding=UNSURE), "low_confidence_again", "hand_over", None),
    (context(ASK, NEAREST, NEAREST, grounding=SHAKY), "grounded", "answer", None),
    (context(ASK, DECLINED, ADMITTED, grounding=GROUNDED), "grounded", "answer", None),
    (context(ASK, DECLINED, ADMITTED, grounding=NOTHING), "no_passages_again", "hand_over", None),
    (
        context(grounding=UNSURE, escalation=Escalation(declines_before_handoff=0)),
        "low_confidence_again",
        "hand_over",
        None,
    ),
    (
        context(ASK, DECLINED, ADMITTED, grounding=UNSURE, escalation=Escalation(declines_before_handoff=5)),
        "low_confidence",
        "decline",
        None,
    ),
    # faults
    (context(fault="grounding_missing"), "grounding_missing", "offer", "offer"),
    (context(fault="deadline_passed"), "deadline_passed", "apologise", "apologise"),
    (context(grounding=GROUNDED, fault="llm_failed"), "llm_failed", "offer", "offer"),
    (context(ASK, FAILED, FINE, fault="grounding_missing"), "grounding_missing", "offer", None),
    (context(ASK, FAILED, fault="grounding_missing"), "grounding_missing_again", "hand_over", None),
    (context(ASK, FAILED, fault="deadline_passed"), "deadline_passed_again", "hand_over", None),
    (
        context(ASK, FAILED, fault="grounding_missing", escalation=Escalation(failures_before_handoff=3)),
        "grounding_missing",
        "offer",
        None,
    ),
    (
        context(fault="grounding_missing", escalation=Escalation(failures_before_handoff=0)),
        "grounding_missing_again",
        "hand_over",
        None,
    ),
    # a person is asked for, or the offer of one accepted
    (context("I want to speak to a person"), "requested", "hand_over", None),
    (context("yes please", DECLINED), "requested", "hand_over", None),
    (context("ja bitte", FAILED), "requested", "hand_over", None),
    (context("oui", OFFERED), "requested", "hand_over", None),
    (context("yes please", FINE), "small_talk", "small_talk", None),
    (context("yes please", DECLINED, FINE, grounding=GROUNDED), "small_talk", "small_talk", None),
    (context("I want a human", escalation=Escalation(asks_for_person=False)), None, None, None),
    (context("Do I need a person at home to sign for the parcel?"), None, None, None),
    # words and rules of the company
    (context("My LAWYER will write to you"), "keyword", "hand_over", None),
    (context("It is urgent!"), "keyword", "hand_over", None),
    (context("The lawyers' association"), None, None, None),
    (context(escalation=PAGE, page_url="https://x.example/checkout"), "rule:checkout", "hand_over", None),
    (context(escalation=PAGE, page_url="https://x.example/"), None, None, None),
    (context(escalation=PAGE), None, None, None),
    (context(escalation=PLAN, facts={"plan": "gold"}), "rule:gold", "hand_over", None),
    (context(escalation=PLAN, facts={"plan": "tin"}), None, None, None),
    (context(escalation=CLOSED, hours=HOURS, now=NIGHT), "rule:night", "hand_over", None),
    (context(escalation=CLOSED, hours=HOURS), None, None, None),
    (context(escalation=OPEN, hours=HOURS), "rule:day", "hand_over", None),
    (context(escalation=OPEN, hours=HOURS, now=NIGHT), None, None, None),
    (
        context("Wo ist mein Paket und wie kann ich es finden?", escalation=GERMAN),
        "rule:german",
        "hand_over",
        None,
    ),
    (context(escalation=GERMAN), None, None, None),
    (context(escalation=SOFT, page_url="/pricing", grounding=GROUNDED), "grounded", "answer", "rule"),
    (
        context(ASK, OFFERED, escalation=SOFT, page_url="/pricing", grounding=GROUNDED),
        "grounded",
        "answer",
        None,
    ),
    # politeness
    (context("Hello!"), "small_talk", "small_talk", None),
    (context("Vielen Dank!"), "small_talk", "small_talk", None),
    (context("no", FINE), "small_talk", "small_talk", None),
    (context("No thanks", SHOWN), "small_talk", "small_talk", None),
    (context("I have a question"), "small_talk", "small_talk", None),
    (context("what?", FINE), "small_talk", "small_talk", None),
    (context("that's wrong", FINE), "unhappy", "offer", "offer"),
    (context("that's wrong", DECLINED), "unhappy", "offer", None),
    (context("Das hilft mir nicht", FINE), "unhappy", "offer", "offer"),
    (context("you are useless", OFFERED, feels=FURIOUS), "rising_anger", "hand_over", None),
    (context("ok", ASKED, grounding=GROUNDED), "grounded", "answer", None),
    (context("ok", CONFIRMS, grounding=GROUNDED), "grounded", "answer", None),
    (context("Anna Bell, [EMAIL_1]", open_handoff=HANDED), "details_given", "thank", None),
    (context("you can call me at [PHONE_1]", open_handoff=HANDED), "details_given", "thank", None),
    (
        context("is [EMAIL_1] your address?", open_handoff=HANDED, grounding=GROUNDED),
        "grounded",
        "answer",
        None,
    ),
    (
        context("[EMAIL_1]", open_handoff=OpenHandoff("hnd_1", "T-1", True), grounding=GROUNDED),
        "grounded",
        "answer",
        None,
    ),
    (context("Hello, how much is Express?", grounding=GROUNDED), "grounded", "answer", None),
    # feelings
    (context(feels=FURIOUS, grounding=GROUNDED), "grounded", "answer", "rising_anger"),
    (context(feels=CROSS, grounding=GROUNDED), "grounded", "answer", None),
    (context(ASK, SAID, ANGRY, feels=CROSS, grounding=GROUNDED), "grounded", "answer", "rising_anger"),
    (context(ASK, SAID, FINE, feels=CROSS, grounding=GROUNDED), "grounded", "answer", None),
    (context(ASK, OFFERED, feels=FURIOUS), "rising_anger", "hand_over", None),
    (context(ASK, OFFERED, SAID, ANGRY, feels=CROSS), "rising_anger", "hand_over", None),
    (context(ASK, SAID, ANGRY, feels=("joy", 0.9), grounding=GROUNDED), "grounded", "answer", None),
    (context(ASK, SAID, ANGRY, feels=("anger", 0.3), grounding=GROUNDED), "grounded", "answer", None),
    (
        context(ASK, OFFERED, feels=FURIOUS, grounding=GROUNDED, escalation=Escalation(anger=None)),
        "grounded",
        "answer",
        None,
    ),
    # the same problem again, answers that are hardly sure
    (
        context("Where is my parcel", SAID, FINE, SAID, FINE, grounding=GROUNDED),
        "grounded",
        "answer",
        "repeated",
    ),
    (context("Where is my parcel", SAID, FINE, grounding=GROUNDED), "grounded", "answer", None),
    (context(ASK, SAID, FINE, SAID, FINE, grounding=GROUNDED), "grounded", "answer", None),
    (
        context("Where is my parcel", SAID, OFFERED, SAID, FINE, grounding=GROUNDED),
        "grounded",
        "answer",
        None,
    ),
    (
        context(
            "Where is my parcel", SAID, FINE, SAID, FINE, grounding=GROUNDED, escalation=Escalation(repeats=0)
        ),
        "grounded",
        "answer",
        None,
    ),
    (context(grounding=SHAKY), "grounded", "answer", "low_answer_confidence"),
    (context(ASK, OFFERED, grounding=SHAKY), "grounded", "answer", None),
    (context(grounding=SHAKY, escalation=Escalation(offer_below=0)), "grounded", "answer", None),
    (context("And to Japan?", grounding=JAPAN), "grounded", "answer", "low_answer_confidence"),
    (
        context("Und nach Japan?", grounding=replace(JAPAN, question="Und nach Japan?")),
        "grounded",
        "answer",
        None,
    ),
    (context("My parcel is lost [EMAIL_1]", FINE, grounding=GROUNDED), "grounded", "answer", None),
    # an address that nobody asked for is noted; a model and the calendar may have asked for it
    (context("my email is [EMAIL_1]", FINE, grounding=UNSURE), "details_noted", "small_talk", None),
    (context("my email is [EMAIL_1]", SHOWN, grounding=GROUNDED), "grounded", "answer", None),
    (
        context("[EMAIL_1]", replace(FINE, rule="slots_offered"), grounding=UNSURE),
        "low_confidence",
        "decline",
        "decline",
    ),
    # two topics
    (context("opening hours", grounding=TWO), "two_topics", "clarify", None),
    (context("opening hours", CLARIFIED, grounding=TWO), "grounded", "answer", None),
    (
        context("opening hours", replace(SAID, text="Opening hours?"), FINE, SAID, FINE, grounding=TWO),
        "grounded",
        "answer",
        None,
    ),
    (context("opening hours", SAID, FINE, grounding=TWO), "two_topics", "clarify", None),
    (context("and opening hours?", SAID, FINE, grounding=TWO), "grounded", "answer", None),
    # complaints
    (context(COMPLAINT, grounding=SHAKY), "complaint", "offer", "offer"),
    (context(COMPLAINT, grounding=UNSURE), "complaint", "offer", "offer"),
    (context(COMPLAINT, grounding=replace(GROUNDED, confidence=0.9)), "grounded", "answer", None),
    (context(COMPLAINT, SAID, OFFERED, grounding=SHAKY), "grounded", "answer", None),
    (context("complaint mail address", grounding=SHAKY), "grounded", "answer", "low_answer_confidence"),
    (context(COMPLAINT, fault="grounding_missing"), "grounding_missing", "offer", "offer"),
    # an agent answers
    (context(agent="Ida"), "agent_answers", "stay_silent", None),
    (context("I want a human", agent="Ida"), "agent_answers", "stay_silent", None),
    (context(agent="Ida", grounding=GROUNDED), "agent_answers", "stay_silent", None),
    (context(agent="Ida", fault="grounding_missing"), "agent_answers", "stay_silent", None),
    # the bot was deleted
    (deleted("I want a human"), "bot_deleted", "close", None),
    (deleted(), "bot_deleted", "close", None),
    (deleted(agent="Ida"), "agent_answers", "stay_silent", None),
]


@pytest.mark.parametrize(("given", "rule", "action", "offer"), TABLE)
def test_the_first_rule_that_fits_decides(
    given: Context, rule: str | None, action: str | None, offer: str | None
) -> None:
    found = decide(given)
    told = (found.rule, found.action, found.offer) if found else (None, None, None)
    assert told == (rule, action, offer)


def test_a_message_too_short_to_tell_is_answered_in_the_language_spoken_so_far() -> None:
    german = replace(SAID, text="Ich möchte wissen, wo mein Paket ist.")
    assert context("Termin absagen", german, FINE).language == "de"
    assert context("Termin absagen", german, FINE, SAID, FINE).language == "en"
    assert context("Termin absagen").language == "en"


@pytest.mark.parametrize(
    ("text", "before", "rule"),
    [("👍", OFFERED, "requested"), ("🙂", DECLINED, "small_talk"), ("👍", SHOWN, "small_talk")],
)
def test_signs_without_words_are_answered_in_the_language_spoken_before(
    text: str, before: Line, rule: str
) -> None:
    decision = decide(context(text, Line("contact", "Wo ist mein Paket geblieben?"), before))
    assert decision is not None and (decision.rule, decision.language) == (rule, "de")


def test_a_raised_thumb_is_no_new_question_where_a_yes_was_asked_for() -> None:
    assert decide(context("👍", CONFIRMS)) is None
