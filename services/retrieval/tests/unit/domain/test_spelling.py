"""Mistyped words, read as words of the knowledge."""

from __future__ import annotations

import pytest

from retrieval.domain.spelling import respelled
from retrieval.outbound.bm25 import Bm25Lexicon

KNOWLEDGE = (
    "Where is my parcel? Deliveries, deliveries, parking, packing. Brevo repairs leaking tanks. "
    "Boots, a cart, whey."
)
ORDINARY = {
    "where",
    "parcel",
    "delivery",
    "deliveries",
    "boat",
    "boot",
    "coat",
    "tank",
    "when",
    "cart",
    "whey",
    "time",
    "leaking",
}
LEXICON = Bm25Lexicon()


def read(text: str, lexicon: Bm25Lexicon = LEXICON) -> tuple[str, tuple[str, ...]]:
    known = dict.fromkeys(lexicon.terms(KNOWLEDGE), 1)
    return respelled(text, lexicon, known, ORDINARY.__contains__)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("wher is my parcl", "where parcel"),
        ("wehn does it come", "when"),
        ("hwo mcuh does it csot", "how much cost"),
        ("cna i cancle it", "can cancel"),
        ("the PACREL is late", "parcel"),
        ("my parxel", "parcel"),
        ("my parccel", "parcel"),
        ("about delivry", "delivery"),
        ("is a breovo cheap", "brevo"),
        ("is a Brevoo cheap", "brevo"),
    ],
)
def test_a_word_one_edit_away_is_meant(text: str, meant: str) -> None:
    assert " ".join(read(text)[1]) == meant


def test_the_text_is_read_with_the_word_that_was_meant() -> None:
    assert read("Parcl lost: what about my parcl?")[0] == "parcel lost: what about my parcel?"


@pytest.mark.parametrize(
    "text",
    [
        "Where is my parcel?",
        "a boat is no boot",
        "i cant come",
        "whats leaking",
        "whxre is it",
        "cuesta mucho el contacto",
        "wann kommt es an, und was muss ich dafür tun",
        "parcl2 par-cl pärcl",
        "",
    ],
)
def test_other_words_stay(text: str) -> None:
    assert read(text) == (text, ())


def test_a_word_of_the_knowledge_goes_before_what_customers_ask_with() -> None:
    """`chang` is one letter from `change`, too, which this knowledge does not speak of."""
    known = dict.fromkeys(LEXICON.terms("a chart"), 1)
    assert respelled("charge or chart? my chrat", LEXICON, known, {"chart", "charge"}.__contains__)[1] == (
        "chart",
    )


def test_two_that_may_be_meant_are_neither() -> None:
    assert read("parcking") == ("parcking", ())


def test_other_languages_are_not_respelled() -> None:
    assert read("wo ist mein parcl", Bm25Lexicon("de")) == ("wo ist mein parcl", ())
