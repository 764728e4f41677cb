"""PDF: the printed lines of every page with their size and place."""

from __future__ import annotations

from collections.abc import Iterator
from ctypes import c_double
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from retrieval.domain.document import Parsed, Unreadable
from retrieval.domain.pdf_layout import sections_of, squeeze
from retrieval.domain.pdf_lines import Line

MOST_PAGES = 3_000
CELL_GAP = 1.2
"""A gap wider than this many times the letters' size separates two cells of a table."""
BOLD = 600


def parse_pdf(body: bytes) -> Parsed:
    """Raises Unreadable for what is encrypted, damaged, too long or without text."""
    document = _open(body)
    if len(document) > MOST_PAGES:
        raise Unreadable(
            f"This PDF has {len(document):,} pages and the limit is {MOST_PAGES:,}; please split it."
        )
    pages = [_lines(document, number) for number in range(len(document))]
    if not any(pages):
        raise Unreadable(
            "This PDF contains no text, only pictures of it; "
            "please run text recognition (OCR) and upload it again."
        )
    outline = frozenset(squeeze(entry.get_title()) for entry in document.get_toc())
    title = str(document.get_metadata_dict().get("Title") or "").strip()
    return Parsed(tuple(sections_of(pages, outline)), title=_usable(title), pages=len(document))


def _open(body: bytes) -> Any:
    try:
        return pdfium.PdfDocument(body)
    except pdfium.PdfiumError as error:
        if "password" in str(error).lower():
            raise Unreadable("This PDF is protected by a password; please upload it without one.") from error
        raise Unreadable(
            "This PDF is damaged or incomplete; please export it again and upload it."
        ) from error


def _usable(title: str) -> str:
    """Titles that programs make up say nothing."""
    generic = title.casefold() in ("untitled", "anonymous", "(anonymous)") or title.endswith(
        (".doc", ".docx")
    )
    return "" if generic else title[:200]


def _lines(document: Any, number: int) -> list[Line]:
    try:
        page = document[number]
    except pdfium.PdfiumError:
        return []
    text_page = page.get_textpage()
    try:
        rows = [
            line
            for chars in _rows(text_page)
            if (line := _line(text_page, chars, number + 1, page.get_height()))
        ]
        return _merge(rows)
    finally:
        text_page.close()
        page.close()


def _rows(text_page: Any) -> Iterator[list[tuple[int, str]]]:
    """The characters of each line with their index in the page."""
    row: list[tuple[int, str]] = []
    for index in range(text_page.count_chars()):
        char = chr(raw.FPDFText_GetUnicode(text_page, index))
        if char in "\r\n":
            if row:
                yield row
            row = []
        elif char != "\x00":
            row.append((index, char))
    if row:
        yield row


def _line(text_page: Any, chars: list[tuple[int, str]], page: int, height: float) -> Line | None:
    solid = [at for at, (_, char) in enumerate(chars) if not char.isspace()]
    if not solid:
        return None
    chars = chars[solid[0] : solid[-1] + 1]
    first = chars[0][0]
    size = _size(text_page, first)
    cells, lefts = _cells(text_page, chars, size)
    _, bottom, right, _ = _box(text_page, chars[-1][0])
    return Line(
        cells=cells,
        page=page,
        left=lefts[0],
        right=right,
        top=height - _origin(text_page, first, bottom),
        size=size,
        bold=raw.FPDFText_GetFontWeight(text_page, first) >= BOLD,
        cell_lefts=lefts,
    )


def _cells(
    text_page: Any, chars: list[tuple[int, str]], size: float
) -> tuple[tuple[str, ...], tuple[float, ...]]:
    cells, lefts = [""], [_box(text_page, chars[0][0])[0]]
    for at, (_, char) in enumerate(chars):
        if char.isspace() and cells[-1] and at + 1 < len(chars) and not chars[at + 1][1].isspace():
            left = _box(text_page, chars[at + 1][0])[0]
            before = next(i for i, c in reversed(chars[:at]) if not c.isspace())
            if left - _box(text_page, before)[2] > CELL_GAP * size:
                cells.append("")
                lefts.append(left)
                continue
        cells[-1] += " " if char.isspace() else char
    return tuple(" ".join(cell.split()) for cell in cells), tuple(lefts)


def _merge(lines: list[Line]) -> list[Line]:
    """Cells that were written one after the other on the same height are one row."""
    merged: list[Line] = []
    for line in lines:
        before = merged[-1] if merged else None
        if before and abs(before.top - line.top) < 0.3 * line.size and line.left > before.right:
            near = line.left - before.right <= CELL_GAP * line.size
            cells = (
                (*before.cells[:-1], f"{before.cells[-1]} {line.text}")
                if near
                else (*before.cells, *line.cells)
            )
            lefts = before.cell_lefts if near else (*before.cell_lefts, *line.cell_lefts)
            merged[-1] = Line(
                cells, line.page, before.left, line.right, before.top, before.size, before.bold, lefts
            )
        else:
            merged.append(line)
    return merged


def _size(text_page: Any, index: int) -> float:
    return float(raw.FPDFText_GetFontSize(text_page, index)) or 1.0


def _box(text_page: Any, index: int) -> tuple[float, float, float, float]:
    """Left, bottom, right, top in points."""
    left, right, bottom, top = c_double(), c_double(), c_double(), c_double()
    raw.FPDFText_GetCharBox(text_page, index, left, right, bottom, top)
    return left.value, bottom.value, right.value, top.value


def _origin(text_page: Any, index: int, otherwise: float) -> float:
    x, y = c_double(), c_double()
    return y.value if raw.FPDFText_GetCharOrigin(text_page, index, x, y) else otherwise
