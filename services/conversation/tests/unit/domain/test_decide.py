"""Which rule decides."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from contracts.shapes import BotSettings, Outcome
from conversation.domain.decide import decide, decide_at_once, decide_failure
from conversation.domain.turns import Bot, Grounding, Line, Turn
from conversation.testing.facts import passage

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
DECLINED = Line("bot", "…", Outcome.DECLINED, "low_confidence")
FAILED = Line("bot", "…", Outcome.HANDOFF_OFFERED, "grounding_missing")
FINE = Line("bot", "…", Outcome.ANSWERED, "extracted")


def turn(text: str = "Do you deliver on Sundays?", history: tuple[Line, ...] = (), **settings: Any) -> Turn:
    bot = Bot("bot_1", "Wingo", 1, BotSettings(**settings))
    return Turn("wsp_1", "cnv_1", "trn_1", bot, text, None, 1, NOW, NOW + timedelta(seconds=27), history)


def grounding(confidence: float = 0.8, language: str | None = "en", found: bool = True) -> Grounding:
    return Grounding("?", language, (passage(),) if found else (), confidence)


@pytest.mark.parametrize(
    ("text", "history", "confidence", "found", "rule", "action"),
    [
        ("Do you deliver on Sundays?", (), 0.8, True, "grounded", "answer"),
        ("Do you deliver on Sundays?", (), 0.2, True, "low_confidence", "decline"),
        ("Do you deliver on Sundays?", (), 0.8, False, "no_passages", "decline"),
        ("Do you deliver on Sundays?", (DECLINED,), 0.2, True, "low_confidence", "decline"),
        ("Do you deliver?", (DECLINED, DECLINED), 0.2, True, "low_confidence_again", "hand_over"),
        ("Do you deliver?", (DECLINED, FINE, DECLINED), 0.2, True, "low_confidence", "decline"),
        ("Do you deliver?", (DECLINED, DECLINED), 0.9, True, "grounded", "answer"),
        ("I want to speak to a person", (), 0.9, True, "requested", "hand_over"),
        ("yes please", (DECLINED,), 0.9, True, "requested", "hand_over"),
        ("yes please", (FINE,), 0.9, True, "grounded", "answer"),
        ("My LAWYER will write to you", (), 0.9, True, "keyword", "hand_over"),
        ("The lawyers' association", (), 0.9, True, "grounded", "answer"),
        ("Hello!", (), 0.0, False, "small_talk", "small_talk"),
        ("Hello, how much is Express?", (), 0.9, True, "grounded", "answer"),
    ],
)
def test_the_first_rule_that_fits_decides(
    text: str, history: tuple[Line, ...], confidence: float, found: bool, rule: str, action: str
) -> None:
    decision = decide(turn(text, history, escalation_keywords=["lawyer"]), grounding(confidence, found=found))
    assert (decision.rule, decision.action) == (rule, action)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Can I talk to a human?", "en"),
        ("connect me with a real person please", "en"),
        ("Please put me through to someone", "en"),
        ("AGENT", "en"),
        ("this is useless, get me a human", "en"),
        ("open a ticket for me", "en"),
        ("Ich möchte mit einem Mitarbeiter sprechen", "de"),
        ("Kann ich bitte mit jemandem reden?", "de"),
        ("Mensch bitte", "de"),
        ("Quiero hablar con una persona", "es"),
        ("Je voudrais parler à un conseiller", "fr"),
    ],
)
def test_a_wish_for_a_person_is_understood(text: str, language: str) -> None:
    decision = decide_at_once(turn(text))
    assert decision is not None
    assert (decision.rule, decision.language) == ("requested", language)


@pytest.mark.parametrize(
    "text",
    [
        "I do not want to talk to a human",
        "Do I need a person at home to sign for the parcel?",
        "How do I contact customer service?",
        "Which agent delivers to Halvik?",
        "Can another person collect my parcel?",
        "How do I open a ticket?",
        "Muss eine Person zu Hause sein?",
        "Does a person have to be at home when the courier comes",
        "I want to send a parcel to a person in Norway",
    ],
)
def test_speaking_of_people_is_not_asking_for_one(text: str) -> None:
    assert decide_at_once(turn(text)) is None


def test_the_language_is_the_customers() -> None:
    assert decide(turn(), grounding(0.1, "de")).language == "de"
    assert decide(turn(locale="fr"), grounding(0.1, None)).language == "fr"
    assert decide(replace(turn(), locale="es-MX"), grounding(0.1, "xx")).language == "es"


@pytest.mark.parametrize(
    ("history", "rule", "action", "reason"),
    [
        ((), "grounding_missing", "offer", None),
        ((FAILED, FINE), "grounding_missing", "offer", None),
        ((FAILED,), "grounding_missing", "hand_over", "technical_failure"),
        ((), "deadline_passed", "apologise", None),
    ],
)
def test_a_failure_offers_a_person_and_brings_one_when_it_repeats(
    history: tuple[Line, ...], rule: str, action: str, reason: str | None
) -> None:
    decision = decide_failure(turn(history=history), rule)
    assert (decision.action, decision.reason) == (action, reason)
