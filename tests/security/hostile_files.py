"""Files made to hurt whoever reads them, each built by a few lines when it is asked for."""

from __future__ import annotations

import io
import json
import zipfile
import zlib
from collections.abc import Callable
from typing import Any

from docx import Document
from openpyxl import Workbook
from pptx import Presentation
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

MOST_BYTES = 200 << 20
Parts = dict[str, bytes]
ENTITIES = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
LAUGHS = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY l0 "ha">{ENTITIES}]>'.encode()
OUTSIDE = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]>'
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
S = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'


def saved(file: Any) -> bytes:
    out = io.BytesIO()
    file.save(out)
    return out.getvalue()


def zipped(parts: Parts) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return out.getvalue()


def changed(body: bytes, change: Callable[[Parts], None]) -> bytes:
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    change(parts)
    return zipped(parts)


def word(inner: str | bytes, prolog: bytes = b"") -> bytes:
    inside = inner.encode() if isinstance(inner, str) else inner
    document = prolog + f"<w:document {W}><w:body>".encode() + inside + b"</w:body></w:document>"
    return changed(saved(Document()), lambda parts: parts.update({"word/document.xml": document}))


def excel(inner: str, prolog: bytes = b"", **others: bytes) -> bytes:
    sheet = prolog + f"<worksheet {S}><sheetData>{inner}</sheetData></worksheet>".encode()
    names = {name.replace("__", "/") + ".xml": data for name, data in others.items()}
    return changed(
        saved(Workbook()), lambda parts: parts.update({"xl/worksheets/sheet1.xml": sheet, **names})
    )


def slides(change: Callable[[Parts], None]) -> bytes:
    presentation = Presentation()
    slide = presentation.slides.add_slide(presentation.slide_layouts[1])
    slide.shapes.title.text, slide.placeholders[1].text = "Title", "Words"
    return changed(saved(presentation), change)


def same_slide_again(parts: Parts) -> None:
    listed = parts["ppt/presentation.xml"]
    start = listed.index(b"<p:sldId ")
    one = listed[start : listed.index(b"/>", start) + 2]
    parts["ppt/presentation.xml"] = listed.replace(one, one * 50_000)


def slide_in_itself(parts: Parts) -> None:
    relations = parts["ppt/slides/_rels/slide1.xml.rels"]
    loop = (
        b'<Relationship Id="rId99" Target="slide1.xml" Type="http://schemas.openxmlformats.org/'
        b'officeDocument/2006/relationships/slide"/></Relationships>'
    )
    parts["ppt/slides/_rels/slide1.xml.rels"] = relations.replace(b"</Relationships>", loop)


def groups_in_groups(parts: Parts) -> None:
    slide = parts["ppt/slides/slide1.xml"]
    deep = b"<p:grpSp><p:nvGrpSpPr/><p:grpSpPr/>" * 5_000 + b"</p:grpSp>" * 5_000
    parts["ppt/slides/slide1.xml"] = slide.replace(b"</p:spTree>", deep + b"</p:spTree>")


def nested_zips(depth: int) -> bytes:
    body = b"0" * 1_000_000
    for _ in range(depth):
        body = zipped({f"word/{number}.zip": body for number in range(4)})
    return body


def lying_sizes() -> bytes:
    body = bytearray(zipped({"word/document.xml": b"<a>" + b" " * 10_000_000 + b"</a>"}))
    at = body.index(b"PK\x01\x02")
    body[at + 24 : at + 28] = (1_000).to_bytes(4, "little")
    return bytes(body)


def pdf(content: bytes, *more: bytes, resources: bytes = b"/Font<</F1 5 0 R>>") -> bytes:
    """One page that draws `content`; `more` are the objects from number 6."""
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R/Resources<<" + resources + b">>>>",
        drawn(content),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        *more,
    ]
    out, places = bytearray(b"%PDF-1.7\n"), []
    for number, body in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n%b" % (len(objects) + 1, table)
    out += b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, start)
    return bytes(out)


def drawn(content: bytes, kind: bytes = b"") -> bytes:
    packed = zlib.compress(content, 9)
    return b"<<%b/Length %d/Filter/FlateDecode>>stream\n%b\nendstream" % (kind, len(packed), packed)


def letters() -> bytes:
    """Few bytes that draw two million letters on one page."""
    return pdf(b"BT /F1 1 Tf " + b"(" + b"a b " * 500_000 + b") Tj ET")


def burner() -> bytes:
    """2 kB: forms that draw forms, a hundred million words on one page."""
    form = b"/Type/XObject/Subtype/Form/BBox[0 0 612 792]/Resources<<%b>>"
    deeper = [drawn(b"/X Do " * 10, form % (b"/XObject<</X %d 0 R>>" % number)) for number in range(7, 14)]
    last = drawn(b"BT /F1 9 Tf (words) Tj ET", form % b"/Font<</F1 5 0 R>>")
    return pdf(b"/X Do " * 10, *deeper, last, resources=b"/XObject<</X 6 0 R>>")


def locked_pdf() -> bytes:
    file = io.BytesIO()
    canvas = Canvas(file, encrypt=StandardEncryption("secret", canPrint=0))
    canvas.drawString(100, 100, "words")
    canvas.save()
    return file.getvalue()


def pages_in_a_circle() -> bytes:
    return pdf(b"BT /F1 9 Tf (words) Tj ET").replace(b"/Kids[3 0 R]/Count 1", b"/Kids[2 0 R]/Count 9")


def huge_page() -> bytes:
    return pdf(b"BT /F1 9 Tf 10 10 Td (A page as wide as a country.) Tj ET").replace(
        b"[0 0 612 792]", b"[0 0 9e9 9e9]"
    )


