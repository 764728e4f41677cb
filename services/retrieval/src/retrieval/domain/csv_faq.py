"""Reads CSV files, whatever their delimiter and column names."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Sequence

from retrieval.domain.document import Block, Parsed, Section, Unreadable
from retrieval.domain.faq import Entries
from retrieval.domain.rows import MOST_ROWS, Row, add_rows, is_pair, names_faq

DELIMITERS = ",;\t|"
LINES_LOOKED_AT = 20
MOST_LINES_ABOVE = 6
END = "\0end of the file\0"
"""Read as a row of its own, unless a quote is still open."""


def parse_csv(text: str) -> Parsed:
    """Questions and answers, or any other table row by row. Raises Unreadable."""
    entries = Entries()
    rows = _rows(text, entries)
    if not rows:
        raise Unreadable("This CSV file has no rows.")
    path: tuple[str, ...] = ()
    if lines := _lines_above(rows):
        rows = rows[len(lines) :]
        path = lines if len(lines) == 1 else ()
        entries.sections += [Section((), (Block("\n".join(lines)),))] if len(lines) > 1 else []
    header = rows[0][1]
    if not names_faq(header) and not is_pair(header) and (len(header) < 2 or len(rows) < 2):
        raise Unreadable(
            "This CSV file has no columns called question and answer, "
            "nor two columns and two rows of anything else."
        )
    add_rows(rows, "Line {}", entries, path)
    return entries.parsed("CSV file")


def _rows(text: str, entries: Entries) -> list[Row]:
    """The rows up to the first one that cannot be read."""
    lines = text.splitlines(keepends=True)
    reader = csv.reader([*lines, END], delimiter=_delimiter(lines))
    rows: list[Row] = []
    reason, before = "", 0
    try:
        for cells in reader:
            if reader.line_num > len(lines):
                reason = (
                    "" if cells == [END] else f"The quote that opens in line {before + 1} is never closed."
                )
                break
            if any(cell.strip() for cell in cells) and not _names_delimiter(cells):
                rows.append((reader.line_num, cells))
            if len(rows) > MOST_ROWS:
                raise Unreadable(f"This CSV file has more than {MOST_ROWS:,} rows; please split it.")
            before = reader.line_num
    except csv.Error as error:
        reason = f"Line {reader.line_num} of this CSV file cannot be read: {error}."
    if reason and len(rows) < 2:
        raise Unreadable(reason)
    if reason:
        entries.problems.append(f"{reason} What follows it was left out.")
    return rows


def _lines_above(rows: Sequence[Row]) -> tuple[str, ...]:
    """Such as a title, each in a row of its own, above a table of several columns and rows."""
    first = next((at for at, row in enumerate(rows[:MOST_LINES_ABOVE]) if _filled(row) > 1), 0)
    table = rows[first:]
    if len(table) < 2 or not (_filled(table[0]) == len(table[0][1]) or names_faq(table[0][1])):
        return ()
    return tuple(" ".join(filter(None, map(str.strip, cells))) for _, cells in rows[:first])


def _filled(row: Row) -> int:
    return sum(bool(cell.strip()) for cell in row[1])


def _delimiter(lines: Sequence[str]) -> str:
    """The one that most lines have the same number of, outside quotes; if several, the most frequent."""
    some = [line for line in lines if line.strip()][:LINES_LOOKED_AT]
    if some and some[0].casefold().startswith("sep=") and len(some[0].strip()) == 5:
        return some[0].strip()[-1]
    outside = ["".join(line.split('"')[::2]) for line in some]

    def agreed(delimiter: str) -> tuple[int, int]:
        counts = Counter(count for line in outside if (count := line.count(delimiter)))
        return max(((lines, count) for count, lines in counts.items()), default=(0, 0))

    return max(DELIMITERS, key=agreed)


def _names_delimiter(cells: list[str]) -> bool:
    return cells[0].casefold().startswith("sep=")
