"""What searches showed for the questions of a world."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import compress

import numpy as np

from benches.answerability.worlds import Kind
from retrieval.domain.confidence import Signals

ANSWERED = 2 / 3
"""The share of questions with an answer that the probabilities suppose."""


@dataclass(frozen=True, slots=True)
class Seen:
    """The signals, kind and vector (alone) of each question."""

    signals: list[Signals]
    kinds: list[Kind]
    vectors: list[np.ndarray]

    @property
    def answered(self) -> np.ndarray:
        return self.of("answered")

    def of(self, kind: Kind) -> np.ndarray:
        """Which questions are of this kind."""
        return np.array([one == kind for one in self.kinds])

    @property
    def importance(self) -> np.ndarray:
        """So that two of three questions have an answer; 1 in all."""
        good = self.answered
        return np.where(good, ANSWERED / good.sum(), (1 - ANSWERED) / (~good).sum())

    @property
    def teaching(self) -> np.ndarray:
        """The same, where every kind of question without an answer weighs as much as another."""
        good = self.answered
        weight = np.where(good, ANSWERED / good.sum(), 0.0)
        kinds = [self.of(kind) for kind in sorted(set(self.kinds) - {"answered"})]
        for kind in kinds:
            weight[kind] = (1 - ANSWERED) / len(kinds) / kind.sum()
        return weight

    @classmethod
    def joined(cls, parts: Sequence[Seen]) -> Seen:
        return cls(
            [one for part in parts for one in part.signals],
            [one for part in parts for one in part.kinds],
            [one for part in parts for one in part.vectors],
        )

    def only(self, wanted: Sequence[bool]) -> Seen:
        """Those questions for which it is true."""
        return Seen(
            list(compress(self.signals, wanted)),
            list(compress(self.kinds, wanted)),
            list(compress(self.vectors, wanted)),
        )

    def along(self, seldom: np.ndarray) -> Seen:
        """As if `seldom` were the direction of what is asked in vain."""
        cosines = (float(vector @ seldom) for vector in self.vectors)
        signals = [replace(one, seldom=cosine) for one, cosine in zip(self.signals, cosines, strict=True)]
        return Seen(signals, self.kinds, self.vectors)
