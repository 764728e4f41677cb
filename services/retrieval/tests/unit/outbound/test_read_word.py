"""Word documents with what people leave in them."""

from __future__ import annotations

import io
from typing import Any

from docx import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from pytest import MonkeyPatch

from retrieval.outbound.parsing.read import read

NOTES = "application/vnd.openxmlformats-officedocument.wordprocessingml.endnotes+xml"


def said(document: Any) -> list[str]:
    file = io.BytesIO()
    document.save(file)
    return read(file.getvalue(), "terms.docx", "").drafts[0].text.split("\n\n")


def paragraph(inside: str) -> Any:
    return parse_xml(f"<w:p {nsdecls('w')}>{inside}</w:p>")


def test_hidden_and_struck_words_and_deleted_rows_are_not_said() -> None:
    document = Document()
    words = document.add_paragraph("A box costs ")
    words.add_run("9 EUR ").font.strike = True
    words.add_run("5 EUR.").font.strike = False
    words.add_run(" We pay 2 EUR.").font.hidden = True
    table = document.add_table(rows=3, cols=2)
    for row, cells in enumerate((("Item", "Price"), ("Old", "1 EUR"), ("New", "2 EUR"))):
        for column, text in enumerate(cells):
            table.cell(row, column).text = text
    table.rows[1]._tr.get_or_add_trPr().append(parse_xml(f"<w:del {nsdecls('w')} w:id='1'/>"))
    assert said(document) == ["A box costs 5 EUR.", "Item: New; Price: 2 EUR"]


def test_ticks_are_said_and_tables_in_cells_row_by_row() -> None:
    document = Document()
    table = document.add_table(rows=2, cols=2)
    table.cell(0, 0).text, table.cell(0, 1).text = "Chat", "Rates"
    tick = "<w:r><w:sym w:font='Wingdings' w:char='F0FC'/></w:r>"
    table.cell(1, 0)._tc.insert(1, paragraph(tick))
    inner = table.cell(1, 1).add_table(2, 2)
    for at, text in enumerate(("Day", "Rate", "Sunday", "5 EUR")):
        inner.cell(at // 2, at % 2).text = text
    assert said(document) == ["Chat: ✓; Rates: Day: Sunday; Rate: 5 EUR"]


def test_a_table_of_contents_is_left_out_and_endnotes_are_read() -> None:
    document = Document()
    document.styles.add_style("TOC 1", WD_STYLE_TYPE.PARAGRAPH)
    document.add_paragraph("1 Returns 4", style="TOC 1")
    mark = "<w:r><w:t>Free.</w:t><w:endnoteReference w:id='2'/></w:r>"
    document.element.body.append(paragraph(mark))
    note = "<w:endnote w:id='2'><w:p><w:r><w:t>In Europe.</w:t></w:r></w:p></w:endnote>"
    notes = f"<w:endnotes {nsdecls('w')}>{note}</w:endnotes>".encode()
    part = Part(PackURI("/word/endnotes.xml"), NOTES, notes, document.part.package)
    document.part.relate_to(part, RELATIONSHIP_TYPE.ENDNOTES)
    assert said(document) == ["Free.", "In Europe."]


def test_styles_are_read_once_and_without_the_library(monkeypatch: MonkeyPatch) -> None:
    """It takes half of the time that a small document takes."""
    document = Document()
    document.add_heading("Prices", 1)
    mine = document.styles.add_style("Mine", WD_STYLE_TYPE.PARAGRAPH)
    mine.base_style = document.styles["Heading 2"]
    document.add_paragraph("Boxes", style="Mine")
    document.add_paragraph("Five EUR.")
    file = io.BytesIO()
    document.save(file)
    monkeypatch.setattr("docx.styles.styles.StyleFactory", None)
    (draft,) = read(file.getvalue(), "prices.docx", "").drafts
    assert (draft.heading, draft.text) == ("Prices › Boxes", "Five EUR.")
