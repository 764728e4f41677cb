"""A paged document as the lines printed on its pages."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

_MARK = re.compile(r"[•‣◦▪●–*-]|\(?\d{1,2}[.)]")


@dataclass(frozen=True, slots=True)
class Line:
    """One printed line. Lengths in points, `top` measured from the top of the page."""

    cells: tuple[str, ...]
    page: int
    left: float
    right: float
    top: float
    size: float
    bold: bool = False
    cell_lefts: tuple[float, ...] = ()

    @property
    def text(self) -> str:
        return " ".join(self.cells)


def marked(line: Line) -> Line:
    """The number or bullet of an item stands apart from its text and is no cell of a table."""
    if len(line.cells) != 2 or not _MARK.fullmatch(line.cells[0]):
        return line
    return replace(line, cells=(line.text,), cell_lefts=line.cell_lefts[:1])


Pages = Sequence[Sequence[Line]]
