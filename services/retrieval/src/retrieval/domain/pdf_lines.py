"""A paged document as the lines printed on its pages."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from retrieval.domain.tables import Cell

HYPHEN = "\ufffe"
"""Stands at the end of a line whose last word goes on in the next one, instead of its hyphen."""
_MARK = re.compile(r"[•‣◦▪●–*-]|\(?\d{1,2}[.)]")


@dataclass(frozen=True, slots=True)
class Line:
    """One printed line. Lengths in points, `top` measured from the top of the page.

    A ruled table is one line; its rows are in `grid`, and `cell_lefts` are the places of its columns.
    """

    cells: tuple[str, ...]
    page: int
    left: float
    right: float
    top: float
    size: float
    bold: bool = False
    cell_lefts: tuple[float, ...] = ()
    grid: tuple[tuple[Cell, ...], ...] = ()

    @property
    def text(self) -> str:
        return " ".join(self.cells)


def marked(line: Line) -> Line:
    """The number or bullet of an item stands apart from its text and is no cell of a table."""
    if len(line.cells) != 2 or not _MARK.fullmatch(line.cells[0]):
        return line
    return replace(line, cells=(line.text,), cell_lefts=line.cell_lefts[:1])


def rejoined(text: str, part: str) -> str:
    """A word goes on behind its hyphen, which stays before a capital (`Nord-Süd`) and in `e-mail`."""
    hyphened = text.endswith(("-", "\u00ad", HYPHEN)) and text[-2:-1].isalnum()
    if not hyphened or (text.endswith("-") and not part[:1].islower()):
        return f"{text} {part}".rstrip()
    whole = part[:1].islower() and text[-3:-1].isalpha()
    return f"{text[:-1]}{'' if whole else '-'}{part}"


Pages = Sequence[Sequence[Line]]
