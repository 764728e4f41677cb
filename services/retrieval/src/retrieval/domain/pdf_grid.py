"""Finds the tables that ruling lines draw on a page, and what is merged in them."""

from __future__ import annotations

from bisect import bisect
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from retrieval.domain.pdf_lines import HYPHEN, rejoined
from retrieval.domain.tables import Cell

NEAR = 3.0
"""Points by which lines that meet may miss each other; a border may be drawn as two lines."""
FEWEST_COLUMNS, FEWEST_ROWS = 2, 2
MOST_COLUMNS, MOST_ROWS = 40, 150
MOST_STROKES = 600
"""A page with more lines than that is a drawing."""
MOST_LETTERS = 1_000
"""In a cell; a frame around more than that arranges the page."""
Stroke = tuple[float, float, float]
"""A line along one axis: its place on the other, and where it begins and ends. In points."""
Place = tuple[int, int]
"""A row and a column, from 0."""


@dataclass(slots=True, eq=False)
class Grid:
    """A ruled table: the places of its lines, those that are drawn, and the text in each of its cells."""

    lefts: list[float]
    tops: list[float]
    level: list[Stroke]
    upright: list[Stroke]
    owners: dict[Place, Place] = field(default_factory=dict)
    texts: dict[Place, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for row in range(len(self.tops) - 1):
            for column in range(len(self.lefts) - 1):
                self.owners[row, column] = self._owner(row, column)

    def _owner(self, row: int, column: int) -> Place:
        """The first place of the cell: nothing is drawn between it and this one."""
        middle = (self.tops[row] + self.tops[row + 1]) / 2
        if column and not _drawn(self.upright, self.lefts[column], middle):
            return self.owners[row, column - 1]
        middle = (self.lefts[column] + self.lefts[column + 1]) / 2
        if row and not _drawn(self.level, self.tops[row], middle):
            return self.owners[row - 1, column]
        return row, column

    def add(self, word: str, left: float, top: float) -> bool:
        """Take in a word by its middle; whether it stands in this table."""
        place = (bisect(self.tops, top) - 1, bisect(self.lefts, left) - 1)
        if place not in self.owners:
            return False
        before = self.texts.get(self.owners[place], "")
        joined = rejoined(before, word) if before.endswith(HYPHEN) else f"{before} {word}".lstrip()
        self.texts[self.owners[place]] = joined
        return True

    @property
    def is_table(self) -> bool:
        """Whether it holds two rows and two columns of text, none of it a page's worth."""
        filled = len({row for row, _ in self.texts}), len({column for _, column in self.texts})
        several = filled[0] >= FEWEST_ROWS and filled[1] >= FEWEST_COLUMNS
        return several and max(map(len, self.texts.values())) <= MOST_LETTERS

    @property
    def rows(self) -> tuple[tuple[Cell, ...], ...]:
        """Cells where they begin; rows that none with text begins in are left out."""
        kept = sorted({row for row, _ in self.texts})
        areas: dict[Place, list[Place]] = {}
        for place, owner in self.owners.items():
            areas.setdefault(owner, []).append(place)
        rows: dict[int, list[Cell]] = {row: [] for row in kept}
        for (row, column), area in sorted(areas.items()):
            if row in rows:
                across = 1 + max(at for _, at in area) - column
                down = len({at for at, _ in area} & rows.keys())
                rows[row].append(Cell(rejoined(self.texts.get((row, column), ""), ""), across, down))
        return tuple(map(tuple, rows.values()))


def grids_of(level: Sequence[Stroke], upright: Sequence[Stroke]) -> list[Grid]:
    """Every group of lines that cross each other and make at least two rows and two columns."""
    levels, uprights = _snapped(level), _snapped(upright)
    if len(levels) + len(uprights) > MOST_STROKES:
        return []
    grids = (_grid(*group) for group in _groups(levels, uprights))
    return [grid for grid in grids if grid is not None]


def _grid(level: list[Stroke], upright: list[Stroke]) -> Grid | None:
    """Tables are often open at their sides: the ends of the lines are a border then."""
    lefts = _places(
        [*(one[0] for one in upright), min(one[1] for one in level), max(one[2] for one in level)]
    )
    tops = _places(
        [*(one[0] for one in level), min(one[1] for one in upright), max(one[2] for one in upright)]
    )
    if FEWEST_COLUMNS < len(lefts) <= MOST_COLUMNS and FEWEST_ROWS < len(tops) <= MOST_ROWS:
        return Grid(lefts, tops, level, upright)
    return None


def _snapped(strokes: Sequence[Stroke]) -> list[Stroke]:
    """Lines at about the same place are one line, as far as they touch."""
    places = _places([place for place, _, _ in strokes])
    by_place: dict[float, list[Stroke]] = {}
    for place, start, end in strokes:
        by_place.setdefault(places[bisect(places, place) - 1], []).append((place, start, end))
    return [(place, *run) for place, found in by_place.items() for run in _runs(found)]


def _places(values: Sequence[float]) -> list[float]:
    """The values in order, of those near each other the first."""
    kept: list[float] = []
    for value in sorted(values):
        if not kept or value - kept[-1] > NEAR:
            kept.append(value)
    return kept


def _runs(strokes: Sequence[Stroke]) -> Iterator[tuple[float, float]]:
    (start, end), *further = sorted((begins, ends) for _, begins, ends in strokes)
    for begins, ends in further:
        if begins > end + NEAR:
            yield start, end
            start, end = begins, ends
        else:
            end = max(end, ends)
    yield start, end


def _groups(
    levels: Sequence[Stroke], uprights: Sequence[Stroke]
) -> Iterator[tuple[list[Stroke], list[Stroke]]]:
    """The lines that hang together by crossing."""
    left = set(range(len(uprights)))
    waiting = set(range(len(levels)))
    while waiting:
        rows, columns = {waiting.pop()}, set[int]()
        fresh = set(rows)
        while fresh:
            met = {at for at in left if any(_cross(levels[row], uprights[at]) for row in fresh)}
            left -= met
            columns |= met
            fresh = {at for at in waiting if any(_cross(levels[at], uprights[column]) for column in met)}
            waiting -= fresh
            rows |= fresh
        if columns:
            yield [levels[at] for at in rows], [uprights[at] for at in columns]


def _cross(level: Stroke, upright: Stroke) -> bool:
    return (
        level[1] - NEAR <= upright[0] <= level[2] + NEAR
        and upright[1] - NEAR <= level[0] <= upright[2] + NEAR
    )


def _drawn(strokes: Sequence[Stroke], place: float, at: float) -> bool:
    return any(abs(one[0] - place) <= NEAR and one[1] <= at <= one[2] for one in strokes)
