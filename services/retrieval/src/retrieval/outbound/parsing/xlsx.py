"""Reads Excel workbooks, sheet by sheet: questions and answers, or tables."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
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
from retrieval.outbound.parsing.xlsx_marks import Marks
from retrieval.outbound.parsing.xlsx_merges import Merges

MOST_EMPTY = 1_000
"""So many empty rows end a sheet."""
_DAMAGE = (*BROKEN, ParseError, AttributeError, TypeError, IndexError, SyntaxError)
_PICTURES = (".png", ".jpg", ".jpeg", ".gif", ".bmp", ".tif", ".tiff", ".emf", ".wmf", ".svg")
_WHOLE_MINUTE = re.compile(r"(\d:\d\d):00$")
_LOCALE = re.compile(r"\[\$([^-\]]*)[^\]]*\]")
_SIGNS = ("€", "$", "£", "¥", "EUR", "USD", "GBP", "CHF")


def parse_xlsx(body: bytes) -> Parsed:
    """Formulas have the result that was saved with them. Raises Unreadable."""
    try:
        workbook = load_workbook(BytesIO(body), read_only=True, data_only=True, keep_links=False)
    except _DAMAGE as error:
        raise Unreadable(DAMAGED) from error
    left, sheets, hidden = MOST_ROWS, list[Sheet](), 0
    for worksheet in workbook.worksheets:
        if worksheet.sheet_state == "visible":
            sheet = _sheet(worksheet, left)
            left -= len(sheet.rows)
            sheets.append(sheet)
        else:
            hidden += 1
    notes = (
        *unread(_images(body), "image"),
        *unread(hidden, "hidden sheet"),
        *unread(sum(len(sheet.hidden) for sheet in sheets), "hidden row"),
        *unread(sum(sheet.hidden_columns for sheet in sheets), "hidden column"),
    )
    return without_html(parsed_of(sheets, notes))


def _images(body: bytes) -> int:
    with ZipFile(BytesIO(body)) as archive:
        return sum(name.casefold().endswith(_PICTURES) for name in archive.namelist())


def _sheet(worksheet: Any, most: int) -> Sheet:
    """The rows before the first damaged one, at most `most`."""
    worksheet.reset_dimensions()
    sheet = _Reading(str(worksheet.title))
    try:
        with worksheet._get_source() as source:
            body = source.read()
        sheet.merges, sheet.marks = Merges.of(body), Marks.of(body)
        for cells in worksheet.iter_rows():
            if why := sheet.add(_texts(cells), most):
                return sheet.read(_rest(sheet.name, sheet.reached, why))
            if sheet.reached - sheet.last > MOST_EMPTY:
                break
    except _DAMAGE:
        return sheet.read(_rest(sheet.name, sheet.reached + 1, "damage"))
    return sheet.read(_unsolved(sheet.name, sheet.marks.unsolved))


@dataclass(slots=True)
class _Reading:
    """A worksheet while it is read: `reached` is its newest row, `last` the newest that says anything."""

    name: str
    merges: Merges = field(default_factory=Merges)
    marks: Marks = field(default_factory=Marks)
    rows: list[Row] = field(default_factory=list)
    reached: int = 0
    last: int = 0
    hidden: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)

    def add(self, texts: list[str], most: int) -> str:
        """Take in the next row. Says why no more are read."""
        self.reached += 1
        if len(texts) > MOST_COLUMNS:
            return f"more than {MOST_COLUMNS} columns"
        if len(self.rows) == most:
            return f"more than {MOST_ROWS:,} rows"
        self.merges.fill(self.reached, texts)
        if not texts:
            return ""
        self.last = self.reached
        if self.reached in self.marks.rows:
            self.hidden.add(self.reached)
            return ""
        self.hidden_columns |= {at for at, text in enumerate(texts, 1) if text and self.marks.hides(at)}
        if any(shown := self.marks.shown(texts)):
            self.rows.append((self.reached, shown))
        return ""

    def read(self, left_out: str) -> Sheet:
        wide, hidden = frozenset(self.merges.wide), frozenset(self.hidden)
        return Sheet(self.name, tuple(self.rows), left_out, wide, hidden, len(self.hidden_columns))


def _unsolved(name: str, count: int) -> str:
    if not count:
        return ""
    what = "a formula" if count == 1 else f"{count:,} formulas"
    return (
        f"The sheet {name} has {what} without a result; please open the file in Excel, save it, "
        "and upload it again."
    )


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
        return _WHOLE_MINUTE.sub(r"\1", str(value))
    return " ".join(str(value).split())


def _number(value: float, form: str) -> str:
    if "%" in form:
        return f"{round(value * 100, 4):g} %"
    places = form.split(";")[0].partition(".")[2]
    decimals = len(places) - len(places.lstrip("0"))
    whole = float(value).is_integer() and not decimals
    if whole and form.strip("0") == "" and value >= 0:
        return f"{value:.0f}".zfill(len(form))
    text = f"{value:.0f}" if whole else f"{value:.{decimals}f}" if decimals else f"{value:.10g}"
    sign = next((sign for sign in _SIGNS if sign in form), "")
    return f"{text} {sign}".strip()
