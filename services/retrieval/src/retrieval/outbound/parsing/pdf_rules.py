"""The ruling lines of a PDF page, and its coordinates as a reader sees them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from ctypes import c_float, c_int
from dataclasses import dataclass
from typing import Any

import pypdfium2.raw as raw

from retrieval.domain.pdf_grid import Grid, Stroke, grids_of

MOST_OBJECTS = 5_000
"""A page with more of them is a drawing."""
MOST_SEGMENTS = 2_000
SHORTEST = 4.0
"""Points; what is shorter is the end of a line that is drawn as a thin box."""
STRAIGHT = 1.0
Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class View:
    """Turns a place on the page as it is stored, from below, into one as it is shown, from the top left."""

    turned: int
    width: float
    height: float

    def at(self, x: float, y: float) -> Point:
        if self.turned == 90:
            return y, x
        if self.turned == 180:
            return self.width - x, y
        if self.turned == 270:
            return self.height - y, self.width - x
        return x, self.height - y

    def box(self, left: float, top: float, right: float, bottom: float) -> tuple[float, float, float, float]:
        """Left, top, right, bottom as shown; asked for every word, and most pages are not turned."""
        if not self.turned:
            return left, self.height - top, right, self.height - bottom
        (x, y), (other_x, other_y) = self.at(left, top), self.at(right, bottom)
        return min(x, other_x), min(y, other_y), max(x, other_x), max(y, other_y)


def ruled(objects: Sequence[Any], view: View) -> list[Grid]:
    """The tables that lines are drawn for, still without their text."""
    if len(objects) > MOST_OBJECTS:
        return []
    level: list[Stroke] = []
    upright: list[Stroke] = []
    for one in objects:
        if raw.FPDFPageObj_GetType(one) == raw.FPDF_PAGEOBJ_PATH and _is_drawn(one):
            for (left, top), (right, bottom) in _lines(one, view):
                if abs(bottom - top) < STRAIGHT and abs(right - left) >= SHORTEST:
                    level.append((top, min(left, right), max(left, right)))
                elif abs(right - left) < STRAIGHT and abs(bottom - top) >= SHORTEST:
                    upright.append((left, min(top, bottom), max(top, bottom)))
    return grids_of(level, upright)


def _is_drawn(path: Any) -> bool:
    fill, stroke = c_int(), c_int()
    raw.FPDFPath_GetDrawMode(path, fill, stroke)
    return bool(fill.value or stroke.value)


def _lines(path: Any, view: View) -> Iterator[tuple[Point, Point]]:
    """The straight parts of a path, from point to point."""
    count = raw.FPDFPath_CountSegments(path)
    matrix = raw.FS_MATRIX()
    if count > MOST_SEGMENTS or not raw.FPDFPageObj_GetMatrix(path, matrix):
        return
    begun = before = (0.0, 0.0)
    for at in range(count):
        segment = raw.FPDFPath_GetPathSegment(path, at)
        here = _point(segment, matrix, view)
        kind = raw.FPDFPathSegment_GetType(segment)
        if kind == raw.FPDF_SEGMENT_MOVETO:
            begun = here
        elif kind == raw.FPDF_SEGMENT_LINETO:
            yield before, here
        if raw.FPDFPathSegment_GetClose(segment):
            yield here, begun
        before = here


def _point(segment: Any, matrix: Any, view: View) -> Point:
    x, y = c_float(), c_float()
    raw.FPDFPathSegment_GetPoint(segment, x, y)
    return view.at(
        matrix.a * x.value + matrix.c * y.value + matrix.e,
        matrix.b * x.value + matrix.d * y.value + matrix.f,
    )
