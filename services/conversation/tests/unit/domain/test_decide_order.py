"""What holds for every decision: the order of the rules, and what is said however long a session becomes."""

from __future__ import annotations

from dataclasses import replace
from itertools import product
from typing import Any

import pytest

from contracts.bot_settings import Escalation
from conversation.domain.decide import RULES, Decision, decide, decide_now
from conversation.domain.turns import OpenHandoff, Recalled

from .decision_stage import (
    ADMITTED,
    ASK,
    FAILED,
    FINE,
    FURIOUS,
    GROUNDED,
    OFFERED,
    PAGE,
    SAID,
    UNSURE,
    at,
    context,
)

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
    "rising_anger",
    "small_talk",
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
    [(None, "de", "de"), ("fr", None, "fr"), ("es-MX", "xx", "es"), (None, "xx", "en")],
)
def test_the_language_is_the_customers(locale: str | None, found: str | None, language: str) -> None:
    given = context("Paket PW1042", locale=locale, grounding=replace(UNSURE, language=found))
    assert decide_now(given).language == language


def test_what_the_words_of_a_question_tell_goes_before_what_search_took_it_for() -> None:
    given = context("im 68, do i get it cheaper", grounding=replace(UNSURE, language="de"))
    assert decide_now(given).language == "en"


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
