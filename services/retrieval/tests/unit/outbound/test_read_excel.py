"""Workbooks with what people hide in them and what programs leave out."""

from __future__ import annotations

import io
from datetime import time

from openpyxl import Workbook

from retrieval.domain.document import Digest
from retrieval.outbound.parsing.read import read


def price_list() -> Workbook:
    book = Workbook()
    for row in (
        ("Article", "Bought for", "Price"),
        ("Box", 2, 5),
        ("Sample", 1, 1),
        ("Bag", 1, 3),
        ("Cap", 1, 4),
    ):
        book.active.append(row)
    return book


def of(book: Workbook) -> Digest:
    file = io.BytesIO()
    book.save(file)
    return read(file.getvalue(), "prices.xlsx", "")


def test_hidden_rows_and_columns_are_for_nobody_and_said_to_be_left_out() -> None:
    book = price_list()
    book.active.row_dimensions[3].hidden = True
    book.active.column_dimensions["B"].hidden = True
    digest = of(book)
    assert [draft.text for draft in digest.drafts] == [
        "Article: Box; Price: 5\nArticle: Bag; Price: 3\nArticle: Cap; Price: 4"
    ]
    assert digest.notes == ("1 hidden row was not read.", "1 hidden column was not read.")


def test_folded_and_filtered_rows_are_read() -> None:
    folded = price_list()
    folded.active.row_dimensions.group(3, 3, hidden=True)
    filtered = price_list()
    filtered.active.auto_filter.ref = "A1:C5"
    filtered.active.auto_filter.add_filter_column(0, ["Box"])
    filtered.active.row_dimensions[3].hidden = True
    for digest in map(of, (folded, filtered)):
        assert "Article: Sample; Bought for: 1; Price: 1" in digest.drafts[0].text
        assert digest.notes == ()


def test_formulas_without_a_result_are_a_problem_that_says_what_to_do() -> None:
    book = price_list()
    book.active["C2"] = "=B2*2"
    digest = of(book)
    assert digest.drafts[0].text.startswith("Article: Box; Bought for: 2\n")
    assert digest.problems == (
        "The sheet Sheet has a formula without a result; please open the file in Excel, save it, "
        "and upload it again.",
    )


def test_times_and_numbers_with_leading_zeros_are_said_as_they_are_shown() -> None:
    book = Workbook()
    book.active.append(("Shop", "Postcode", "Opens"))
    book.active.append(("Dresden", 1067, time(9)))
    book.active["B2"].number_format = "00000"
    assert of(book).drafts[0].text == "Shop: Dresden; Postcode: 01067; Opens: 09:00"
