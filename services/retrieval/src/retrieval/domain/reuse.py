"""Whether two customers asked the same question."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from retrieval.domain.passages import Vector

SAME_QUESTION = 0.94
"""The lowest cosine without a false hit among banking77's training questions: `make eval-reuse`."""

_NUMBER = re.compile(r"\d+(?:[.,:]\d+)*")
_NEGATION = re.compile(r"\b(?:not?|never|without|cannot|\w+n['’]t)\b", re.I)


@dataclass(frozen=True, slots=True)
class Remembered:
    """An earlier turn's question, whose answer may be given again."""

    turn_id: str
    question: str
    vector: Vector


def alike(question: str, other: str) -> bool:
    """Whether both name the same numbers and both or neither contain a negation: cosines hardly see that."""
    return set(_NUMBER.findall(question)) == set(_NUMBER.findall(other)) and bool(
        _NEGATION.search(question)
    ) == bool(_NEGATION.search(other))


def same_question(vector: Vector, alike_ones: Iterable[Remembered]) -> tuple[str, float] | None:
    """The nearest turn among questions that are `alike`, with its cosine; None if none is near enough."""
    near = [(_cosine(vector, one.vector), one.turn_id) for one in alike_ones]
    cosine, turn_id = max(near, key=lambda one: one[0], default=(0.0, ""))
    return (turn_id, round(min(cosine, 1.0), 4)) if cosine >= SAME_QUESTION else None


def _cosine(one: Sequence[float], other: Sequence[float]) -> float:
    """Of normalised vectors; 0 for vectors of different models."""
    if len(one) != len(other):
        return 0.0
    return sum(a * b for a, b in zip(one, other, strict=True))
