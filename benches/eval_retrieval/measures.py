"""nDCG@10, recall@10 and reciprocal rank of one ranking."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import astuple, dataclass
from math import log2
from statistics import mean

DEPTH = 10


@dataclass(frozen=True, slots=True)
class Figures:
    ndcg: float
    recall: float
    mrr: float

    @classmethod
    def mean(cls, many: Sequence[Figures]) -> Figures:
        return cls(*map(mean, zip(*map(astuple, many), strict=True)))


def judge(ranking: Sequence[str], relevant: Mapping[str, float]) -> Figures:
    """Of entry ids, best first; each counts once."""
    first = list(dict.fromkeys(ranking))[:DEPTH]
    gains = [relevant.get(one, 0.0) for one in first]
    ideal = _discounted(sorted(relevant.values(), reverse=True)[:DEPTH])
    place = next((at for at, gain in enumerate(gains, 1) if gain > 0), None)
    found = sum(gain > 0 for gain in gains)
    return Figures(_discounted(gains) / ideal, found / len(relevant), 1 / place if place else 0.0)


def _discounted(gains: Sequence[float]) -> float:
    return sum(gain / log2(at + 1) for at, gain in enumerate(gains, 1))
