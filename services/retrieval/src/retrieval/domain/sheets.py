"""Finds the tables of a worksheet, wherever they stand, with the lines above them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from retrieval.domain.document import Block, Parsed, Section
from retrieval.domain.faq import Entries
from retrieval.domain.rows import Row, add_rows, names_faq
from retrieval.domain.tables import both_names

FEWEST_ROWS = 2


@dataclass(frozen=True, slots=True)
class Sheet:
    """The rows that are not empty. `left_out` says in a sentence what was not read.

    `wide` are the numbers of rows with a cell over several columns, `hidden` those of rows left out because
    somebody hid them, as they hid `hidden_columns`.
    """

    name: str
    rows: tuple[Row, ...]
    left_out: str = ""
    wide: frozenset[int] = frozenset()
    hidden: frozenset[int] = frozenset()
    hidden_columns: int = 0


def parsed_of(sheets: Sequence[Sheet], notes: tuple[str, ...]) -> Parsed:
    """Raises Unreadable when no sheet says anything."""
    entries = Entries()
    several = len([sheet for sheet in sheets if sheet.rows]) > 1
    for sheet in sheets:
        path = (sheet.name,) if several else ()
        place = f"Row {{}} of the sheet {sheet.name.replace('{', '(').replace('}', ')')}"
        for lines, table in _tables(sheet):
            named = table and len(lines) == 1
            if lines and not named:
                entries.sections.append(Section(path, (Block("\n".join(lines)),)))
            if table:
                add_rows(table, place, entries, (*path, *lines) if named else path)
        if sheet.left_out:
            entries.problems.append(sheet.left_out)
    return entries.parsed("workbook", notes)


def _tables(sheet: Sheet) -> Iterator[tuple[list[str], list[Row]]]:
    """The lines of single cells before each table, and the table."""
    header: Row | None = None
    for group in _groups(sheet.rows, sheet.hidden):
        first = next((at for at, row in enumerate(group) if _filled(row) > 1), len(group))
        lines = [" ".join(filter(None, cells)) for _, cells in group[:first]]
        table = _named(_trimmed(group[first:]), sheet.wide)
        if header and table and not lines and len(table[0][1]) == len(header[1]) and not _is_header(table):
            yield [], [header, *table]
            continue
        header = table[0] if table else header
        yield lines, table


def _named(table: list[Row], wide: frozenset[int]) -> list[Row]:
    """The table with one row of names: names over several columns go before those below them."""
    if len(table) > 2 and table[0][0] in wide:
        (_, above), (number, below) = table[:2]
        return [(number, both_names(above, below)), *table[2:]]
    return table


def _groups(rows: Sequence[Row], hidden: frozenset[int]) -> Iterator[list[Row]]:
    """Rows without an empty one between them; a hidden one is none."""
    group: list[Row] = []
    for row in rows:
        if group and any(number not in hidden for number in range(group[-1][0] + 1, row[0])):
            yield group
            group = []
        group.append(row)
    if group:
        yield group


def _trimmed(group: Sequence[Row]) -> list[Row]:
    """The group without columns that are empty throughout, all rows of one width."""
    width = max((len(cells) for _, cells in group), default=0)
    used = sorted({at for _, cells in group for at, cell in enumerate(cells) if cell})
    if len(used) == width:
        return [(number, cells + [""] * (width - len(cells))) for number, cells in group]
    return [(number, [cells[at] if at < len(cells) else "" for at in used]) for number, cells in group]


def _filled(row: Row) -> int:
    return sum(bool(cell) for cell in row[1])


def _is_header(table: Sequence[Row]) -> bool:
    cells = table[0][1]
    return names_faq(cells) or (
        len(table) >= FEWEST_ROWS and all(cell and not any(map(str.isdigit, cell)) for cell in cells)
    )