def rows(count: int) -> str:
    return "".join(f"<row r='{n}'><c r='A{n}'><f>SUM(A1:A{n})</f><v>1</v></c></row>" for n in range(1, count))


FILES: dict[str, Callable[[], bytes]] = {
    "zip_bomb.docx": lambda: zipped({"word/document.xml": bytes(MOST_BYTES + 1)}),
    "many_parts.docx": lambda: zipped({f"word/{number}.xml": b"<a/>" for number in range(6_000)}),
    "nested_zips.docx": lambda: nested_zips(4),
    "lying_sizes.docx": lying_sizes,
    "laughs.docx": lambda: word("<w:p><w:r><w:t>&l9;</w:t></w:r></w:p>", LAUGHS),
    "outside.docx": lambda: word("<w:p><w:r><w:t>&f;</w:t></w:r></w:p>", OUTSIDE),
    "laughs_in_utf16.docx": lambda: changed(
        saved(Document()),
        lambda parts: parts.update({"word/styles.xml": (LAUGHS.decode() + "<x>&l9;</x>").encode("utf-16")}),
    ),
    "tables_in_tables.docx": lambda: word(
        f"{'<w:tbl><w:tr><w:tc>' * 20_000}{'</w:tc></w:tr></w:tbl>' * 20_000}"
    ),
    "spans.docx": lambda: word(
        "<w:tbl>"
        + '<w:tr><w:tc><w:tcPr><w:gridSpan w:val="999999999"/></w:tcPr>'
        + "<w:p/></w:tc></w:tr>" * 5_000
        + "</w:tbl>"
    ),
    "many_paragraphs.docx": lambda: word("<w:p><w:r><w:t>Words.</w:t></w:r></w:p>" * 600_000),
    "one_endless_word.docx": lambda: word(f"<w:p><w:r><w:t>{'x' * 3_000_000}</w:t></w:r></w:p>"),
    "cut_in_half.docx": lambda: word("<w:p/>" * 1_000)[:9_000],
    "macros.docx": lambda: changed(
        saved(Document()), lambda parts: parts.update({"word/vbaProject.bin": b"x"})
    ),
    "locked.docx": lambda: b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le") * 9,
    "laughs.xlsx": lambda: excel("<row><c t='inlineStr'><is><t>&l9;</t></is></c></row>", LAUGHS),
    "outside.xlsx": lambda: excel("<row><c t='inlineStr'><is><t>&f;</t></is></c></row>", OUTSIDE),
    "many_formulas.xlsx": lambda: excel(rows(200_000)),
    "the_last_cell.xlsx": lambda: excel(
        "<row r='1'><c r='A1'><v>1</v></c></row><row r='1048576'><c r='XFD1048576'><v>1</v></c></row>"
    ),
    "shared_strings.xlsx": lambda: excel(
        "<row r='1'><c r='A1' t='s'><v>0</v></c></row>",
        xl__sharedStrings=f"<sst {S}>{'<si><t>x</t></si>' * 1_000_000}</sst>".encode(),
    ),
    "wide.xlsx": lambda: excel("<row r='1'>" + "<c><v>1</v></c>" * 100_000 + "</row>"),
    "same_slide.pptx": lambda: slides(same_slide_again),
    "slide_in_itself.pptx": lambda: slides(slide_in_itself),
    "groups_in_groups.pptx": lambda: slides(groups_in_groups),
    "burner.pdf": burner,
    "letters.pdf": letters,
    "locked.pdf": locked_pdf,
    "cut_in_half.pdf": lambda: letters()[:900],
    "circle.pdf": pages_in_a_circle,
    "huge_page.pdf": huge_page,
    "words_named.pdf": lambda: b"just words",
    "deep.json": lambda: b"[" * 100_000 + b"]" * 100_000,
    "deep_objects.json": lambda: b'{"a":' * 100_000 + b"1" + b"}" * 100_000,
    "long_number.json": lambda: b'[{"q": "?", "a": ' + b"9" * 1_000_000 + b"}]",
    "many_lists.json": lambda: b"[" + b"[]," * 6_000_000 + b"[]]",
    "cut.json": lambda: json.dumps([{"question": "a?", "answer": "b"}] * 9_000).encode()[:-9],
    "a_million_columns.csv": lambda: b",".join([b"a"] * 1_000_000) + b"\n" + b",".join([b"1"] * 1_000_000),
    "endless_line.csv": lambda: b'question,answer\na?,"' + b"x" * 15_000_000,
    "endless_line.txt": lambda: b"word " * 1_500_000,
    "one_word.txt": lambda: b"x" * 4_000_000,
    "zeros.txt": lambda: b"\x00" * 1_000_000,
    "deep.html": lambda: b"<div>" * 3_000_000,
    "deep_unknown.html": lambda: b"<x>" * 100_000 + b"words",
    "attributes.html": lambda: b"<p " + b" ".join(b"a%d=1" % n for n in range(200_000)) + b">words",
    "deep_quotes.md": lambda: b">" * 100_000 + b" words",
    "brackets.md": lambda: b"[" * 100_000,
    "stars.md": lambda: b"*a_ " * 100_000,
    "wide_table.md": lambda: b"|a" * 5_000 + b"|\n" + b"|-" * 5_000 + b"|\n" + (b"|b" * 5_000 + b"|\n") * 100,
    "no_mark_utf16.csv": lambda: "question;answer\nGeöffnet?;Ja.\n".encode("utf-16-le"),
    "picture_named.html": lambda: b"\x89PNG\r\n\x1a\n" + b"\x00" * 1_000,
    "program_named.docx": lambda: b"MZ" + b"\x00" * 1_000,
}
