"""How rare each word is in a bot's knowledge."""

from __future__ import annotations

import sys
from array import array
from collections import Counter
from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass, field
from math import log

_NAME = 1 << 31
HEADED = 3


def name_of(term: int) -> int:
    """The number of a term as part of a title or heading; words have 31 bits."""
    return term | _NAME


def name_weights(terms: Set[int]) -> dict[int, float]:
    """The weights of a passage's title and heading: a full mention adds up to 1."""
    return {name_of(term): 1 / len(terms) for term in terms}


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

    def name_rarity(self, term: int) -> float:
        """How rare a term is in titles and headings, at most 1; 0 when it heads too few passages.

        A term that heads a single passage is that passage's topic, which the next question may leave; one
        that heads several is what they are all about.
        """
        if self.counts.get(name_of(term), 0) < HEADED:
            return 0.0
        return self.rarity(name_of(term)) / log(1 + (self.passages - 0.5) / 1.5)

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
