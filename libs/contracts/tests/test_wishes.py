"""Who asks for nothing but how to reach the company."""

from __future__ import annotations

import pytest

from contracts.wishes import Wish, in_a_sentence, wish


@pytest.mark.parametrize(
    ("message", "asks"),
    [
        ("email?", "mail"),
        ("What is your e-mail address?", "mail"),
        ("phone number", "phone"),
        ("number", "phone"),
        ("can i call you", "phone"),
        ("contact", "contact"),
        ("email or phone?", "contact"),
        ("address", "address"),
        ("wo ist eure adresse", "address"),
        ("hours today", "hours"),
        ("when are you open?", "hours"),
        ("öffnungszeiten?", "hours"),
        ("how do I complain?", "complaint"),
        ("complaints", "complaint"),
        ("wie kann ich mich beschweren", "complaint"),
        ("parcel??", "parcel"),
        ("where is my stuff", "parcel"),
        ("my package?", "parcel"),
        ("hi, wheres my parcel", "parcel"),
        ("Wo bleibt mein Paket?", "parcel"),
    ],
)
def test_a_wish_is_recognised_by_its_bare_words(message: str, asks: Wish) -> None:
    assert wish(message) == asks


@pytest.mark.parametrize(
    "message",
    [
        "change my email address",
        "my address",
        "open sunday?",
        "how many hours",
        "tracking number",
        "number 5",
        "your prices",
        "what do you do",
        "what is a parcel",
        "package?",
        "complain about a driver",
        "my parcel is open",
        "",
    ],
)
def test_who_asks_for_more_has_none(message: str) -> None:
    assert wish(message) is None
    assert in_a_sentence(message) == message


def test_the_sentence_is_in_its_own_language_or_one_that_is_known() -> None:
    assert in_a_sentence("telefonnummer?") == "Wie erreiche ich euch per Telefon?"
    assert in_a_sentence("telefonnummer?", ["en"]) == "How do I contact you by telephone?"
    assert in_a_sentence("telefonnummer?", ["en", "de"]) == "Wie erreiche ich euch per Telefon?"
    assert in_a_sentence("telefonnummer?", ["fr"]) == "telefonnummer?"


def test_who_asks_where_their_parcel_is_in_any_language_asks_the_same() -> None:
    asked = ["Where's my stuff?", "Wo ist mein Paket?", "¿Dónde está mi paquete?", "où est mon colis"]
    assert {in_a_sentence(one, ["en"]) for one in asked} == {"Where is my parcel?"}
    assert in_a_sentence("mon colis ?", ["en", "fr"]) == "Où est mon colis ?"
