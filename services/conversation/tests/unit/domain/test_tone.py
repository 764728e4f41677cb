"""Kind words before a reply: for strong feelings, once, and only where they fit."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from contracts.bot_settings import Persona
from contracts.shapes import BotSettings, Outcome
from conversation.domain.answering.extract import extract, opened
from conversation.domain.context import Context
from conversation.domain.nlu.emotion import Emotion, Feeling
from conversation.domain.nlu.understanding import understand
from conversation.domain.tone import before_quotes, brief, kind_words
from conversation.domain.turns import Bot, Grounding, Line, Turn
from conversation.testing.facts import passage

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


def feeling(label: Feeling, intensity: float = 0.7, *history: Line, casual: bool = False) -> Context:
    settings = BotSettings(persona=Persona(tone="casual" if casual else "friendly"))
    bot, text = Bot("bot_1", "Pip", 1, settings), "Where is my parcel?"
    turn = Turn("wsp_1", "cnv_1", "trn_1", bot, text, None, 1, NOON, NOON + timedelta(seconds=27), history)
    return Context(turn, replace(understand(text), emotion=Emotion(label, intensity)), NOON)


@pytest.mark.parametrize(
    ("label", "language", "said"),
    [
        ("anger", "en", "I am sorry about the trouble."),
        ("frustration", "de", "Bitte entschuldigen Sie den Ärger."),
        ("fear", "fr", "Je comprends que ce n'est pas facile."),
        ("sadness", "es", "Entiendo que no es una situación fácil."),
        ("gratitude", "en", "Happy to help!"),
        ("confusion", "en", ""),
        ("neutral", "en", ""),
    ],
)
def test_a_strong_feeling_is_met_with_kind_words(label: Feeling, language: str, said: str) -> None:
    assert kind_words(feeling(label), language, helped=True) == said
    assert kind_words(feeling(label, 0.3), language, helped=True) == ""


def test_nobody_is_told_twice_in_a_row_that_the_bot_is_sorry() -> None:
    sorry = Line("bot", "…", Outcome.ANSWERED, "extracted", "frustration")
    glad = Line("bot", "…", Outcome.ANSWERED, "extracted", "joy")
    assert kind_words(feeling("anger", 0.7, sorry), "en", helped=True) == ""
    assert kind_words(feeling("anger", 0.7, glad), "en", helped=True) != ""


def test_the_bot_is_not_glad_about_what_it_could_not_answer() -> None:
    assert kind_words(feeling("gratitude"), "en", helped=False) == ""
    assert kind_words(feeling("anger", casual=True), "de", helped=False).startswith("Tut mir leid")


def test_who_is_upset_gets_the_one_thing_that_helps() -> None:
    assert brief(feeling("anger")) and not brief(feeling("joy"))
    points = passage("Wing Points keep parcels for 7 days.", key="1", score=0.80, heading="Wing Points")
    lockers = passage("Lockers keep parcels for 3 days.", key="2", score=0.78, heading="Lockers")
    asked = Grounding("How long are parcels kept?", "en", (points, lockers), 0.8)
    assert len(extract(asked).citations) == 2
    assert len(extract(asked, brief=True).citations) == len(extract(asked, "short").citations) == 1


def test_what_may_not_be_the_answer_is_said_to_be_the_nearest() -> None:
    found = Grounding("Where is my parcel?", "en", (passage(),), 0.45)
    unsure, sure = (replace(feeling("joy"), grounding=replace(found, confidence=c)) for c in (0.45, 0.8))
    assert before_quotes(unsure, "en") == "I could not find a clear answer to that, but this may help:"
    assert before_quotes(sure, "en") == "Happy to help!"
    nearest = opened(extract(found, unsure=True), before_quotes(unsure, "en"))
    assert (nearest.outcome, nearest.rule) == (Outcome.HANDOFF_OFFERED, "nearest")
    assert nearest.text.startswith("I could not find a clear answer to that, but this may help:\n\n")


def test_a_list_begins_below_the_kind_words() -> None:
    steps = extract(Grounding("How do I pack?", "en", (passage("- Use a box.\n- Close it."),), 0.8))
    assert opened(steps, "Happy to help!").text.startswith("Happy to help!\n\n- Use a box.")
    assert opened(steps, "") == steps


def test_the_bot_is_not_glad_right_after_it_was_sorry() -> None:
    sorry = Line("bot", "…", Outcome.ANSWERED, "extracted", "anger")
    assert kind_words(feeling("gratitude", 0.7, sorry), "en", helped=True) == ""
