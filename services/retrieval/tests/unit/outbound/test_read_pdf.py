"""Printed pages as programs really make them."""

from __future__ import annotations

import io

import pytest
from reportlab.lib import colors
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Paragraph, SimpleDocTemplate, Table

from retrieval.outbound.parsing.read import read


def printed(*lines: str) -> bytes:
    file = io.BytesIO()
    canvas = Canvas(file)
    for at, line in enumerate(lines):
        canvas.drawString(72, 750 - 14 * at, line)
    canvas.save()
    return file.getvalue()


def test_words_hyphenated_at_the_end_of_a_line_are_whole_again() -> None:
    lines = ("Our con-", "ditions hold. Write an e-", "mail to the Nord-", "Ost office, fax 12-", "34 or on-")
    (draft,) = read(printed(*lines), "terms.pdf", "").drafts
    assert draft.text == "Our conditions hold. Write an e-mail to the Nord-Ost office, fax 12- 34 or on-"


BORDERS = ("GRID", (0, 0), (-1, -1), 0.5, colors.black)
ZONES = [
    ["Zone", "Price", ""],
    ["", "Letter", "Parcel"],
    ["EU", "1.10 EUR", "5.90 EUR"],
    ["", "1.60 EUR", "9.90 EUR"],
    ["World", "on request", ""],
]
MERGED = (((0, 0), (0, 1)), ((1, 0), (2, 0)), ((0, 2), (0, 3)), ((1, 4), (2, 4)))


def laid_out(*parts: object, footer: str = "") -> bytes:
    def page(canvas: Canvas, _: object) -> None:
        canvas.drawString(72, 20, footer.format(canvas.getPageNumber()))

    file = io.BytesIO()
    SimpleDocTemplate(file).build(list(parts), onFirstPage=page, onLaterPages=page)
    return file.getvalue()


@pytest.mark.parametrize("height", ["TOP", "MIDDLE"])
def test_cells_merged_by_ruling_lines_are_said_in_each_of_their_rows_and_columns(height: str) -> None:
    style = [BORDERS, ("VALIGN", (0, 0), (-1, -1), height), *(("SPAN", *area) for area in MERGED)]
    (draft,) = read(laid_out(Table(ZONES, colWidths=[90, 90, 90], style=style)), "prices.pdf", "").drafts
    assert draft.text.split("\n") == [
        "Zone: EU; Price Letter: 1.10 EUR; Price Parcel: 5.90 EUR",
        "Zone: EU; Price Letter: 1.60 EUR; Price Parcel: 9.90 EUR",
        "Zone: World; Price Letter: on request; Price Parcel: on request",
    ]


def test_cells_of_several_lines_are_whole_between_ruling_lines() -> None:
    words = Paragraph(
        "For small offices that need a number and a mailbox.", getSampleStyleSheet()["BodyText"]
    )
    rows = [["Plan", "For", "Price"], ["Basic", words, "9 EUR"], ["Team", "Groups", "29 EUR"]]
    style = [BORDERS, ("VALIGN", (0, 0), (-1, -1), "MIDDLE")]
    (draft,) = read(laid_out(Table(rows, colWidths=[90, 120, 90], style=style)), "plans.pdf", "").drafts
    assert draft.text.split("\n") == [
        "Plan: Basic; For: For small offices that need a number and a mailbox.; Price: 9 EUR",
        "Plan: Team; For: Groups; Price: 29 EUR",
    ]


@pytest.mark.parametrize("count", [50, 150])
@pytest.mark.parametrize("repeated", [0, 1])
@pytest.mark.parametrize("style", [[], [BORDERS]])
def test_a_table_over_several_pages_keeps_every_row_and_its_names(
    count: int, repeated: int, style: list[object]
) -> None:
    rows = [["Article", "Weight"], *([f"Box {at}", f"{at} kilo"] for at in range(count))]
    table = Table(rows, colWidths=[90, 90], repeatRows=repeated, style=style)
    drafts = read(laid_out(table, footer="Acme, 2026, page {} of 9"), "boxes.pdf", "").drafts
    said = [line for draft in drafts for line in draft.text.split("\n")]
    assert said == [f"Article: Box {at}; Weight: {at} kilo" for at in range(count)]


@pytest.mark.parametrize("turned", [90, 180, 270])
def test_a_page_that_is_shown_turned_is_read_as_it_is_shown(turned: int) -> None:
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=(600, 800))
    canvas.setPageRotation(turned)
    canvas.translate(*{90: (600, 0), 180: (600, 800), 270: (0, 800)}[turned])
    canvas.rotate(turned)
    canvas.drawString(72, 500, "What a parcel costs by its size, and how heavy it may be:")
    for row, cells in enumerate((("Size", "Weight"), ("S", "2 kilo"), ("M", "5 kilo"))):
        for column, cell in enumerate(cells):
            canvas.drawString(72 + 120 * column, 450 - 16 * row, cell)
    canvas.save()
    (draft,) = read(file.getvalue(), "sizes.pdf", "").drafts
    assert draft.text.endswith(":\n\nSize: S; Weight: 2 kilo\nSize: M; Weight: 5 kilo")


def test_a_table_without_ruling_lines_may_leave_the_first_column_without_a_name() -> None:
    rows = [["", "Home", "Plus"], ["Price per month", "6.90 EUR", "12.90 EUR"], ["Pickup", "paid", "free"]]
    (draft,) = read(laid_out(Table(rows, colWidths=[150, 120, 120], hAlign="LEFT")), "pass.pdf", "").drafts
    assert draft.text.split("\n") == [
        "Price per month; Home: 6.90 EUR; Plus: 12.90 EUR",
        "Pickup; Home: paid; Plus: free",
    ]
