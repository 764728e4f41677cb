"""How a bot speaks: its own words, its languages, its tone."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from contracts.bot_settings import Persona
from contracts.shapes import BotSettings
from conversation.domain.answering.prompt import WINDOW_TOKENS, recent
from conversation.domain.casual_phrases import CASUAL
from conversation.domain.context import Context
from conversation.domain.decide import decide
from conversation.domain.nlu.understanding import understand
from conversation.domain.persona import spoken, style
from conversation.domain.phrases import PHRASES
from conversation.domain.replies import fixed_reply
from conversation.domain.turns import Bot, Line, Turn

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)


def reply(text: str, settings: BotSettings) -> str:
    bot = Bot("bot_1", "Wingo", 1, settings)
    turn = Turn("wsp_1", "cnv_1", "trn_1", bot, text, None, 1, NOW, NOW)
    context = Context(turn, understand(text), NOW)
    decision = decide(context)
    assert decision is not None
    return fixed_reply(context, decision).text


def test_who_greets_is_greeted_in_the_companys_words() -> None:
    settings = BotSettings(greeting="Ahoy! Ask about your parcel.")
    assert reply("Hello", settings) == "Ahoy! Ask about your parcel."


def test_who_is_not_helped_is_told_what_can_be_done() -> None:
    said = reply("That's wrong!", BotSettings())
    assert said == f"{PHRASES['en']['unhappy']} {PHRASES['en']['offer']}"
    assert reply("Das verstehe ich nicht", BotSettings()) == PHRASES["de"]["lost"]


def test_the_companys_greeting_is_not_for_readers_of_another_language() -> None:
    assert reply("Hallo", BotSettings(greeting="Ahoy!", locale="en")).startswith("Hallo!")


def test_a_casual_bot_says_du() -> None:
    assert "dich" in reply("Hallo", BotSettings(persona=Persona(tone="casual")))


def test_another_language_is_answered_in_the_bots_first() -> None:
    only_english = BotSettings(persona=Persona(languages=["en", "fr"]))
    assert reply("Hallo", only_english).startswith("Hello")
    assert reply("Bonjour", only_english).startswith("Bonjour")


@pytest.mark.parametrize("language", CASUAL)
def test_casual_phrases_are_phrases_with_the_same_places(language: str) -> None:
    for phrase, casual in CASUAL[language].items():
        polite = dict(PHRASES[language])[phrase]  # type: ignore[index]
        for place in ("{ticket}", "{bot}", "{company}"):
            assert (place in casual) == (place in polite), phrase


def test_languages_that_are_not_spoken_give_way() -> None:
    assert spoken(Persona(languages=["fr"]), "it", None, "fr-CA")[0] == "fr-CA"
    assert spoken(Persona(), "it", "en") == ["it", "en"]


def test_the_style_holds_every_wish_on_one_line() -> None:
    wishes = Persona(do=["Name the\nopening hours."], dont=["Use emoji."])
    assert style(wishes).splitlines()[-2:] == ["- Name the opening hours.", "- Never do this: Use emoji."]


def test_the_window_keeps_the_newest_lines_that_fit() -> None:
    long = Line("contact", "x" * 1_900)
    lines = [replace(long, text=f"{number}{long.text}") for number in range(8)]
    window = recent(lines)
    assert window[-1]["content"].startswith("7")
    assert sum(len(line["content"]) for line in window) <= WINDOW_TOKENS * 4
    assert 2 <= len(window) < 8
