"""A customer who writes in another language than the knowledge is told so, in theirs."""

from __future__ import annotations

from dataclasses import replace

from contracts.bot_settings import Persona
from contracts.shapes import BotSettings
from conversation.domain.decide import decide_now
from conversation.domain.foreign import foreign
from conversation.domain.replies import fixed_reply
from conversation.domain.tone import before_quotes
from conversation.domain.turns import Bot, Grounding
from conversation.testing.facts import passage

from .decision_stage import context

GERMAN = "Wie lange wird mein Paket im Schließfach aufbewahrt?"
ENGLISH = Grounding(GERMAN, "de", (passage(),), 0.2, ("How long are parcels kept?",))
NATIVE = Grounding(
    GERMAN, "de", (passage("Das Paket wird für Sie zehn Tage im Schließfach aufbewahrt."),), 0.2
)


def test_a_refusal_says_kindly_which_language_the_knowledge_is_in_and_offers_a_person() -> None:
    asked = context(GERMAN, grounding=ENGLISH)
    reply = fixed_reply(asked, decide_now(asked))
    assert reply.text.startswith("Unsere Informationen sind auf Englisch")
    assert reply.text.endswith("sprechen?")
    assert [one.label for one in reply.suggested_actions] == ["Mit einem Menschen sprechen"]


def test_quotes_in_another_language_are_announced() -> None:
    sure = replace(ENGLISH, confidence=0.8)
    announced = before_quotes(context(GERMAN, grounding=sure), "de")
    assert announced == "Unsere Informationen dazu sind auf Englisch:"
    assert before_quotes(context(GERMAN, grounding=ENGLISH), "de").endswith(
        "vielleicht hilft das (auf Englisch):"
    )
    assert before_quotes(context(GERMAN, grounding=replace(NATIVE, confidence=0.8)), "de") == ""
    assert before_quotes(context("Do you deliver?", grounding=sure), "en") == ""


def test_a_refusal_in_the_language_of_the_knowledge_says_nothing_of_languages() -> None:
    asked = context(GERMAN, grounding=NATIVE)
    assert "Unsere Informationen" not in fixed_reply(asked, decide_now(asked)).text


def test_a_table_that_is_in_no_language_does_not_hide_which_one_the_knowledge_is_in() -> None:
    hours = passage("Halvik: 06:00\u201319:00; Brunnau: 07:00\u201320:00", key="2")
    asked = context(GERMAN, grounding=replace(ENGLISH, passages=(hours, hours, *ENGLISH.passages)))
    assert foreign(asked, "de") == "Englisch"


def test_who_writes_in_the_bots_own_language_is_not_told() -> None:
    settings = BotSettings(locale="de-DE", persona=Persona())
    asked = context(GERMAN, grounding=ENGLISH, bot=Bot("bot_1", "Wingo", 1, settings))
    assert foreign(asked, "de") is None


def test_a_wish_to_be_amused_gets_a_kind_line_about_what_the_bot_can_do() -> None:
    asked = context("Tell me a joke!", feels=("anger", 0.9))
    reply = fixed_reply(asked, decide_now(asked))
    assert reply.text.startswith("I am better at facts than at fun")
    assert "sorry" not in reply.text
