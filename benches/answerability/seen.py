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
LEFT_OPEN: dict[Kind, float] = {"left open": 2.0, "taken out": 0.5, "foreign": 1.5}
TAKEN_OUT: dict[Kind, float] = {"taken out": 2.5, "foreign": 1.5}
"""What each kind of question teaches, where there are open ones and where there are none."""


@dataclass(frozen=True, slots=True)
class Directions:
    """From what companies answer to what they leave open, of length 1: of questions, and of missing words."""

    seldom: np.ndarray
    missed: np.ndarray


@dataclass(frozen=True, slots=True)
class Seen:
    """The signals, kind and vector (alone) of each question, and the sum of what the words are like that the
    first passage lacked; `world` says where they were asked."""

    signals: list[Signals]
    kinds: list[Kind]
    vectors: list[np.ndarray]
    missed: list[np.ndarray]
    world: str = ""

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
        """The same, where the kinds of questions without an answer have parts of their own."""
        good = self.answered
        weight = np.where(good, ANSWERED / good.sum(), 0.0)
        parts = LEFT_OPEN if "left open" in self.kinds else TAKEN_OUT
        here = {kind: part for kind, part in parts.items() if kind in self.kinds}
        for kind, part in here.items():
            weight[self.of(kind)] = (1 - ANSWERED) * part / sum(here.values()) / self.of(kind).sum()
        return weight

    @classmethod
    def joined(cls, parts: Sequence[Seen]) -> Seen:
        return cls(
            [one for part in parts for one in part.signals],
            [one for part in parts for one in part.kinds],
            [one for part in parts for one in part.vectors],
            [one for part in parts for one in part.missed],
            parts[0].world,
        )

    def only(self, wanted: Sequence[bool]) -> Seen:
        """Those questions for which it is true."""
        return Seen(
            list(compress(self.signals, wanted)),
            list(compress(self.kinds, wanted)),
            list(compress(self.vectors, wanted)),
            list(compress(self.missed, wanted)),
            self.world,
        )

    def along(self, open_: Directions) -> Seen:
        """As if those were the product's directions of what is asked in vain."""
        signals = [
            one._replace(seldom=float(vector @ open_.seldom), missed=float(missed @ open_.missed))
            for one, vector, missed in zip(self.signals, self.vectors, self.missed, strict=True)
        ]
        return replace(self, signals=signals)
