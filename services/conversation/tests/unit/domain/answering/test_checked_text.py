"""A model's answer, checked while it streams."""

from __future__ import annotations

import pytest

from conversation.domain.answering.checked_text import CheckedText
from conversation.domain.answering.grounding import Evidence
from conversation.testing.facts import passage

PASSAGES = (
    passage("Standard parcels take two working days.", key="1", heading="Speed"),
    passage("Express costs 9 EUR. It is fast, e.g. by noon.", key="2", heading="Express"),
    passage("Parcels wait at the depot for 10 days.", key="3", heading="Depots"),
)
EXPRESS = "Express costs 9 EUR [2]."


def stream(text: str, size: int = 3) -> CheckedText:
    checked = CheckedText(PASSAGES, Evidence(PASSAGES, "What does Express cost?"))
    shown = [checked.feed(text[at : at + size]) for at in range(0, len(text), size)]
    shown.append(checked.finish())
    assert "".join(shown) == checked.text
    return checked


@pytest.mark.parametrize("size", [1, 2, 3, 7, 100])
def test_marks_are_renumbered_and_unknown_ones_vanish(size: int) -> None:
    checked = stream(
        "  Express costs 9 EUR [2]. Sure [7]! Parcels wait for 10 days. [3][9]  Express comes by noon.", size
    )
    assert (
        checked.text == "Express costs 9 EUR [1]. Sure! Parcels wait for 10 days. [2]  Express comes by noon."
    )
    assert checked.passage_ids() == ("psg_2", "psg_3")
    assert checked.citations()[0].quote == "Express costs 9 EUR."


@pytest.mark.parametrize("size", [1, 4, 100])
def test_the_refusal_is_never_shown(size: int) -> None:
    checked = stream("\n[[NO_ANSWER]] sorry", size)
    assert checked.declined
    assert checked.text == ""


@pytest.mark.parametrize("size", [1, 5, 100])
def test_a_wrong_number_never_leaves(size: int) -> None:
    checked = stream(f"{EXPRESS} Standard costs 4 EUR [1]. Parcels wait for 10 days [3].", size)
    assert checked.text == "Express costs 9 EUR [1]. Parcels wait for 10 days [2]."
    assert checked.verdicts() == (("grounding", "2 supported, removed 1 number"),)


def test_a_sentence_is_shown_as_soon_as_the_next_one_begins() -> None:
    checked = CheckedText(PASSAGES, Evidence(PASSAGES))
    assert checked.feed("Express costs 9 EUR") == ""
    assert checked.feed(" [2]. P") == "Express costs 9 EUR [1]."
    assert checked.feed("arcels wait for 10 days.\n") == " Parcels wait for 10 days. [2]"


def test_paragraphs_and_bullets_stay() -> None:
    text = f"{EXPRESS}\n\n- Parcels wait for 10 days [3].\n- Standard parcels take two working days [1]."
    assert stream(text).text == (
        "Express costs 9 EUR [1].\n\n"
        "- Parcels wait for 10 days [2].\n- Standard parcels take two working days [3]."
    )


def test_a_claim_without_a_mark_is_given_one() -> None:
    assert stream("Express costs 9 EUR.").text == "Express costs 9 EUR. [1]"


def test_a_wrong_mark_is_put_right() -> None:
    assert stream("Express costs 9 EUR [3].").passage_ids() == ("psg_2",)


def test_when_nothing_is_supported_nothing_is_left() -> None:
    checked = stream("It costs 99 EUR. See https://evil.example for more.")
    assert (checked.text, checked.claims) == ("", 0)
    assert checked.removed == {"number": 1, "address": 1}
