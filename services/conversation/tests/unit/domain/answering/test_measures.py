"""A question for 12 kg is answered by what holds for 12 kg."""

from __future__ import annotations

import pytest

from conversation.domain.answering.extract import extract
from conversation.domain.answering.measures import (
    Measure,
    excludes,
    holding,
    measured_alike,
    measures,
    ranges,
)
from conversation.domain.turns import Grounding
from conversation.testing.facts import passage

TABLE = """Size: S, up to 2 kg; Price: 4.90 EUR
Size: M, up to 5 kg; Price: 5.90 EUR
Size: XL, up to 25 kg; Price: 12.90 EUR"""
SMALL = "A small parcel up to 2 kg costs 4.90 EUR."
HEAVY = "Everything heavier than 25 kg travels as freight from 39.00 EUR."


def answer(question: str, *passages: tuple[str, str | None]) -> str:
    found = tuple(
        passage(text, key=str(at), question=asked, score=1 - at / 20)
        for at, (text, asked) in enumerate(passages)
    )
    return extract(Grounding(question, "en", found, 0.9)).text


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("a 12 kg parcel", 12_000, "g"),
        ("500g of tea", 500, "g"),
        ("1.5 m long", 1500, "mm"),
        ("insured for 1,200 EUR", 1200, "eur"),
        ("20 € at most", 20, "eur"),
        ("for 3 adults", 3, "adult"),
    ],
)
def test_a_number_with_a_unit_is_a_measure(text: str, value: float, unit: str) -> None:
    assert measures(text) == (Measure(value, unit),)


def test_times_and_lone_numbers_are_none() -> None:
    assert measures("ticket 1042, is it 14:30?") == ()


@pytest.mark.parametrize(
    ("text", "inside", "outside"),
    [
        ("up to 5 kg", "5 kg", "5.1 kg"),
        ("Largest weight: 5 kg", "4 kg", "6 kg"),
        ("Maximum weight: 5 kg", "4 kg", "6 kg"),
        ("under 5 kg", "4.9 kg", "5 kg"),
        ("heavier than 25 kg", "26 kg", "25 kg"),
        ("from 10 kg", "10 kg", "9 kg"),
        ("groups of 10 to 25 people", "12 people", "26 people"),
        ("between 2 and 5 kg", "3 kg", "6 kg"),
        ("bis zu 5 kg", "5 kg", "6 kg"),
        ("hasta 5 kg", "5 kg", "6 kg"),
        ("jusqu'à 5 kg", "5 kg", "6 kg"),
    ],
)
def test_a_limit_holds_some_measures_and_excludes_others(text: str, inside: str, outside: str) -> None:
    [near], [far] = measures(inside), measures(outside)
    assert holding(near, ranges(text)) is not None and not excludes(near, ranges(text))
    assert holding(far, ranges(text)) is None and excludes(far, ranges(text))


@pytest.mark.parametrize("text", ["from 01.12.2026 to 31 days", "versions 1.2.3-5 kg", "0 to 0 kg"])
def test_numbers_that_are_no_amounts_are_read_over(text: str) -> None:
    assert all(one.low <= one.high for one in ranges(text))


def test_another_unit_is_neither_held_nor_excluded() -> None:
    [asked] = measures("45 kg")
    assert holding(asked, ranges("sides up to 45 cm")) is None
    assert not excludes(asked, ranges("sides up to 45 cm"))


def test_the_row_whose_range_is_the_narrowest_answers() -> None:
    assert answer("How much is a 4 kg parcel?", (TABLE, None)) == "Size M, up to 5 kg: 5.90 EUR [1]"
    assert answer("How much is a 12 kg parcel?", (TABLE, None)) == "Size XL, up to 25 kg: 12.90 EUR [1]"


def test_an_entry_for_another_measure_does_not_answer_although_its_words_do() -> None:
    entry = (SMALL, "How much does it cost to send a small parcel?")
    said = answer("How much does it cost to send a 12 kg parcel?", entry, (TABLE, None))
    assert "12.90 EUR" in said and "4.90 EUR" not in said
    assert "4.90 EUR" in answer("How much does it cost to send a 1 kg parcel?", entry, (TABLE, None))


def test_the_narrowest_range_of_all_passages_comes_first() -> None:
    large = ("A large parcel up to 10 kg costs 8.40 EUR.", "What does a 10 kg parcel cost?")
    medium = ("A medium parcel up to 5 kg costs 5.90 EUR.", "How much is a parcel up to 5 kg?")
    for passages in ((large, medium), (medium, large)):
        assert answer("and 3 kg?", *passages).startswith("A medium parcel")


def test_a_wider_range_comes_later_although_search_found_it_first() -> None:
    medium = passage("Up to 5 kg it costs 5.90 EUR.", key="1", question="How much is it?", score=0.62)
    small = passage("Up to 2 kg it costs 4.90 EUR.", key="2", question="What does it cost?", score=0.54)
    said = extract(Grounding("how much 2 kg", "en", (medium, small), 0.9))
    assert said.citations[0].document_id == "doc_2"


def test_a_limit_answers_whether_something_is_possible() -> None:
    assert "up to 25 kg" in answer("Can I send 45 kg?", ("Parcels weigh up to 25 kg.", None))
    assert "freight" in answer("Can I send 45 kg?", (SMALL, None), (HEAVY, None)).split("[1]")[0]


def test_a_number_before_any_other_word_is_a_word() -> None:
    codes = "Status: 401; Meaning: The key was revoked\nStatus: 409; Meaning: It was already sent"
    assert answer("What does error 409 mean?", (codes, None)).startswith("Status 409")


def test_a_bare_number_is_of_the_unit_that_was_asked_about_last() -> None:
    said = measured_alike(("40",), "How much is 3 m of it? And a 4 kg parcel?")
    assert said is not None and (said.value, said.unit) == (40_000, "g")
    assert measured_alike(("40", "spain"), "a 4 kg parcel") is None
    assert measured_alike(("40",), "a parcel") is None


def test_a_price_is_asked_for_what_was_measured_before() -> None:
    bulky = passage("Bulky items up to 60 kg cost from 39.00 EUR.", key="1", score=0.5)
    small = passage(SMALL, key="2", score=0.6)
    for before, first in (("Can I send 40 kg?", "doc_1"), ("Can I send a book?", "doc_2")):
        said = extract(Grounding("how much is it?", "en", (small, bulky), 0.9), before=before)
        assert said.citations[0].document_id == first
