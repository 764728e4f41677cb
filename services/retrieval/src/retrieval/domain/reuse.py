"""Whether two customers asked the same."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from contracts.cached_answer import CachedAnswer
from retrieval.domain.passages import Vector

SAME_QUESTION = 0.94
"""The least cosine without a false hit among the training questions of banking77: `make eval-reuse`."""

_NUMBER = re.compile(r"\d+(?:[.,:]\d+)*")
_NEGATION = re.compile(r"\b(?:not?|never|without|cannot|\w+n['’]t)\b", re.I)


@dataclass(frozen=True, slots=True)
class Remembered:
    """An answer of an earlier turn that may serve again, with the vector of its question."""

    question: str
    vector: Vector
    answer: CachedAnswer


def alike(question: str, other: str) -> bool:
    """Whether both speak of the same numbers, and deny or do not deny: cosines hardly see either."""
    return set(_NUMBER.findall(question)) == set(_NUMBER.findall(other)) and bool(
        _NEGATION.search(question)
    ) == bool(_NEGATION.search(other))


def reusable(vector: Vector, alike_ones: Iterable[Remembered]) -> CachedAnswer | None:
    """The answer to the nearest of questions that are `alike`, if it is near enough, with how near."""
    near = [(_cosine(vector, one.vector), one) for one in alike_ones]
    cosine, best = max(near, key=lambda one: one[0], default=(0.0, None))
    if best is None or cosine < SAME_QUESTION:
        return None
    return best.answer.model_copy(update={"similarity": round(min(cosine, 1.0), 4)})


def _cosine(one: Sequence[float], other: Sequence[float]) -> float:
    """Of vectors of length 1; those of two models have nothing to say about each other."""
    if len(one) != len(other):
        return 0.0
    return sum(a * b for a, b in zip(one, other, strict=True))
