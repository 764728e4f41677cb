"""How rare each word is in a bot's knowledge."""

from __future__ import annotations

import sys
from array import array
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from math import log


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """`counts` says in how many of the `passages` a term occurs."""

    passages: int = 0
    counts: Mapping[int, int] = field(default_factory=dict)

    @classmethod
    def of(cls, passages: Iterable[Iterable[int]]) -> Vocabulary:
        """From the terms of every passage."""
        counted: Counter[int] = Counter()
        number = 0
        for terms in passages:
            counted.update(set(terms))
            number += 1
        return cls(number, counted)

    @classmethod
    def merged(cls, parts: Iterable[Vocabulary]) -> Vocabulary:
        counted: Counter[int] = Counter()
        number = 0
        for part in parts:
            counted.update(part.counts)
            number += part.passages
        return cls(number, counted)

    def rarity(self, term: int) -> float:
        """BM25's inverse document frequency; a term that never occurs is the rarest of all."""
        found = self.counts.get(term, 0)
        return log(1 + (self.passages - found + 0.5) / (found + 0.5))

    def to_bytes(self) -> bytes:
        """Terms, then counts, as little-endian 32-bit numbers after the number of passages."""
        packed = array("I", [self.passages, *self.counts.keys(), *self.counts.values()])
        return _little(packed).tobytes()

    @classmethod
    def from_bytes(cls, raw: bytes) -> Vocabulary:
        packed = array("I")
        packed.frombytes(raw)
        passages, *rest = _little(packed)
        half = len(rest) // 2
        return cls(passages, dict(zip(rest[:half], rest[half:], strict=True)))


def _little(packed: array[int]) -> array[int]:
    if sys.byteorder == "big":
        packed.byteswap()
    return packed
