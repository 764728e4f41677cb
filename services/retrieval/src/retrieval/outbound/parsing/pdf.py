"""Reads the lines printed on the pages of a PDF, with size and place."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from ctypes import c_double
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from retrieval.domain.document import Parsed, Unreadable, unread
from retrieval.domain.faq import MOST_NAMED, named
from retrieval.domain.pdf_grid import Grid
from retrieval.domain.pdf_layout import sections_of, squeeze
from retrieval.domain.pdf_lines import HYPHEN, Line, marked
from retrieval.outbound.parsing.pdf_rules import View, ruled

MOST_PAGES = 3_000
CELL_GAP = 1.2
"""A gap wider than this many times the font size separates table cells."""
BOLD = 600
_ROW = re.compile(rf"[^\r\n{HYPHEN}]+{HYPHEN}?")
_WORD = re.compile(r"[^\s\0]+(?:\0+[^\s\0]+)*")
Word = tuple[str, int, int]
_EDGES = (c_double(), c_double(), c_double(), c_double())


def parse_pdf(body: bytes, first: int | None = None) -> Parsed:
    """Raises Unreadable for a file that is encrypted, damaged, too long or without text.

    With `first`, only so many pages, and only of a file with more than twice as many.
    """
    document = _open(body)
    if first and len(document) <= 2 * first:
        raise Unreadable("This PDF is soon read whole.")
    if len(document) > MOST_PAGES:
        raise Unreadable(
            f"This PDF has {len(document):,} pages and the limit is {MOST_PAGES:,}; please split it."
        )
    pages = [_page(document, number) for number in range(first or len(document))]
    if not any(page.lines for page in pages):
        raise Unreadable(
            "This PDF contains no text, only pictures of it; "
            "please run text recognition (OCR) and upload it again."
        )
    outline = frozenset(squeeze(entry.get_title()) for entry in document.get_toc())
    title = str(document.get_metadata_dict().get("Title") or "").strip()
    broken = [f"Page {at} is damaged and was not read." for at, page in enumerate(pages, 1) if page.damaged]
    return Parsed(
        tuple(sections_of([page.lines for page in pages], outline)),
        title=_usable(title),
        pages=len(document),
        problems=named(broken),
        notes=_notes(pages),
    )


@dataclass(frozen=True, slots=True)
class _Page:
    lines: list[Line]
    images: int = 0
    damaged: bool = False


def _notes(pages: list[_Page]) -> tuple[str, ...]:
    """How many images there are, and which pages hold nothing else."""
    silent = [str(at) for at, page in enumerate(pages, 1) if page.images and not page.lines]
    more = f" and {len(silent) - MOST_NAMED:,} more" if len(silent) > MOST_NAMED else ""
    pictured = f"Nothing but images is on page {', '.join(silent[:MOST_NAMED])}{more}." if silent else ""
    images = unread(sum(page.images for page in pages), "image")
    return (*images, pictured) if pictured else images


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
    """Titles, but for those that programs make up."""
    generic = title.casefold() in ("untitled", "anonymous", "(anonymous)") or title.endswith(
        (".doc", ".docx")
    )
    return "" if generic else title[:200]


def _page(document: Any, number: int) -> _Page:
    try:
        page = document[number]
        text_page = page.get_textpage()
    except pdfium.PdfiumError:
        return _Page([], damaged=True)
    try:
        objects = [raw.FPDFPage_GetObject(page.raw, at) for at in range(raw.FPDFPage_CountObjects(page.raw))]
        images = sum(raw.FPDFPageObj_GetType(one) == raw.FPDF_PAGEOBJ_IMAGE for one in objects)
        sheet = _Sheet(text_page.raw, View(page.get_rotation(), *page.get_size()), number + 1)
        return _Page(_merge(_lines(sheet, list(_rows(_text(text_page))), ruled(objects, sheet.view))), images)
    finally:
        text_page.close()
        page.close()


@dataclass(frozen=True, slots=True)
class _Sheet:
    """A page while it is read."""

    text: Any
    view: View
    number: int

    def box(self, index: int) -> tuple[float, float, float, float]:
        """Left, top, right, bottom of a character."""
        raw.FPDFText_GetCharBox(self.text, index, *_EDGES)
        left, right, bottom, top = _EDGES
        return self.view.box(left.value, top.value, right.value, bottom.value)

    def base(self, index: int) -> float:
        """The height of the line that a character stands on."""
        x, y = c_double(), c_double()
        if raw.FPDFText_GetCharOrigin(self.text, index, x, y):
            return self.view.at(x.value, y.value)[1]
        return self.box(index)[3]

    def size(self, index: int) -> float:
        return float(raw.FPDFText_GetFontSize(self.text, index)) or 1.0


def _lines(sheet: _Sheet, rows: Sequence[list[Word]], grids: Sequence[Grid]) -> list[Line]:
    """The printed lines; a ruled table is one, where its first word stands."""
    if not grids:
        return [_line(sheet, row) for row in rows]
    owners = {word: grid for row in rows for word in row if (grid := _owner(sheet, word, grids))}
    tables = {grid for grid in grids if grid.is_table}
    lines: list[Line] = []
    told: set[Grid] = set()
    for row in rows:
        outside: list[Word] = []
        for word in row:
            grid = owners.get(word)
            if grid not in tables:
                outside.append(word)
            elif grid not in told:
                told.add(grid)
                lines.append(_table(sheet, grid, word))
        if outside:
            lines.append(_line(sheet, outside))
    return lines


def _owner(sheet: _Sheet, word: Word, grids: Sequence[Grid]) -> Grid | None:
    """The table that a word stands in, which takes it in."""
    text, first, last = word
    left, top, _, below = sheet.box(first)
    right = sheet.box(last)[2]
    return next((grid for grid in grids if grid.add(text, (left + right) / 2, (top + below) / 2)), None)


def _table(sheet: _Sheet, grid: Grid, word: Word) -> Line:
    rows = grid.rows
    return Line(
        cells=(" ".join(cell.text for row in rows for cell in row if cell.text),),
        page=sheet.number,
        left=grid.lefts[0],
        right=grid.lefts[-1],
        top=grid.tops[0],
        size=sheet.size(word[1]),
        cell_lefts=tuple(grid.lefts),
        grid=rows,
    )


def _rows(text: str) -> Iterator[list[Word]]:
    """The words of each line with the index in the page of their first and last character."""
    for row in _ROW.finditer(text):
        words = _WORD.finditer(text, *row.span())
        if found := [(one[0].replace("\0", ""), one.start(), one.end() - 1) for one in words]:
            yield [*found[:-1], _placed(*found[-1])]


def _placed(word: str, first: int, last: int) -> Word:
    """With its last character that has a place: the mark of a word that goes on has none."""
    return word, first, max(first, last - word.endswith(HYPHEN))


def _text(text_page: Any) -> str:
    """Every character of the page at its index."""
    count = text_page.count_chars()
    text: str = text_page.get_text_range()
    if len(text) == count:
        return text
    return "".join(chr(raw.FPDFText_GetUnicode(text_page.raw, index)) for index in range(count))


def _line(sheet: _Sheet, words: Sequence[Word]) -> Line:
    first, last = words[0][1], words[-1][2]
    size = sheet.size(first)
    cells, lefts = _cells(sheet, words, size)
    return Line(
        cells=cells,
        page=sheet.number,
        left=lefts[0],
        right=sheet.box(last)[2],
        top=sheet.base(first),
        size=size,
        bold=raw.FPDFText_GetFontWeight(sheet.text, first) >= BOLD,
        cell_lefts=lefts,
    )


def _cells(sheet: _Sheet, words: Sequence[Word], size: float) -> tuple[tuple[str, ...], tuple[float, ...]]:
    cells, lefts = [words[0][0]], [sheet.box(words[0][1])[0]]
    for (_, _, before), (word, start, _) in pairwise(words):
        left = sheet.box(start)[0]
        if left - sheet.box(before)[2] > CELL_GAP * size:
            cells.append(word)
            lefts.append(left)
        else:
            cells[-1] += f" {word}"
    return tuple(cells), tuple(lefts)


def _merge(lines: list[Line]) -> list[Line]:
    """Neighbouring cells at the same height become one row."""
    merged: list[Line] = []
    for line in lines:
        before = merged[-1] if merged else None
        if before and _go_on(before, line):
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
    return list(map(marked, merged))


def _go_on(before: Line, line: Line) -> bool:
    if before.grid or line.grid:
        return False
    return abs(before.top - line.top) < 0.3 * line.size and line.left > before.right
