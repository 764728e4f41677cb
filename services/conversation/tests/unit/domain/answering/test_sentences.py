"""Texts in pieces, and words as they were meant."""

from __future__ import annotations

import pytest

from conversation.domain.answering.sentences import pieces, sentences
from conversation.domain.answering.spelling import as_meant

PACKING = "Pack like this:\n\n• Use a rigid box.\n• Leave 5 cm of padding.\n• Close all seams with tape."


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("It costs EUR 4.90. Pay at 18:00.", 2),
        ("Bring ID, e.g. a passport. It must be valid.", 2),
        ("Call Mr. Smith at no. 5. He helps.", 2),
        ("Das kostet ca. 5 Euro, z. B. am 24. Dezember. Danach nicht.", 2),
        ("Open from 9 a.m. to 5 p.m. on weekdays.", 1),
        ("Version 2.1 is out! Is it good? Yes.", 3),
        ("He said „Nein.“ Then he left.", 2),
    ],
)
def test_sentences_stay_whole(text: str, parts: int) -> None:
    found = sentences(text)
    assert len(found) == parts
    assert " ".join(found) == text


def test_wrapped_lines_are_one_sentence_and_lists_are_items() -> None:
    found = pieces("Parcels are kept\nfor 10 days.\n\n" + PACKING)
    assert [p.kind for p in found] == ["sentence", "sentence", "item", "item", "item"]
    assert found[0].text == "Parcels are kept for 10 days."
    assert found[2].lead == "Pack like this:"
    assert len({p.group for p in found[2:]}) == 1


def test_a_markdown_table_becomes_rows_that_keep_their_columns() -> None:
    found = pieces(
        "| Size | Price | Weight |\n| --- | --- | --- |\n| S | 4.90 EUR | 2 kg |\n| M | 5.90 EUR | 5 kg |"
    )
    assert [p.text for p in found] == ["S: Price 4.90 EUR, Weight 2 kg", "M: Price 5.90 EUR, Weight 5 kg"]


@pytest.mark.parametrize(
    ("question", "read"),
    [
        ("wher is my Parcl?", "wher is my parcel?"),
        ("the pacrel", "the parcel"),
        ("a parcels parxcel", "a parcel parcel"),
        ("a parcel, a pxrcxl", "a parcel, a pxrcxl"),
    ],
)
def test_a_mistyped_word_is_read_as_search_read_it(question: str, read: str) -> None:
    assert as_meant(question, ("parcel",)) == read


def test_a_word_that_is_merely_alike_was_not_mistyped() -> None:
    assert as_meant("waht is that, a hat?", ("what",)) == "what is that, a hat?"
    assert as_meant("does a coat csot more?", ("cost",)) == "does a coat cost more?"


@pytest.mark.parametrize(
    ("row", "kind"),
    [
        ("Depot: Halvik; Monday to Friday: 06:00; Sunday: closed", "row"),
        ("Price per month; Basic: 3.90 EUR; Plus: 7.90 EUR", "row"),
        ("Come early; we open at nine, and bring cash; thank you", "sentence"),
    ],
)
def test_a_row_may_begin_without_the_name_of_its_column(row: str, kind: str) -> None:
    assert [(piece.kind, piece.text) for piece in pieces(row)] == [(kind, row)]
