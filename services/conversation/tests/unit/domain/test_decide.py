"""Which rule decides: a table."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import product
from typing import Any

import pytest

from contracts.bot_settings import Escalation, EscalationRule, OfficeHours
from contracts.shapes import BotSettings, Outcome
from conversation.domain.context import Context
from conversation.domain.decide import RULES, Decision, decide, decide_now
from conversation.domain.emotion import Emotion, Feeling
from conversation.domain.turns import Bot, Grounding, Line, OpenHandoff, Recalled, Turn
from conversation.domain.understanding import understand
from conversation.testing.facts import passage

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
NIGHT = datetime(2026, 3, 2, 23, tzinfo=UTC)
ASK = "Do you deliver on Sundays?"
SAID = Line("contact", "Where is my parcel?")
FINE = Line("bot", "…", Outcome.ANSWERED, "extracted")
ANGRY = Line("bot", "…", Outcome.ANSWERED, "extracted", "anger")
DECLINED = Line("bot", "…", Outcome.DECLINED, "low_confidence", None, offered=True)
ADMITTED = Line("bot", "…", Outcome.DECLINED, "low_confidence")
OFFERED = Line("bot", "…", Outcome.ANSWERED, "extracted", None, offered=True)
FAILED = Line("bot", "…", Outcome.HANDOFF_OFFERED, "grounding_missing", None, offered=True)
CLARIFIED = Line("bot", "…", Outcome.CLARIFIED, "two_topics")
SHOWN = Line("bot", "Not on Sundays. [1]", Outcome.ANSWERED, "written")
ASKED = Line("bot", "Do you want me to explain?", Outcome.ANSWERED, "written")
CONFIRMS = Line("bot", "Shall I go ahead?", Outcome.ANSWERED, "confirm_action")
HANDED = OpenHandoff("hnd_1", "T-1")
HOURS = OfficeHours(timezone="UTC", weekly={"mon": [("09:00", "17:00")]})
GROUNDED = Grounding("?", "en", (passage(),), 0.8)
SHAKY = replace(GROUNDED, confidence=0.47)
UNSURE = replace(GROUNDED, confidence=0.2)
NOTHING = replace(GROUNDED, passages=())
TWO = Grounding(
    "opening hours",
    "en",
    (
        passage("The shop in Berlin has opening hours from 9 to 5.", key="1", heading="Berlin"),
        passage("The shop in Hamburg has opening hours from 9 to 6.", key="2", heading="Hamburg"),
    ),
    0.5,
)


def context(text: str = ASK, *history: Line, **changes: Any) -> Context:
    """`feels`, `hours`, `escalation`, `now` and fields of turn and context by name."""
    settings = BotSettings(
        escalation_keywords=["lawyer", "urgent"],
        escalation=changes.pop("escalation", Escalation()),
        office_hours=changes.pop("hours", None),
    )
    feels = Emotion(*changes.pop("feels", ("neutral", 0.0)))
    now = changes.pop("now", NOON)
    stage = {name: changes.pop(name) for name in ("grounding", "fault", "unsaid") if name in changes}
    bot, deadline = Bot("bot_1", "Wingo", 1, settings), NOON + timedelta(seconds=27)
    turn = Turn("wsp_1", "cnv_1", "trn_1", bot, text, None, 1, NOON, deadline, history)
    seen = replace(understand(text), emotion=feels)
    return Context(replace(turn, **changes), seen, now, **stage)


def at(**changes: Any) -> dict[str, Any]:
    return changes


FURIOUS: tuple[Feeling, float] = ("anger", 0.9)
CROSS: tuple[Feeling, float] = ("frustration", 0.6)
PAGE = Escalation(rules=[EscalationRule(name="checkout", page_contains="/checkout")])
PLAN = Escalation(rules=[EscalationRule(name="gold", plan="gold")])
CLOSED = Escalation(rules=[EscalationRule(name="night", hours="closed")])
OPEN = Escalation(rules=[EscalationRule(name="day", hours="open")])
GERMAN = Escalation(rules=[EscalationRule(name="german", language="de")])
SOFT = Escalation(rules=[EscalationRule(name="soft", page_contains="/pricing", then="offer")])

TABLE: list[tuple[Context, str | None, str | None, str | None]] = [
    # context, rule, action, why a person is offered beside it
    (context(), None, None, None),
    (context(grounding=GROUNDED), "grounded", "answer", None),
    (context(grounding=UNSURE), "low_confidence", "decline", "decline"),
    (context(grounding=NOTHING), "no_passages", "decline", "decline"),
    (context(grounding=GROUNDED, unsaid="no_focus"), "no_focus", "decline", "decline"),
    (context(grounding=GROUNDED, unsaid="model_declined"), "model_declined", "decline", "decline"),
    (context(ASK, DECLINED, grounding=UNSURE), "low_confidence", "decline", None),
    (context(ASK, DECLINED, ADMITTED, grounding=UNSURE), "low_confidence_again", "hand_over", None),
    (context(ASK, DECLINED, FINE, ADMITTED, grounding=UNSURE), "low_confidence", "decline", None),
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
    # two topics
    (context("opening hours", grounding=TWO), "two_topics", "clarify", None),
    (context("opening hours", CLARIFIED, grounding=TWO), "grounded", "answer", None),
    # an agent answers
    (context(agent="Ida"), "agent_answers", "stay_silent", None),
    (context("I want a human", agent="Ida"), "agent_answers", "stay_silent", None),
    (context(agent="Ida", grounding=GROUNDED), "agent_answers", "stay_silent", None),
    (context(agent="Ida", fault="grounding_missing"), "agent_answers", "stay_silent", None),
]


@pytest.mark.parametrize(("given", "rule", "action", "offer"), TABLE)
def test_the_first_rule_that_fits_decides(
    given: Context, rule: str | None, action: str | None, offer: str | None
) -> None:
    found = decide(given)
    told = (found.rule, found.action, found.offer) if found else (None, None, None)
    assert told == (rule, action, offer)


ORDERED: list[tuple[str, dict[str, Any]]] = [
    ("agent_answers", at(agent="Ida")),
    ("rule:checkout", at(escalation=PAGE, page_url="/checkout")),
    ("rising_anger", at(history=(OFFERED,), feels=FURIOUS)),
    ("grounding_missing", at(fault="grounding_missing")),
    ("low_confidence", at(grounding=UNSURE)),
]
WORDS = [("requested", "I want a human"), ("keyword", "urgent"), ("small_talk", "hello"), ("", ASK)]
RANK = [
    "agent_answers",
    "requested",
    "keyword",
    "rule:checkout",
    "small_talk",
    "rising_anger",
    "grounding_missing",
    "low_confidence",
]


@pytest.mark.parametrize("said", WORDS, ids=lambda said: said[0] or "question")
@pytest.mark.parametrize("present", list(product((False, True), repeat=5)), ids=str)
def test_rules_come_in_this_order(said: tuple[str, str], present: tuple[bool, ...]) -> None:
    chosen = [one for one, here in zip(ORDERED, present, strict=True) if here]
    changes: dict[str, Any] = {}
    for _, change in chosen:
        changes |= change
    history = changes.pop("history", ())
    found = decide(context(said[1], *history, **changes))
    there = {name for name, _ in chosen} | {said[0]}
    assert (found.rule if found else None) == next((name for name in RANK if name in there), None)


def test_a_grounded_turn_and_a_fault_are_always_decided() -> None:
    assert isinstance(decide_now(context(grounding=GROUNDED)), Decision)
    with pytest.raises(ValueError, match="grounding or a fault"):
        decide_now(context())
    assert len({rule.__name__ for rule in RULES}) == len(RULES)


def test_the_ticket_of_an_open_handoff_is_told() -> None:
    given = context(open_handoff=OpenHandoff("hnd_1", "T-1042"), grounding=GROUNDED)
    asked = replace(given, seen=replace(given.seen, intent="ticket_status"))
    found = decide_now(asked)
    assert (found.rule, found.action) == ("ticket_status", "act")
    assert decide_now(replace(asked, turn=replace(asked.turn, open_handoff=None))).rule != "ticket_status"
    assert decide(replace(asked, grounding=None)) is None


@pytest.mark.parametrize(
    ("locale", "found", "language"),
    [(None, "de", "de"), ("fr", None, "en"), ("es-MX", "xx", "es"), (None, "xx", "en")],
)
def test_the_language_is_the_customers(locale: str | None, found: str | None, language: str) -> None:
    given = context(locale=locale, grounding=replace(UNSURE, language=found))
    assert decide_now(given).language == language


def test_a_person_is_offered_once_however_long_the_session_becomes() -> None:
    long_ago = {"recalled": Recalled(offered=True), "grounding": UNSURE}
    lines = (SAID, FINE) * 4
    again = decide_now(context(ASK, *lines, **long_ago))
    assert (again.action, again.offer) == ("decline", None)
    assert decide_now(context(ASK, *lines, grounding=UNSURE)).offer == "decline"
    back = decide_now(context(ASK, SAID, FINE, earlier=(SAID, OFFERED), **long_ago))
    assert back.offer == "decline"


@pytest.mark.parametrize("times", [4, 5, 100])
def test_no_rule_waits_for_more_than_the_lines_can_tell(times: int) -> None:
    rules = Escalation(declines_before_handoff=times, failures_before_handoff=times, repeats=times)
    declined = decide_now(context(ASK, *(SAID, ADMITTED) * 4, grounding=UNSURE, escalation=rules))
    assert (declined.action, declined.reason) == ("hand_over", "low_confidence")
    failed = decide_now(context(ASK, *(SAID, FAILED) * 4, fault="grounding_missing", escalation=rules))
    assert (failed.action, failed.reason) == ("hand_over", "technical_failure")
    repeated = decide_now(context(SAID.text, *(SAID, FINE) * 4, grounding=GROUNDED, escalation=rules))
    assert repeated.offer == "repeated"
