"""Compounds that the knowledge does not have, cut behind a beginning that it has."""

from __future__ import annotations

import pytest

from retrieval.domain.compounds import taken_apart
from retrieval.outbound.bm25 import Bm25Lexicon

GERMAN = Bm25Lexicon("de")
KNOWLEDGE = "Der Versand kostet 4 Euro. Zahlungsarten: Karte. Sie kündigen online. Zeit im Haus. Kundenkonto"


@pytest.mark.parametrize(
    ("asked", "read"),
    [
        ("versandgebühren?", "versand gebühren?"),
        ("Zahlungsmöglichkeiten", "Zahlungs möglichkeiten"),
        (
            "Was ist die Kündigungsfrist und der Kartenverlust",
            "Was ist die Kündigungs frist und der Karten verlust",
        ),
        ("Öffnungszeiten", "Öffnungszeiten"),
        ("Kundenkonto", "Kundenkonto"),
        ("Versand", "Versand"),
        ("hausen", "hausen"),
    ],
)
def test_an_unknown_compound_is_cut_behind_what_the_knowledge_has(asked: str, read: str) -> None:
    known = dict.fromkeys(GERMAN.terms(KNOWLEDGE), 1)
    assert taken_apart(asked, GERMAN, known) == read


def test_languages_that_write_words_apart_are_left_alone() -> None:
    english = Bm25Lexicon()
    known = dict.fromkeys(english.terms("the parcel"), 1)
    assert taken_apart("parcelshop", english, known) == "parcelshop"
    assert english.terms("Zahlungsarten") == english.terms("zahlungsarten")


def test_the_beginning_of_a_compound_is_among_its_words() -> None:
    begins = GERMAN.terms("Sendung")
    assert begins < GERMAN.terms("die Sendungsnummer")
    assert begins <= GERMAN.weights("die Sendungsnummer").keys()
