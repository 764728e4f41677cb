"""Merged cells of a worksheet, which openpyxl does not tell of while it reads row by row."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from openpyxl.utils import column_index_from_string

MOST_MERGES = 20_000
_MERGE = re.compile(rb"<(?:\w+:)?mergeCell\s+ref=\"([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})\"")


@dataclass(slots=True)
class Merges:
    """By row, each from 1: the columns that a merge begins in, up to which column, down to which row."""

    begin: dict[int, list[tuple[int, int, int]]] = field(default_factory=dict)
    wide: set[int] = field(default_factory=set)
    _open: list[tuple[int, int, int, str]] = field(default_factory=list)

    @classmethod
    def of(cls, body: bytes) -> Merges:
        """Of a worksheet as it lies in the file."""
        merges = cls()
        for number, found in enumerate(_MERGE.finditer(body)):
            if number == MOST_MERGES:
                break
            left, right = (column_index_from_string(found[at].decode()) for at in (1, 3))
            merges.begin.setdefault(int(found[2]), []).append((left, right, int(found[4])))
        return merges

    def fill(self, row: int, texts: list[str]) -> None:
        """Say what is merged in each of its rows, and beside other cells in each of its columns.

        Rows come in their order. `wide` are those in which a cell goes over several columns.
        """
        self._open = [one for one in self._open if one[2] >= row]
        for left, right, _, text in self._open:
            self._say(row, texts, left, right, text)
        for left, right, last in self.begin.get(row, ()):
            text = texts[left - 1] if left <= len(texts) else ""
            others = any(texts[: left - 1]) or any(texts[right:])
            if text and others:
                self._say(row, texts, left, right, text)
                if last > row:
                    self._open.append((left, right, last, text))

    def _say(self, row: int, texts: list[str], left: int, right: int, text: str) -> None:
        texts += [""] * (right - len(texts))
        texts[left - 1 : right] = [text] * (right - left + 1)
        if right > left:
            self.wide.add(row)
