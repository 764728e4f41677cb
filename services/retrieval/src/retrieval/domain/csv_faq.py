"""Spreadsheets saved as CSV, whatever their delimiter and however their columns are called."""

from __future__ import annotations

import csv
from collections.abc import Sequence

from retrieval.domain.document import Block, Parsed, Section, Unreadable
from retrieval.domain.faq import ANSWERS, QUESTIONS, TEXTS, TITLES, Entries, named
from retrieval.domain.tables import table_lines

DELIMITERS = ",;\t|"
MOST_ROWS = 50_000
Row = tuple[int, list[str]]


def parse_csv(text: str) -> Parsed:
    """Questions and answers, or any other table row by row. Raises Unreadable."""
    rows = _rows(text)
    if not rows:
        raise Unreadable("This CSV file has no rows.")
    header = [cell.strip().casefold() for cell in rows[0][1]]
    if _names_faq(header):
        return _entries(header, rows[1:])
    if len(header) == 2 and "?" in rows[0][1][0]:
        return _entries(["question", "answer"], rows)
    if len(header) < 2 or len(rows) < 2:
        raise Unreadable("This CSV file has no columns called question and answer, and is no other table.")
    return _table(rows)


def _rows(text: str) -> list[Row]:
    lines = text.splitlines(keepends=True)
    delimiter = _delimiter(lines)
    reader = csv.reader(lines, delimiter=delimiter)
    rows: list[Row] = []
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells) and not _names_delimiter(cells):
                rows.append((reader.line_num, cells))
            if len(rows) > MOST_ROWS:
                raise Unreadable(f"This CSV file has more than {MOST_ROWS:,} rows; please split it.")
    except csv.Error as error:
        raise Unreadable(f"Line {reader.line_num} of this CSV file cannot be read: {error}.") from error
    return rows


def _delimiter(lines: Sequence[str]) -> str:
    first = next((line for line in lines if line.strip()), "")
    if first.casefold().startswith("sep=") and len(first.strip()) == 5:
        return first.strip()[-1]
    outside = "".join(first.split('"')[::2])
    return max(DELIMITERS, key=outside.count)


def _names_delimiter(cells: list[str]) -> bool:
    return cells[0].casefold().startswith("sep=")


def _names_faq(header: list[str]) -> bool:
    names = set(header)
    asks = names & set(QUESTIONS) and names & ({*ANSWERS, *TEXTS})
    tells = names & set(TITLES) and names & ({*ANSWERS, "text", "content", "body"})
    return bool(asks or tells)


def _entries(header: list[str], rows: list[Row]) -> Parsed:
    entries = Entries()
    for line, cells in rows:
        if any(cell.strip() for cell in cells[len(header) :]):
            entries.problems.append(
                f"Line {line} has {len(cells)} columns where the first has {len(header)}; "
                "put quotes around text that contains the delimiter."
            )
            continue
        entries.add(dict(zip(header, cells, strict=False)), f"Line {line}")
    return entries.parsed("CSV file")


def _table(rows: list[Row]) -> Parsed:
    width = len(rows[0][1])
    body = [cells for _, cells in rows[1:] if len(cells) <= width]
    problems = [
        f"Line {line} has more columns than the first." for line, cells in rows[1:] if len(cells) > width
    ]
    lines = table_lines([rows[0][1], *body])
    return Parsed((Section((), (Block(lines),)),), problems=named(problems))
