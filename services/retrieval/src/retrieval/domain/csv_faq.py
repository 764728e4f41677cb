"""Reads CSV files, whatever their delimiter and column names."""

from __future__ import annotations

import csv
from collections.abc import Sequence

from retrieval.domain.document import Parsed, Unreadable
from retrieval.domain.faq import Entries
from retrieval.domain.rows import MOST_ROWS, Row, add_rows, is_pair, names_faq

DELIMITERS = ",;\t|"
END = "\0end of the file\0"
"""Read as a row of its own, unless a quote is still open."""


def parse_csv(text: str) -> Parsed:
    """Questions and answers, or any other table row by row. Raises Unreadable."""
    entries = Entries()
    rows = _rows(text, entries)
    if not rows:
        raise Unreadable("This CSV file has no rows.")
    header = rows[0][1]
    if not names_faq(header) and not is_pair(header) and (len(header) < 2 or len(rows) < 2):
        raise Unreadable(
            "This CSV file has no columns called question and answer, "
            "nor two columns and two rows of anything else."
        )
    add_rows(rows, "Line {}", entries)
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


def _delimiter(lines: Sequence[str]) -> str:
    first = next((line for line in lines if line.strip()), "")
    if first.casefold().startswith("sep=") and len(first.strip()) == 5:
        return first.strip()[-1]
    outside = "".join(first.split('"')[::2])
    return max(DELIMITERS, key=outside.count)


def _names_delimiter(cells: list[str]) -> bool:
    return cells[0].casefold().startswith("sep=")
