"""Whether two customers asked the same."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from retrieval.domain.passages import Vector

SAME_QUESTION = 0.94
"""The least cosine without a false hit among the training questions of banking77: `make eval-reuse`."""

_NUMBER = re.compile(r"\d+(?:[.,:]\d+)*")
_NEGATION = re.compile(r"\b(?:not?|never|without|cannot|\w+n['’]t)\b", re.I)


@dataclass(frozen=True, slots=True)
class Remembered:
    """The question of an earlier turn whose answer may serve again."""

    turn_id: str
    question: str
    vector: Vector


def alike(question: str, other: str) -> bool:
    """Whether both speak of the same numbers, and deny or do not deny: cosines hardly see either."""
    return set(_NUMBER.findall(question)) == set(_NUMBER.findall(other)) and bool(
        _NEGATION.search(question)
    ) == bool(_NEGATION.search(other))


def same_question(vector: Vector, alike_ones: Iterable[Remembered]) -> tuple[str, float] | None:
    """The turn of the nearest of questions that are `alike`, and how near, if it is near enough."""
    near = [(_cosine(vector, one.vector), one.turn_id) for one in alike_ones]
    cosine, turn_id = max(near, key=lambda one: one[0], default=(0.0, ""))
    return (turn_id, round(min(cosine, 1.0), 4)) if cosine >= SAME_QUESTION else None


def _cosine(one: Sequence[float], other: Sequence[float]) -> float:
    """Of vectors of length 1; those of two models have nothing to say about each other."""
    if len(one) != len(other):
        return 0.0
    return sum(a * b for a, b in zip(one, other, strict=True))
