"""Rows of a table: as questions with answers when its columns are named so, else as lines."""

from __future__ import annotations

from collections.abc import Sequence

from retrieval.domain.document import Block, Section, Unreadable
from retrieval.domain.faq import ANSWERS, QUESTIONS, Entries
from retrieval.domain.fields import TITLES
from retrieval.domain.tables import table_lines

MOST_ROWS = 50_000
MOST_COLUMNS = 500
Row = tuple[int, list[str]]
"""The number of a row in its file, from 1, and its cells."""


def names_faq(cells: Sequence[str]) -> bool:
    """Whether this row names its columns question and answer, or title and text."""
    names = {cell.strip().casefold() for cell in cells}
    asks = names & set(QUESTIONS) and names & ({*ANSWERS, "text", "content", "body", "description"})
    tells = names & set(TITLES) and names & ({*ANSWERS, "text", "content", "body"})
    return bool(asks or tells)


def is_pair(cells: Sequence[str]) -> bool:
    """Whether this is a question and its answer, in a table without column names."""
    return len(cells) == 2 and cells[0].strip().endswith("?") and bool(cells[1].strip())


def add_rows(rows: Sequence[Row], place: str, entries: Entries, path: tuple[str, ...] = ()) -> None:
    """Add what the rows say to `entries`; `place` names a row by its number, such as `Line {}`.

    Raises Unreadable for more columns than any table has.
    """
    header = rows[0][1]
    if len(header) > MOST_COLUMNS:
        raise Unreadable(
            f"{place.format(rows[0][0])} has {len(header):,} columns and the limit is {MOST_COLUMNS}; "
            "please check the file."
        )
    if names_faq(header):
        _add_entries([cell.strip().casefold() for cell in header], rows[1:], place, entries)
    elif is_pair(header):
        _add_entries(["question", "answer"], rows, place, entries)
    else:
        _add_table(rows, place, entries, path)


def _add_entries(header: Sequence[str], rows: Sequence[Row], place: str, entries: Entries) -> None:
    for number, cells in rows:
        if any(cell.strip() for cell in cells[len(header) :]):
            entries.problems.append(
                f"{place.format(number)} has {len(cells)} columns where the first has {len(header)}; "
                "put quotes around text that contains the delimiter."
            )
            continue
        entries.add(dict(zip(header, cells, strict=False)), place.format(number))


def _add_table(rows: Sequence[Row], place: str, entries: Entries, path: tuple[str, ...]) -> None:
    width = len(rows[0][1])
    kept = [rows[0][1]]
    for number, cells in rows[1:]:
        if len(cells) > width:
            entries.problems.append(f"{place.format(number)} has more columns than the first.")
        else:
            kept.append(cells)
    if text := table_lines(kept):
        entries.sections.append(Section(path, (Block(text, table=True),)))
