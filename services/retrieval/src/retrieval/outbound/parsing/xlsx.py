"""Reads Excel workbooks, sheet by sheet: questions and answers, or tables."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from io import BytesIO
from typing import Any
from xml.etree.ElementTree import ParseError
from zipfile import ZipFile

from openpyxl import load_workbook

from retrieval.domain.archive import BROKEN, DAMAGED
from retrieval.domain.document import Parsed, Unreadable, unread
from retrieval.domain.rows import MOST_COLUMNS, MOST_ROWS, Row
from retrieval.domain.sheets import Sheet, parsed_of
from retrieval.outbound.parsing.records import without_html
from retrieval.outbound.parsing.xlsx_merges import Merges

MOST_EMPTY = 1_000
"""So many empty rows end a sheet."""
_DAMAGE = (*BROKEN, ParseError, AttributeError, TypeError, IndexError, SyntaxError)
_PICTURES = (".png", ".jpg", ".jpeg", ".gif", ".bmp", ".tif", ".tiff", ".emf", ".wmf", ".svg")
_LOCALE = re.compile(r"\[\$([^-\]]*)[^\]]*\]")
_SIGNS = ("€", "$", "£", "¥", "EUR", "USD", "GBP", "CHF")


def parse_xlsx(body: bytes) -> Parsed:
    """Formulas have the result that was saved with them. Raises Unreadable."""
    try:
        workbook = load_workbook(BytesIO(body), read_only=True, data_only=True, keep_links=False)
    except _DAMAGE as error:
        raise Unreadable(DAMAGED) from error
    left, sheets, hidden = MOST_ROWS, [], 0
    for worksheet in workbook.worksheets:
        if worksheet.sheet_state == "visible":
            sheet = _sheet(worksheet, left)
            left -= len(sheet.rows)
            sheets.append(sheet)
        else:
            hidden += 1
    notes = (*unread(_images(body), "image"), *unread(hidden, "hidden sheet"))
    return without_html(parsed_of(sheets, notes))


def _images(body: bytes) -> int:
    with ZipFile(BytesIO(body)) as archive:
        return sum(name.casefold().endswith(_PICTURES) for name in archive.namelist())


def _sheet(worksheet: Any, most: int) -> Sheet:
    """The rows before the first damaged one, at most `most`."""
    worksheet.reset_dimensions()
    rows: list[Row] = []
    reached = 0
    name = str(worksheet.title)
    merges = Merges()
    try:
        merges = Merges.of(worksheet)
        for reached, cells in enumerate(worksheet.iter_rows(), start=1):
            texts = _texts(cells)
            if len(texts) > MOST_COLUMNS:
                return Sheet(name, tuple(rows), _rest(name, reached, f"more than {MOST_COLUMNS} columns"))
            if len(rows) == most:
                return Sheet(name, tuple(rows), _rest(name, reached, f"more than {MOST_ROWS:,} rows"))
            merges.fill(reached, texts)
            if texts:
                rows.append((reached, texts))
            elif reached - (rows[-1][0] if rows else 0) > MOST_EMPTY:
                break
    except _DAMAGE:
        return Sheet(name, tuple(rows), _rest(name, reached + 1, "damage"))
    return Sheet(name, tuple(rows), wide=frozenset(merges.wide))


def _rest(name: str, row: int, why: str) -> str:
    return f"The sheet {name} was not read from row {row:,} on, because of {why}."


def _texts(cells: Sequence[Any]) -> list[str]:
    texts = [_shown(cell) for cell in cells]
    while texts and not texts[-1]:
        texts.pop()
    return texts


def _shown(cell: Any) -> str:
    """A value about as Excel shows it."""
    value = cell.value
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, (int, float)):
        return _number(value, _LOCALE.sub(r"\1", str(cell.number_format or "")))
    if isinstance(value, datetime):
        at_midnight = value.time() == time()
        return value.date().isoformat() if at_midnight else value.isoformat(" ", "minutes")
    if isinstance(value, (date, time, timedelta)):
        return str(value)
    return " ".join(str(value).split())


def _number(value: float, form: str) -> str:
    if "%" in form:
        return f"{round(value * 100, 4):g} %"
    places = form.split(";")[0].partition(".")[2]
    decimals = len(places) - len(places.lstrip("0"))
    whole = float(value).is_integer() and not decimals
    text = f"{value:.0f}" if whole else f"{value:.{decimals}f}" if decimals else f"{value:.10g}"
    sign = next((sign for sign in _SIGNS if sign in form), "")
    return f"{text} {sign}".strip()
