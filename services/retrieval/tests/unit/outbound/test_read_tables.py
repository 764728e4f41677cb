"""Tables with merged cells, as price lists have them."""

from __future__ import annotations

import io
from typing import Any

import pytest
from docx import Document
from openpyxl import Workbook
from pptx import Presentation
from pptx.util import Inches

from retrieval.outbound.parsing.read import read

ROWS = (
    ("Zone", "Price", ""),
    ("", "Letter", "Parcel"),
    ("EU", "1.10", "5.90"),
    ("", "1.60", "9.90"),
    ("World", "on request", ""),
)
MERGED = (((0, 0), (1, 0)), ((0, 1), (0, 2)), ((2, 0), (3, 0)), ((4, 1), (4, 2)))
SAID = [
    "Zone: EU; Price Letter: 1.10; Price Parcel: 5.90",
    "Zone: EU; Price Letter: 1.60; Price Parcel: 9.90",
    "Zone: World; Price Letter: on request; Price Parcel: on request",
]


def saved(document: Any) -> bytes:
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def filled(table: Any) -> None:
    for row, cells in enumerate(ROWS):
        for column, text in enumerate(cells):
            table.cell(row, column).text = text
    for first, last in MERGED:
        table.cell(*first).merge(table.cell(*last))


def word() -> bytes:
    document = Document()
    filled(document.add_table(len(ROWS), 3))
    return saved(document)


def slides() -> bytes:
    deck = Presentation()
    slide = deck.slides.add_slide(deck.slide_layouts[6])
    filled(slide.shapes.add_table(len(ROWS), 3, Inches(1), Inches(1), Inches(4), Inches(2)).table)
    return saved(deck)


def excel(caption: str = "") -> bytes:
    book, above = Workbook(), int(bool(caption))
    sheet = book.active
    if caption:
        sheet.append([caption])
        sheet.merge_cells("A1:C1")
    for row in ROWS:
        sheet.append([cell or None for cell in row])
    for (top, left), (bottom, right) in MERGED:
        sheet.merge_cells(None, top + 1 + above, left + 1, bottom + 1 + above, right + 1)
    return saved(book)


PAGE = b"""<h1>Prices</h1><table><tr><td rowspan=2>Zone<td colspan=2>Price<tr><td>Letter<td>Parcel
<tr><td rowspan=2>EU<td>1.10<td>5.90<tr><td>1.60<td>9.90<tr><td>World<td colspan=2>on request</table>"""


@pytest.mark.parametrize(
    ("body", "name"),
    [(word(), "a.docx"), (slides(), "a.pptx"), (excel(), "a.xlsx"), (PAGE, "a.html")],
)
def test_a_merged_cell_is_said_in_each_of_its_rows_and_columns(body: bytes, name: str) -> None:
    (draft,) = read(body, name, "").drafts
    assert draft.text.split("\n") == SAID


def test_a_caption_over_a_whole_table_names_no_column() -> None:
    (draft,) = read(excel("Prices of 2026"), "a.xlsx", "").drafts
    assert (draft.heading, draft.text.split("\n")) == ("Prices of 2026", SAID)
    page = PAGE.replace(b"<table>", b"<table><tr><td colspan=3>Of 2026")
    (draft,) = read(page, "a.html", "").drafts
    assert draft.text.split("\n") == ["Of 2026", *SAID]


def test_a_row_over_all_columns_names_the_rows_below_it_or_is_a_remark() -> None:
    rows = "<td>Size<td>Price|<td colspan=2>Shoes|<td>42<td>9 EUR|<td colspan=2>Hats|<td>M<td>5 EUR"
    page = f"<p>Sizes<table><tr>{rows}|<td colspan=2>VAT is in it.</table>".replace("|", "<tr>")
    (draft,) = read(page.encode(), "a.html", "").drafts
    assert draft.text.split("\n\n") == [
        "Sizes",
        "Shoes; Size: 42; Price: 9 EUR\nHats; Size: M; Price: 5 EUR\nVAT is in it.",
    ]


def test_a_cell_over_all_columns_that_are_left_names_no_group() -> None:
    rows = "<td>Zone<td>Letter<td>Box|<td rowspan=2>EU<td>1<td>2|<td colspan=2>on request|<td>US<td>3<td>4"
    (draft,) = read(f"<table><tr>{rows}</table>".replace("|", "<tr>").encode(), "a.html", "").drafts
    assert draft.text.split("\n") == [
        "Zone: EU; Letter: 1; Box: 2",
        "Zone: EU; Letter: on request; Box: on request",
        "Zone: US; Letter: 3; Box: 4",
    ]


CONTACT = (("Phone", "+49 30 1234"), ("Mail", "help@acme.example"), ("Hours", "Monday 9 to 5"))


def contact_sheet() -> bytes:
    book = Workbook()
    for row in CONTACT:
        book.active.append(row)
    return saved(book)


def contact_word() -> bytes:
    document = Document()
    table = document.add_table(len(CONTACT), 2)
    for row, cells in enumerate(CONTACT):
        for column, text in enumerate(cells):
            table.cell(row, column).text = text
    return saved(document)


@pytest.mark.parametrize(
    ("body", "name"),
    [
        (contact_word(), "a.docx"),
        (contact_sheet(), "a.xlsx"),
        ("\n".join(map(";".join, CONTACT)).encode(), "a.csv"),
        (("<table>" + "".join(f"<tr><td>{a}:<td>{b}" for a, b in CONTACT) + "</table>").encode(), "a.html"),
    ],
)
def test_names_with_their_values_are_said_one_by_one(body: bytes, name: str) -> None:
    (draft,) = read(body, name, "").drafts
    assert draft.text.split("\n") == ["Phone: +49 30 1234", "Mail: help@acme.example", "Hours: Monday 9 to 5"]


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ("<tr><td>Is it free?<td>No.<tr><td>Who pays?<td>You.", "Is it free? No.\nWho pays? You."),
        ("<tr><td>Zone<td>Up to 5 kg<tr><td>EU<td>9 EUR", "Zone: EU; Up to 5 kg: 9 EUR"),
    ],
)
def test_column_names_are_told_from_values(rows: str, said: str) -> None:
    (draft,) = read(f"<p>About<table>{rows}</table>".encode(), "a.html", "").drafts
    assert draft.text == f"About\n\n{said}"
