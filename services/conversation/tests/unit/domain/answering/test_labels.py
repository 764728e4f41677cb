"""Letters that tell things apart, in texts and in questions."""

from __future__ import annotations

import pytest

from conversation.domain.answering.asking import asking
from conversation.domain.answering.extract import extract
from conversation.domain.answering.labels import labels
from conversation.domain.turns import Grounding
from conversation.testing.facts import passage


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("A size S parcel costs 4.90 EUR.", {"s"}),
        ("Size: XL, up to 25 kg; Zone 1: 12.90 EUR", {"xl"}),
        ("A folding box for sizes M, L and XL.", {"m", "l", "xl"}),
        ("Größe M oder L", {"m", "l"}),
        ("The parcel I sent is lost. A size that fits.", set()),
        ("We sell the size that fits; don't worry.", set()),
    ],
)
def test_labels_of_a_text(text: str, found: set[str]) -> None:
    assert {letter for _, letter in labels(text)} == found


@pytest.mark.parametrize(
    ("question", "letters"),
    [
        ("How much is a size S parcel?", {"s"}),
        ("price for xl", {"xl"}),
        ("What's the price? It's urgent, I'd like to know.", set()),
        ("what`s the price, what\u00b4s the weight", set()),
        ("How much is a parcel of 1 m and 2 l?", set()),
        ("Is there a fee?", set()),
    ],
)
def test_letters_of_a_question(question: str, letters: set[str]) -> None:
    assert asking(question).letters == letters


def test_a_unit_is_no_letter_that_is_looked_for() -> None:
    assert "m" not in asking("How much is a parcel of 1 m?").terms


PRICES = {
    "S": "A size S parcel up to 2 kg costs 4.90 EUR within one city.",
    "M": "A size M parcel up to 5 kg costs 5.90 EUR within one city.",
    "L": "A size L parcel up to 10 kg costs 8.40 EUR within one city.",
}
HALL = "Concerts: category A costs 98 EUR, B 76 EUR and C 54 EUR."


def answered(question: str, *texts: str) -> str:
    found = (
        passage(text, key=f"{at}", score=0.8 - 0.02 * at, heading="Prices") for at, text in enumerate(texts)
    )
    return extract(Grounding(question, "en", tuple(found), 0.9)).text


@pytest.mark.parametrize("size", PRICES)
def test_a_size_is_answered_with_its_own_price(size: str) -> None:
    others = [text for name, text in PRICES.items() if name != size]
    text = answered(f"How much is a size {size} parcel within one city?", *others, PRICES[size])
    assert PRICES[size] in text
    assert all(other not in text for other in others)


def test_rows_for_other_letters_are_not_quoted_beside_it() -> None:
    small = "The price depends on the size.\n\nSize: S; Zone 1: 4.90 EUR\nSize: M; Zone 1: 5.90 EUR"
    large = "Size: L; Zone 1: 8.40 EUR\nSize: XL; Zone 1: 12.90 EUR"
    text = answered("What's the price for M?", small, large)
    assert "5.90" in text
    assert "8.40" not in text


def test_what_is_said_of_the_asked_letter_comes_without_prices_of_others() -> None:
    today = "Size XL parcels are not carried by Same-Day.\n\nParcel: Size S; Price: 12.90 EUR"
    text = answered("What does an xl parcel cost today?", today, "Size: XL; Zone 1: 18.90 EUR")
    assert "18.90" in text
    assert "12.90" not in text


def test_a_letter_that_stands_alone_later_on_is_found() -> None:
    extra = "Category B seats are in the second half. Category D is new."
    assert "B 76 EUR" in answered("What does a concert cost in category B?", HALL, extra)


def test_letters_that_no_text_tells_apart_change_nothing() -> None:
    assert PRICES["S"] in answered("How much is a parcel, plan Z, within one city?", PRICES["S"])
