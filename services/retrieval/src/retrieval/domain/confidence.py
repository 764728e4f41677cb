"""How sure a search may be that what it found answers the question."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import astuple, dataclass
from math import exp

from retrieval.domain.fusion import Ranked

RIVALS = 10
LOOKED_AT = 3

INTERCEPT = -4.23
COEFFICIENTS = (5.08, 3.02, 1.07, 1.14, 0.99)
"""Of the signals in their order; `benches/train_confidence.py` computes them."""


@dataclass(frozen=True, slots=True)
class Signals:
    """All from 0 to 1.

    `cosine` is the best one; `margin` how far it stands above the tenth; `coverage` the share of the
    question's words, by rarity, in the best of the first passages; `words` the best BM25 share;
    `agreement` is 1 when both rankings put the same passage first.
    """

    cosine: float
    margin: float
    coverage: float
    words: float
    agreement: float


def signals(
    ranked: Sequence[Ranked], found_terms: Sequence[Set[int]], rarities: Mapping[int, float]
) -> Signals:
    """Of the candidates, best first, with the terms of the first ones and of the question."""
    if not ranked:
        return Signals(0, 0, 0, 0, 0)
    cosines = sorted((one.dense for one in ranked), reverse=True)
    rival = cosines[min(RIVALS, len(cosines)) - 1] if len(cosines) > 1 else 0.0
    total = sum(rarities.values())
    covered = max(
        (sum(rarities.get(term, 0) for term in terms) for terms in found_terms[:LOOKED_AT]), default=0.0
    )
    first = ranked[0]
    return Signals(
        cosine=max(0.0, cosines[0]),
        margin=max(0.0, cosines[0] - rival),
        coverage=covered / total if total else 0.0,
        words=max(one.bm25 for one in ranked),
        agreement=1 / (1 + first.dense_place + first.bm25_place),
    )


def confidence(seen: Signals) -> float:
    """A logistic function of the signals."""
    x = INTERCEPT + sum(weight * value for weight, value in zip(COEFFICIENTS, astuple(seen), strict=True))
    return round(1 / (1 + exp(-x)), 4)
