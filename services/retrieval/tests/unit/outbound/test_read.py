"""Files as people really upload them."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pytest
from PIL import Image
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import PageBreak, Paragraph, SimpleDocTemplate, Table

from retrieval.domain.document import Digest, Unreadable
from retrieval.outbound.parsing.read import read

STYLES = getSampleStyleSheet()


def of(body: str | bytes, name: str, media_type: str = "") -> Digest:
    return read(body.encode() if isinstance(body, str) else body, name, media_type)


def pdf(*parts: object, header: str = "", **options: object) -> bytes:
    def page(canvas: Canvas, _: object) -> None:
        canvas.drawString(72, 810, header)
        canvas.drawString(280, 20, f"Page {canvas.getPageNumber()}")

    file = io.BytesIO()
    SimpleDocTemplate(file, **options).build(list(parts), onFirstPage=page, onLaterPages=page)
    return file.getvalue()


def heading(text: str, level: int = 1) -> Paragraph:
    return Paragraph(text, STYLES[f"Heading{level}"])


def text(words: str) -> Paragraph:
    return Paragraph(words, STYLES["BodyText"])


def test_markdown_by_heading_path() -> None:
    digest = of(
        "---\nlayout: x\n---\n# Manual\n\n## Prices\n\n### Small\n\nSee [the **list**](http://x).\n\n"
        "| Size | Price |\n|---|---|\n| S | 4 EUR |\n\n- one\n- two\n\n## Empty\n\n"
        "## Pets\n\nNever.\n<b>Really</b>\n",
        "manual.md",
    )
    assert digest.title == "Manual"
    assert [(draft.heading, draft.text) for draft in digest.drafts] == [
        ("Prices › Small", "See the list.\n\nSize: S; Price: 4 EUR\n\n• one\n• two"),
        ("Pets", "Never. Really"),
    ]


def test_text_with_headings_and_questions() -> None:
    digest = of(
        "OPENING HOURS\n\nWe open at 8.\n\nReturns\n-------\nWithin 14 days.\n\nQ: Pets?\nA: Never.\n",
        "notes.txt",
    )
    assert {(draft.heading, draft.question, draft.text) for draft in digest.drafts} == {
        ("OPENING HOURS", None, "We open at 8."),
        ("OPENING HOURS › Returns", None, "Within 14 days."),
        ("", "Pets?", "Never."),
    }


def test_pdf_keeps_headings_tables_and_pages() -> None:
    body = pdf(
        heading("Contents"),
        *(text(f"{number} Chapter {'.' * 40} {number}") for number in range(1, 8)),
        PageBreak(),
        heading("1 Prices"),
        heading("1.1 Small parcels", 2),
        text("A small parcel is cheap. " * 3),
        Table([["Size", "Price"], ["S", "4.90 EUR"], ["M", "5.90 EUR"]], colWidths=[200, 100]),
        PageBreak(),
        heading("2 Pets"),
        text("We never carry animals, whatever they are called and however small they are."),
        header="Company handbook",
    )
    drafts = of(body, "handbook.pdf").drafts
    assert [(draft.heading, draft.page) for draft in drafts] == [
        ("1 Prices › 1.1 Small parcels", 2),
        ("2 Pets", 3),
    ]
    assert "Size: M; Price: 5.90 EUR" in drafts[0].text
    assert drafts[0].embedded.startswith("Prices › Small parcels\n")
    everything = " ".join(draft.words for draft in drafts)
    assert "handbook" not in everything
    assert "Page" not in everything
    assert "...." not in everything


def test_a_pdf_table_without_names_loses_nothing() -> None:
    rows = [["Standard", "4.90 EUR", "two days"], ["Freight", "", "five days"], ["Bulky", "9 EUR", "a week"]]
    (draft,) = of(pdf(Table(rows, colWidths=[180, 90, 120])), "prices.pdf").drafts
    assert draft.text == "Standard; 4.90 EUR; two days\nFreight; five days\nBulky; 9 EUR; a week"


@pytest.mark.parametrize(
    ("body", "name", "sentence"),
    [
        (b"", "a.txt", "empty"),
        (b"  \n ", "a.csv", "empty"),
        (b"\x00\x01\x02" * 500, "a.txt", "binary"),
        (bytes(range(256)) * 20, "a.md", "binary"),
        (b"\x89PNG\r\n\x1a\n", "a.pdf", "this is a PNG image"),
        (b"%PDF-1.7 ...", "a.json", "this is a PDF"),
        (b"PK\x03\x04rest", "a.csv", "ZIP archive or an Office document"),
        (b"hello", "a.pdf", "not a PDF"),
        (b"%PDF-1.7\nhalf of it", "a.pdf", "ends in the middle"),
        (b"%PDF-1.7\nnothing real\n%%EOF", "a.pdf", "damaged"),
        (b"{", "a.json", "ends in the middle"),
        (b'{"a": "b', "a.json", "ends in the middle"),
        (b"{'a': 1}", "a.json", "line 1, column 2"),
        (b"[" * 100_000, "a.json", "nested too deeply"),
        (b"[]", "a.json", "No question with an answer"),
        (b'"just text"', "a.json", "No question with an answer"),
        (b"question,answer\n", "a.csv", "No question with an answer"),
        (b"a\nb\n", "a.csv", "no columns called question and answer"),
        (b'question,answer\na,"' + b"x" * 200_000, "a.csv", "cannot be read"),
        (b"# Only a heading\n", "a.md", "no text"),
        (b"x", "a.exe", ".exe cannot be read"),
        (b"x", "a", "unknown cannot be read"),
    ],
)
def test_what_cannot_be_read_says_why(body: bytes, name: str, sentence: str) -> None:
    with pytest.raises(Unreadable) as refused:
        of(body, name)
    assert sentence in str(refused.value)
    assert str(refused.value)[-1] == "."


def test_a_protected_pdf_says_so() -> None:
    body = pdf(text("secret"), encrypt=StandardEncryption("password", canPrint=0))
    with pytest.raises(Unreadable, match="protected by a password"):
        of(body, "secret.pdf")


def test_a_scanned_pdf_says_so() -> None:
    file = io.BytesIO()
    canvas = Canvas(file)
    canvas.rect(10, 10, 100, 100)
    canvas.save()
    with pytest.raises(Unreadable, match="text recognition"):
        of(file.getvalue(), "scan.pdf")


def test_a_damaged_page_and_pictures_are_named_and_the_rest_is_read() -> None:
    file = io.BytesIO()
    canvas = Canvas(file, pageCompression=0)
    for words in ("The first page.", "Mangled.", "", "The last page."):
        canvas.drawString(100, 700, words)
        if not words:
            canvas.drawInlineImage(Image.new("L", (40, 40)), 10, 10)
        canvas.showPage()
    canvas.save()
    second = [at.start() for at in re.finditer(rb"/Type /Page\b", file.getvalue())][1]
    body = file.getvalue()[:second] + b"/Type /Gone" + file.getvalue()[second + 11 :]
    digest = of(body, "plan.pdf")
    assert [(draft.text, draft.page) for draft in digest.drafts] == [
        ("The first page.", 1),
        ("The last page.", 4),
    ]
    assert digest.problems == ("Page 2 is damaged and was not read.",)
    assert digest.notes == ("1 image was not read.", "Nothing but images is on page 3.")


def test_the_media_type_helps_where_the_name_does_not() -> None:
    assert of("Some words.", "notes", "text/plain; charset=utf-8").title == "notes"


def test_the_demo_handbook_is_read_the_same_from_pdf_and_markdown() -> None:
    content = Path(__file__).parents[5] / "libs/cli/src/answerbus/demo/content"
    printed = of((content / "parcelwing-handbook.pdf").read_bytes(), "handbook.pdf")
    written = of((content / "handbook.md").read_bytes(), "handbook.md")
    printed_words = [set(draft.words.replace("•", "").split()) for draft in printed.drafts]
    same = sum(set(draft.words.replace("•", "").split()) in printed_words for draft in written.drafts)
    assert same >= 0.95 * len(written.drafts)


def test_markdown_with_html_and_struck_words() -> None:
    digest = of(
        "+++\ntitle = 'x'\n+++\n# Plans\n\nOnly ~~9 EUR~~ 5 EUR.\n\n"
        "| Size | Price |\n|--|--|\n| M<br>L | 2 EUR |\n\n"
        "<table><tr><th>Plan</th><th>Fee</th></tr><tr><td>Basic</td><td>9 EUR</td></tr></table>\n",
        "plans.md",
    )
    assert [draft.text.split("\n\n") for draft in digest.drafts] == [
        ["Only 5 EUR.", "Size: M L; Price: 2 EUR", "Plan: Basic; Fee: 9 EUR"]
    ]


def test_markdown_files_share_their_grammar_and_nothing_else(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("markdown_it.main.MarkdownIt.__init__", None)
    of("See [list].\n\n[list]: http://x\n", "a.md")
    (draft,) = of("See [list].\n", "b.md").drafts
    assert draft.text == "See [list]."
