"""How rows about the same thing become one, whatever the order and however often they come.

Every rule is commutative, associative and idempotent; that alone makes figures independent of delivery.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Ledger:
    """One kind of entry: rows of `table` under `key`.

    Columns in `least`, `greatest` and `either` (booleans) are merged one by one; the columns in `carried`
    come together from the row whose `least` columns, in order, are lowest, or whose `greatest` are highest.
    """

    table: str
    key: tuple[str, ...]
    least: tuple[str, ...] = ()
    greatest: tuple[str, ...] = ()
    either: tuple[str, ...] = ()
    carried: tuple[str, ...] = ()

    @property
    def columns(self) -> tuple[str, ...]:
        return (*self.key, *self.least, *self.greatest, *self.either, *self.carried)

    @property
    def rank(self) -> tuple[str, ...]:
        """What decides between two rows whose columns travel together."""
        return self.least or self.greatest

    def merge(self, one: Row, other: Row) -> Row:
        """Both rows have the same key."""
        if self.carried:
            pick = min if self.least else max
            chosen: Row = pick(one, other, key=self._rank_of)
            return chosen
        merged = dict(one)
        merged |= {name: _known(min, one[name], other[name]) for name in self.least}
        merged |= {name: _known(max, one[name], other[name]) for name in self.greatest}
        merged |= {name: one[name] or other[name] for name in self.either}
        return merged

    def row(self, **values: Any) -> Row:
        """A row with every column; what is not given is unknown."""
        blank: Row = dict.fromkeys(self.columns) | dict.fromkeys(self.either, False)
        return blank | values

    def one_per_key(self, rows: Iterable[Row]) -> list[Row]:
        merged: dict[tuple[Any, ...], Row] = {}
        for row in rows:
            key = tuple(row[name] for name in self.key)
            merged[key] = self.merge(merged[key], row) if key in merged else row
        return [merged[key] for key in sorted(merged)]

    def _rank_of(self, row: Row) -> tuple[Any, ...]:
        return tuple(row[name] for name in self.rank)


def _known(pick: Callable[..., Any], one: Any, other: Any) -> Any:
    if one is None or other is None:
        return other if one is None else one
    return pick(one, other)
