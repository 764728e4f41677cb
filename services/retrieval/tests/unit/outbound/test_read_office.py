"""Word, PowerPoint and Excel files made by the libraries that also write them for people."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest
from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from openpyxl import Workbook
from pptx import Presentation
from pptx.util import Inches

from retrieval.domain.document import Digest, Unreadable
from retrieval.outbound.parsing.read import read


def saved(file: Any) -> bytes:
    out = io.BytesIO()
    file.save(out)
    return out.getvalue()


def png() -> io.BytesIO:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    size = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    parts = chunk(b"IHDR", size) + chunk(b"IDAT", zlib.compress(b"\0\0")) + chunk(b"IEND", b"")
    return io.BytesIO(b"\x89PNG\r\n\x1a\n" + parts)


def rezipped(body: bytes, change: Callable[[dict[str, bytes]], None]) -> bytes:
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    change(parts)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return out.getvalue()


def said(digest: Digest) -> list[tuple[str, int | None, str]]:
    return [(one.heading, one.page, one.text) for one in digest.drafts]


def handbook() -> Any:
    document = Document()
    document.add_heading("Handbook", 0)
    document.add_heading("Returns", 1)
    document.add_paragraph("Send it back within 14 days.")
    document.add_paragraph("Print the label", style="List Bullet")
    document.add_paragraph("Bring it to a shop", style="List Bullet")
    document.add_heading("Costs", 2)
    table = document.add_table(rows=3, cols=2)
    for row, cells in enumerate((("Size", "Price"), ("S", "2 EUR"), ("", "3 EUR"))):
        for column, text in enumerate(cells):
            table.cell(row, column).text = text
    table.cell(1, 0).merge(table.cell(2, 0))
    return document


def test_word_by_heading_with_lists_and_tables() -> None:
    digest = read(saved(handbook()), "handbook.docx", "")
    assert digest.title == "Handbook"
    assert said(digest) == [
        ("Returns", None, "Send it back within 14 days.\n\n• Print the label\n• Bring it to a shop"),
        ("Returns › Costs", None, "Size: S; Price: 2 EUR\nSize: S; Price: 3 EUR"),
    ]


def test_word_headings_that_are_only_bold_and_pages_as_word_laid_them_out() -> None:
    document = Document()
    for heading, text in (("Pets", "Never."), ("Fragile things", "Wrap them well.")):
        document.add_paragraph().add_run(heading).bold = True
        document.add_paragraph(text)
        document.paragraphs[-2].runs[0]._r.insert(0, parse_xml(f"<w:lastRenderedPageBreak {nsdecls('w')}/>"))
    document.add_paragraph().add_run("Best before the end").bold = True
    digest = read(saved(document), "rules.docx", "")
    assert said(digest) == [
        ("Pets", 2, "Never."),
        ("Fragile things", 3, "Wrap them well."),
        ("", 3, "Best before the end"),
    ]
    assert (digest.title, digest.pages) == ("rules", 3)


def test_word_images_are_said_to_be_skipped_and_deleted_words_are_gone() -> None:
    document = handbook()
    document.add_picture(png())
    gone = "<w:del><w:r><w:t>Old</w:t></w:r></w:del><w:ins><w:r><w:t>New</w:t></w:r></w:ins>"
    document.element.body.append(parse_xml(f"<w:p {nsdecls('w')}>{gone}</w:p>"))
    digest = read(saved(document), "handbook.docx", "")
    assert digest.notes == ("1 image was not read.",)
    assert digest.drafts[-1].text.endswith("\n\nNew")


def deck() -> Any:
    presentation = Presentation()
    slide = presentation.slides.add_slide(presentation.slide_layouts[1])
    slide.shapes.title.text = "Prices"
    slide.placeholders[1].text = "Small parcels\nLarge parcels"
    slide.notes_slide.notes_text_frame.text = "Do not mention the margin."
    table = slide.shapes.add_table(2, 2, Inches(1), Inches(6), Inches(4), Inches(1)).table
    for at, text in enumerate(("Size", "Price", "S", "2 EUR")):
        table.cell(at // 2, at % 2).text = text
    slide.shapes.add_picture(png(), Inches(1), Inches(1))
    group = presentation.slides.add_slide(presentation.slide_layouts[6]).shapes.add_group_shape()
    group.shapes.add_textbox(Inches(1), Inches(1), Inches(1), Inches(1)).text_frame.text = "Grouped words"
    hidden = presentation.slides.add_slide(presentation.slide_layouts[1])
    hidden.shapes.title.text, hidden.placeholders[1].text = "Secret", "Not for customers"
    hidden._element.set("show", "0")
    return presentation


def test_powerpoint_by_slide() -> None:
    digest = read(saved(deck()), "prices.pptx", "")
    assert said(digest) == [
        ("Prices", 1, "Small parcels\nLarge parcels\n\nSize: S; Price: 2 EUR"),
        ("", 2, "Grouped words"),
    ]
    assert digest.notes == (
        "1 image was not read.",
        "1 hidden slide was not read.",
        "1 speaker's note was not read.",
    )


def test_what_is_grouped_on_a_slide_stays_together() -> None:
    presentation = Presentation()
    shapes = presentation.slides.add_slide(presentation.slide_layouts[6]).shapes
    for column, plan in enumerate((("Basic", "9 EUR"), ("Team", "29 EUR"))):
        group = shapes.add_group_shape().shapes
        for row, words in enumerate(plan):
            box = group.add_textbox(Inches(1 + 2 * column), Inches(2 + row), Inches(1), Inches(1))
            box.text_frame.text = words
    (draft,) = read(saved(presentation), "plans.pptx", "").drafts
    assert draft.text.split("\n\n") == ["Basic", "9 EUR", "Team", "29 EUR"]


def workbook(*rows: tuple[Any, ...], name: str = "Prices") -> Workbook:
    book = Workbook()
    book.active.title = name
    for row in rows:
        book.active.append(row)
    return book


def test_excel_questions_and_answers() -> None:
    book = workbook(("Question", "Answer", "Tags"), ("Pets?", "Never.", "dogs, cats"), ("Open?", None, None))
    digest = read(saved(book), "faq.xlsx", "")
    assert [(one.question, one.text, one.keywords) for one in digest.drafts] == [
        ("Pets?", "Never.", ("dogs", "cats"))
    ]
    assert digest.problems == ("Row 3 of the sheet Prices has no answer.",)


def test_excel_tables_below_their_lines_and_values_as_they_are_shown() -> None:
    book = workbook(
        ("Price list 2026",),
        (None, "Size", "Price", "VAT", "From"),
        (None, "S", 2.5, 0.19, datetime(2026, 1, 1)),
        (),
        (None, "M", 3, 0.07, date(2026, 2, 1)),
    )
    for row in (3, 5):
        book.active.cell(row, 3).number_format = "#,##0.00\\ [$€-407]"
        book.active.cell(row, 4).number_format = "0%"
    book.create_sheet("Secret").append(("no", "no"))
    book["Secret"].sheet_state = "hidden"
    digest = read(saved(book), "prices.xlsx", "")
    assert said(digest) == [
        ("Price list 2026", None, "Size: S; Price: 2.50 €; VAT: 19 %; From: 2026-01-01"),
        ("", None, "Size: M; Price: 3.00 €; VAT: 7 %; From: 2026-02-01"),
    ]
    assert digest.notes == ("1 hidden sheet was not read.",)


def test_excel_sheets_are_headings_when_there_are_several() -> None:
    book = workbook(("Size", "Price"), ("S", 2))
    other = book.create_sheet("Opening hours")
    other.append(("Day", "From"))
    other.append(("Monday", 9))
    assert [one.heading for one in read(saved(book), "all.xlsx", "").drafts] == ["Prices", "Opening hours"]


def cut_in_the_middle(parts: dict[str, bytes]) -> None:
    name = "xl/worksheets/sheet1.xml"
    parts[name] = parts[name][: parts[name].index(b'<row r="40"') + 20]


def test_excel_damaged_in_the_middle_is_read_up_to_there() -> None:
    book = workbook(("Size", "Price"), *((f"Size {number}", number) for number in range(60)))
    digest = read(rezipped(saved(book), cut_in_the_middle), "prices.xlsx", "")
    assert digest.drafts[-1].text.endswith("Size: Size 37; Price: 37")
    assert digest.problems == ("The sheet Prices was not read from row 40 on, because of damage.",)


def with_macros(parts: dict[str, bytes]) -> None:
    parts["word/vbaProject.bin"] = b"x"


@pytest.mark.parametrize(
    ("body", "name", "sentence"),
    [
        (b"\xd0\xcf\x11\xe0 old", "a.docx", "old Office document; please save it as .docx"),
        (b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"), "a.xlsx", "protected by a password"),
        (b"\xd0\xcf\x11\xe0 old", "a.doc", "save it as .docx"),
        (b"PK\x03\x04", "a.docx", "damaged or incomplete"),
        (b"%PDF-1.7", "a.pptx", "this is a PDF"),
        (b"words", "a.xlsx", "something else"),
        (saved(handbook()), "a.xlsx", "this is a Word document"),
        (saved(workbook()), "a.xlsx", "No question with an answer"),
        (saved(handbook())[:-2000], "a.docx", "damaged or incomplete"),
        (rezipped(saved(handbook()), with_macros), "a.docx", "contains macros"),
        (b"x", "a.xlsm", "without macros"),
        (b"x", "a.zip", "unpack it"),
    ],
)
def test_what_cannot_be_read_says_what_to_do(body: bytes, name: str, sentence: str) -> None:
    with pytest.raises(Unreadable) as refused:
        read(body, name, "")
    assert sentence in str(refused.value)
    assert str(refused.value)[-1] == "."
