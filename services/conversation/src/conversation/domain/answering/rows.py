"""Rows of a table as a person would write them: "Box L: 2.60 EUR", not "Kind: Box L; Price: 2.60 EUR"."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

_BARE = re.compile(r"(?:\d|[A-Z]{1,3}(?![\w-]))")
"""A number or a code says little without its column: "Size S"."""
_CLEAR = re.compile(r"(?:\S+\s+){3}\S|[€$£]\s?\d|\d\s?(?:[€$£%]|[A-Z]{3}\b)")
"""Money and whole phrases are understood without their column; "yes" is not."""
Cells = tuple[tuple[str, str], ...]
"""Each column with its cell."""


def readable(rows: Iterable[str]) -> dict[str, str]:
    """What to show for each row "Column: cell; Column: cell" that has a fellow with the same columns.

    The first cell names the row. A line that is alone may be no table: "Monday: open; Sunday: closed".
    """
    found = {row: cells for row in rows if len(cells := _cells(row)) > 1}
    fellows = Counter(_columns(cells) for cells in found.values())
    return {row: _shown(cells) for row, cells in found.items() if fellows[_columns(cells)] > 1}


def _cells(row: str) -> Cells:
    parts = (cell.partition(": ") if ": " in cell else ("", "", cell) for cell in row.split("; "))
    return tuple((column, cell) for column, _, cell in parts)


def _columns(cells: Cells) -> tuple[str, ...]:
    return tuple(column for column, _ in cells)


def _shown(cells: Cells) -> str:
    (column, name), *rest = cells
    values = "; ".join(f"{column}: {cell}" for column, cell in rest)
    if len(rest) == 1 and _CLEAR.search(rest[0][1]):
        values = rest[0][1]
        if " " not in column:
            return f"{_named(column, name)}: {values}"
    return f"{_named(column, name)} \u2013 {values}"


def _named(column: str, name: str) -> str:
    """With its column where that says what the table is about: "Same-Day parcel: Size M"."""
    if " " in column:
        return f"{column}: {name}"
    return f"{column} {name}" if column and _BARE.match(name) else name
