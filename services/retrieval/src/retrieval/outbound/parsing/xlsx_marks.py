"""What a worksheet says of its rows, columns and formulas, which openpyxl does not tell row by row."""

from __future__ import annotations

import re
from dataclasses import dataclass

_ROW = re.compile(rb"<(?:\w+:)?row\s([^>]*)>")
_COLUMN = re.compile(rb"<(?:\w+:)?col\s([^>]*)>")
_NUMBER = re.compile(rb"\b(r|min|max)=\"(\d{1,7})\"")
_HIDDEN = re.compile(rb"\bhidden=\"(?:1|true)\"")
_FOLDED = re.compile(rb"\boutlineLevel=\"[1-9]")
_FILTERED = b"filterColumn"
_FORMULA = re.compile(
    rb"<(?:\w+:)?c\b([^>]*)>\s*<(?:\w+:)?f\b[^>]*?(?:/>|>[^<]*</(?:\w+:)?f>)\s*"
    rb"(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v></|</(?:\w+:)?c>)"
)
_EMPTY_TEXT = b't="str"'


@dataclass(frozen=True, slots=True)
class Marks:
    """Rows and columns that somebody hid, from 1, and how many formulas were saved without a result."""

    rows: frozenset[int] = frozenset()
    columns: tuple[tuple[int, int], ...] = ()
    unsolved: int = 0

    @classmethod
    def of(cls, body: bytes) -> Marks:
        """What is folded or filtered away is one click from being seen, and not hidden."""
        rows = (
            []
            if _FILTERED in body
            else [_numbers(one[1])["r"] for one in _ROW.finditer(body) if _is_hidden(one)]
        )
        columns = [_numbers(one[1]) for one in _COLUMN.finditer(body) if _is_hidden(one)]
        unsolved = sum(_EMPTY_TEXT not in one[1] for one in _FORMULA.finditer(body))
        return cls(frozenset(rows), tuple((one["min"], one["max"]) for one in columns), unsolved)

    def shown(self, texts: list[str]) -> list[str]:
        """A row's cells, empty where their column is hidden."""
        return ["" if self.hides(at) else text for at, text in enumerate(texts, 1)]

    def hides(self, column: int) -> bool:
        return any(first <= column <= last for first, last in self.columns)


def _is_hidden(found: re.Match[bytes]) -> bool:
    return _HIDDEN.search(found[1]) is not None and _FOLDED.search(found[1]) is None


def _numbers(attributes: bytes) -> dict[str, int]:
    return {"r": 0, "min": 0, "max": 0} | {
        name.decode(): int(number) for name, number in _NUMBER.findall(attributes)
    }
