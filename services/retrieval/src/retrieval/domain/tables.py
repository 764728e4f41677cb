"""Tables as lines in which every cell has its column's name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

LONGEST_NAME = 40
_VALUE = re.compile(
    r"\S@\S|://|^\+\d|^\d[\d\s/()-]{5,}$|^[€$£]\s?\d|^\d[\d.,]*\s?(?:[€$£]|(?:EUR|USD|GBP|CHF)\b)"
    r"|\d{1,2}[:.]\d\d\s?[-–]\s?\d",
    re.I,
)
"""A mail or web address, a phone number, a price, opening hours: what no column is called."""


@dataclass(frozen=True, slots=True)
class Cell:
    """What is written once for `across` columns and `down` rows."""

    text: str
    across: int = 1
    down: int = 1


def table_lines(rows: Sequence[Sequence[str]]) -> str:
    """One line per row, every cell named by the first row: `Size: M; Largest weight: 5 kg`.

    A row keeps its meaning wherever the table is cut. A table of one row is that row, and one of names with
    their values, such as `Phone` and a number, is a line for each: `Phone: 0800 1`.
    """
    clean = [[" ".join(cell.split()) for cell in row] for row in rows]
    pairs = clean if clean and any(clean[0]) else clean[1:]
    if _are_pairs(pairs):
        return "\n".join(_pair(*row) for row in pairs)
    if len(clean) < 2:
        return "\n".join("; ".join(filter(None, row)) for row in clean)
    header, *body = clean
    return "\n".join(line for row in body if (line := _line(header, row)))


def merged_lines(rows: Iterable[Sequence[Cell]]) -> str:
    """Like `table_lines`, of rows with merged cells, which are said in each of their rows and columns.

    A first row of one merged cell is a caption, a later one names the rows below it: `Shoes; Size: 42`.
    A name over several columns goes before those below it.
    """
    filled = [row for row in rows if any(cell.text for cell in row)]
    captions: list[str] = []
    while len(filled) > 2 and len(filled[0]) == 1 < filled[0][0].across:
        captions.append(filled.pop(0)[0].text)
    if not filled:
        return ""
    grid = spread(filled)
    names = 2 if len(grid) > 2 and any(1 < cell.across < len(grid[0]) for cell in filled[0]) else 1
    header = both_names(grid[0], grid[1]) if names == 2 else grid[0]
    return "\n".join((*captions, table_lines(_grouped(header, grid[names:], filled[names:]))))


def _grouped(
    header: Sequence[str], body: Sequence[Sequence[str]], rows: Sequence[Sequence[Cell]]
) -> list[Sequence[str]]:
    """The table with a column without a name before the others, where there are rows of one merged cell."""
    wide = [row[0].across >= len(header) > 1 for row in rows]
    if not any(wide):
        return [header, *body]
    group, grouped = "", list[Sequence[str]]([("", *header)])
    for at, (row, texts) in enumerate(zip(rows, body, strict=True)):
        followed = at + 1 < len(rows) and not wide[at + 1]
        if not wide[at]:
            grouped.append((group, *texts))
        elif followed and _names(row[0].text):
            group = row[0].text
        else:
            grouped.append((row[0].text,))
    return grouped


def _names(text: str) -> bool:
    """A sentence is a remark, and names nothing."""
    return len(text) <= LONGEST_NAME and text[-1] not in ".!?"


def spread(rows: Sequence[Sequence[Cell]]) -> list[list[str]]:
    """The text in each column, all rows of one length; a cell over a whole row is said in its first alone."""
    below: dict[int, tuple[str, int]] = {}
    grid: list[list[str]] = []
    whole = max((sum(cell.across for cell in row) for row in rows), default=0)
    for row in rows:
        texts: list[str] = []
        for cell in row:
            _from_above(texts, below)
            if cell.down > 1:
                below.update({len(texts) + at: (cell.text, cell.down - 1) for at in range(cell.across)})
            texts += [cell.text, *[cell.text if cell.across < whole else ""] * (cell.across - 1)]
        _from_above(texts, below)
        grid.append(texts)
    width = max(map(len, grid), default=0)
    return [texts + [""] * (width - len(texts)) for texts in grid]


def both_names(above: Sequence[str], below: Sequence[str]) -> list[str]:
    """Of two rows that name columns; a name in both is said once."""
    pairs = zip(above, below, strict=True)
    return [first if first == second else f"{first} {second}".strip() for first, second in pairs]


def _from_above(texts: list[str], below: dict[int, tuple[str, int]]) -> None:
    while (at := len(texts)) in below:
        text, left = below.pop(at)
        texts.append(text)
        if left > 1:
            below[at] = (text, left - 1)


def _are_pairs(rows: Sequence[Sequence[str]]) -> bool:
    """Whether the first row of two columns is a name with its value, and no row of column names."""
    if not rows or not all(len(row) == 2 and row[0] for row in rows):
        return False
    name, value = rows[0]
    return name.endswith((":", "?")) or _VALUE.search(value) is not None or _is_sentence(value)


def _is_sentence(value: str) -> bool:
    return len(value) > LONGEST_NAME and value.endswith((".", "!"))


def _pair(name: str, value: str) -> str:
    end = "" if name.endswith((":", "?")) else ":"
    return f"{name}{end} {value}" if value else name


def _line(header: Sequence[str], row: Sequence[str]) -> str:
    named = zip((*header, *[""] * (len(row) - len(header))), row, strict=False)
    return "; ".join(f"{name}: {cell}" if name else cell for name, cell in named if cell)
