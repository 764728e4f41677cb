"""Finds the structure of a paged document by where its lines stand."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from retrieval.domain.document import Block, Section
from retrieval.domain.pdf_furniture import without_contents, without_running
from retrieval.domain.pdf_lines import Line, Pages, rejoined
from retrieval.domain.tables import Cell, merged_lines, spread, table_lines

ENDS = (".", "!", "?", ":", ";")
COLUMN_SHIFT = 4.0
"""Points by which the columns of a table may move from page to page."""
Rows = tuple[tuple[Cell, ...], ...]
_NUMBERED = re.compile(r"(?P<number>\d{1,3}(?:\.\d{1,3}){0,4})\.?\s+\D")
_AMOUNT = re.compile(r"\d[.,]\d|\d\s?(?:[%€$£]|EUR|USD|GBP|kg\b|cm\b)|[€$£]\s?\d")
"""Looks like an amount: a first row that contains one does not name the columns."""
_ITEM = re.compile(r"(?:[•‣◦▪●–*-]|\(?\d{1,2}[.)]|[a-z][.)])\s+\S")


def sections_of(pages: Pages, outline: frozenset[str] = frozenset()) -> list[Section]:
    """The text by heading, without running headers, page numbers and tables of contents.

    `outline` holds the titles of the file's bookmarks, squeezed by `squeeze`: lines that are headings.
    """
    lines = [line for page in without_contents(without_running(pages)) for line in page]
    if not lines:
        return []
    levels = heading_levels(lines, outline)
    return _assemble(_join_headings(lines, levels), levels)


def heading_levels(lines: Sequence[Line], outline: frozenset[str] = frozenset()) -> dict[int, int]:
    """Index of each line that is a heading, with its level from 1."""
    body = _body_size(lines)
    bold_is_rare = sum(line.bold for line in lines) < 0.3 * len(lines)
    found = {at: line for at, line in enumerate(lines) if _is_heading(line, body, bold_is_rare, outline)}
    ranks = {
        size: rank
        for rank, size in enumerate(sorted({_look(line) for line in found.values()}, reverse=True), 1)
    }
    return {at: _level(line, ranks) for at, line in found.items()}


def _is_heading(line: Line, body: float, bold_is_rare: bool, outline: frozenset[str]) -> bool:
    text = line.text.strip()
    if line.grid or (len(line.cells) > 1 and not _NUMBERED.match(text)):
        return False
    if squeeze(text) in outline:
        return True
    if (
        len(text) > 120
        or not any(char.isalpha() for char in text)
        or (_ITEM.match(text) and not _NUMBERED.match(text))
    ):
        return False
    if line.size >= body * 1.12:
        return True
    return bold_is_rare and line.bold and line.size >= body * 0.98 and text[-1] not in ".;,:"


def squeeze(text: str) -> str:
    """A title as it is compared: without spaces and case."""
    return "".join(text.split()).casefold()


def _level(line: Line, ranks: dict[tuple[float, bool], int]) -> int:
    if numbered := _NUMBERED.match(line.text.strip()):
        return numbered["number"].count(".") + 1
    return ranks[_look(line)]


def _look(line: Line) -> tuple[float, bool]:
    return round(line.size, 1), line.bold


def _body_size(lines: Sequence[Line]) -> float:
    weights: Counter[float] = Counter()
    for line in lines:
        weights[round(line.size, 1)] += len(line.text)
    return weights.most_common(1)[0][0]


def _join_headings(lines: Sequence[Line], levels: dict[int, int]) -> list[Line | None]:
    """A heading over several lines becomes one; its further lines become None."""
    joined: list[Line | None] = list(lines)
    for at in sorted(levels, reverse=True):
        here, before = joined[at], joined[at - 1] if at else None
        wraps = (
            here is not None
            and before is not None
            and at - 1 in levels
            and _look(here) == _look(before)
            and here.page == before.page
            and 0 < here.top - before.top < 1.6 * here.size
            and not _NUMBERED.match(here.text)
        )
        if wraps and here is not None and before is not None:
            joined[at - 1] = replace(before, cells=(rejoined(before.text, here.text),))
            joined[at] = None
    return joined


def _assemble(lines: Sequence[Line | None], levels: dict[int, int]) -> list[Section]:
    sections: list[Section] = []
    path: dict[int, str] = {}
    pending: list[Line] = []

    def close() -> None:
        blocks = blocks_of(pending)
        if blocks:
            sections.append(Section(tuple(path[level] for level in sorted(path)), tuple(blocks)))
        pending.clear()

    for at, line in enumerate(lines):
        if line is None:
            continue
        if at in levels:
            close()
            path = {level: text for level, text in path.items() if level < levels[at]}
            path[levels[at]] = rejoined(line.text.strip(), "")
        else:
            pending.append(line)
    close()
    return sections


def blocks_of(lines: Sequence[Line]) -> list[Block]:
    """The paragraphs, lists and tables in consecutive lines."""
    blocks: list[Block] = []
    at = 0
    names: Rows = ()
    while at < len(lines):
        end = _table_end(lines, at)
        if lines[at].grid:
            end = at + 1
            names = _names(lines[at], lines[at - 1] if at else None, names)
            blocks.append(Block(_ruled(lines[at].grid, names), lines[at].page, table=True))
        elif end - at >= 2:
            blocks += _table_blocks(lines[at:end])
        else:
            end = _paragraph_end(lines, at)
            blocks.append(Block(_paragraph(lines[at:end]), lines[at].page))
        at = end
    return _mend(blocks)


def _names(table: Line, before: Line | None, names: Rows) -> Rows:
    """The rows that name the columns: where a table goes on behind a page break, those it began with."""
    same = before is not None and before.grid and before.page + 1 == table.page
    if same and before is not None and len(before.cell_lefts) == len(table.cell_lefts):
        shifts = zip(before.cell_lefts, table.cell_lefts, strict=True)
        if all(abs(left - other) < COLUMN_SHIFT for left, other in shifts):
            return names
    width = len(table.cell_lefts) - 1
    caption = next((at for at, row in enumerate(table.grid) if row[0].across < width), 0)
    first = table.grid[caption]
    if any(_AMOUNT.search(cell.text) for cell in first):
        return ()
    return table.grid[: caption + (2 if any(1 < cell.across < width for cell in first) else 1)]


def _ruled(rows: Rows, names: Rows) -> str:
    if not names:
        return table_lines([[], *spread(rows)])
    return merged_lines((*names, *(rows[len(names) :] if rows[: len(names)] == names else rows)))


def _table_end(lines: Sequence[Line], start: int) -> int:
    end = start
    while (
        end < len(lines)
        and not lines[end].grid
        and (len(lines[end].cells) > 1 or (end > start and _continues(lines, end)))
    ):
        end += 1
    return end


def _continues(lines: Sequence[Line], at: int) -> bool:
    """Whether a lone cell continues a cell of the row above."""
    here, before = lines[at], lines[at - 1]
    near = here.page == before.page and 0 < here.top - before.top < 2.2 * here.size
    if not near or _ITEM.match(here.text):
        return False
    row = next((line for line in reversed(lines[:at]) if len(line.cells) > 1), before)
    return any(abs(here.left - left) < 4 for left in row.cell_lefts[1:])


def _table_blocks(lines: Sequence[Line]) -> list[Block]:
    rows: list[tuple[list[str], int]] = []
    lefts: tuple[float, ...] = ()
    for line in lines:
        if len(line.cells) == 1 and rows:
            column = min(range(len(lefts)), key=lambda at: abs(lefts[at] - line.left))
            rows[-1][0][column] = rejoined(rows[-1][0][column], line.text)
        else:
            cells = list(line.cells)
            if lefts and len(cells) < len(lefts):
                cells = _place(line, lefts)
            else:
                lefts = line.cell_lefts
                if len(rows) == 1 and len(rows[0][0]) < len(lefts):
                    rows = [(_place(lines[0], lefts), lines[0].page)]  # names of all but the first column
            rows.append((cells, line.page))
    if any(_AMOUNT.search(cell) for cell in rows[0][0]):
        rows.insert(0, ([""] * len(rows[0][0]), rows[0][1]))
    header = rows[0][0]
    pages = sorted({page for _, page in rows[1:]} or {rows[0][1]})
    return [
        Block(
            table_lines([header, *(cells for cells, on in rows[1:] if on == page and cells != header)]),
            page,
            table=True,
        )
        for page in pages
    ]


def _place(line: Line, lefts: tuple[float, ...]) -> list[str]:
    cells = [""] * len(lefts)
    for text, left in zip(line.cells, line.cell_lefts, strict=True):
        column = min(range(len(lefts)), key=lambda at: abs(lefts[at] - left))
        cells[column] = f"{cells[column]} {text}".strip()
    return cells


def _paragraph_end(lines: Sequence[Line], start: int) -> int:
    end = start + 1
    while end < len(lines):
        here, before = lines[end], lines[end - 1]
        gap = here.top - before.top
        starts_table = len(here.cells) > 1 and _table_end(lines, end) - end >= 2
        if starts_table or here.grid or here.page != before.page or gap > 1.75 * max(here.size, before.size):
            break
        end += 1
    return end


def _paragraph(lines: Sequence[Line]) -> str:
    text = lines[0].text.strip()
    for line in lines[1:]:
        part = line.text.strip()
        if _ITEM.match(part):
            text += f"\n{part}"
        else:
            text = rejoined(text, part)
    return rejoined(text, "")


def _mend(blocks: list[Block]) -> list[Block]:
    """Joins a sentence that a page break cut in two, on the page where it starts."""
    mended: list[Block] = []
    for block in blocks:
        before = mended[-1] if mended else None
        if (
            before
            and before.page != block.page
            and not (before.table or block.table or before.text.endswith(ENDS))
            and block.text[:1].islower()
        ):
            mended[-1] = replace(before, text=f"{before.text} {block.text}")
        else:
            mended.append(block)
    return mended
