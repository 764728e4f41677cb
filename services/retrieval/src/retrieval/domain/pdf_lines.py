"""A paged document as the lines printed on its pages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


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


Pages = Sequence[Sequence[Line]]
