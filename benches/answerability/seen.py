"""What searches showed for the questions of a world."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import compress

import numpy as np

from benches.answerability.worlds import Kind
from retrieval.domain.common_direction import USUAL
from retrieval.domain.confidence import Signals

ANSWERED = 2 / 3
"""The share of questions with an answer that the probabilities suppose."""


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
        """The same, where near questions without an answer weigh as much as foreign ones, and those that were
        left open as much as those whose answer was taken out."""
        good = self.answered
        weight = np.where(good, ANSWERED / good.sum(), 0.0)
        near: list[Kind] = [kind for kind in ("left open", "taken out") if kind in self.kinds]
        foreign: list[Kind] = ["foreign"]
        halves = [half for half in (near, foreign) if half and half[0] in self.kinds]
        for half in halves:
            for kind in half:
                weight[self.of(kind)] = (1 - ANSWERED) / len(halves) / len(half) / self.of(kind).sum()
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
            replace(one, seldom=max(USUAL, float(vector @ open_.seldom)), missed=float(missed @ open_.missed))
            for one, vector, missed in zip(self.signals, self.vectors, self.missed, strict=True)
        ]
        return replace(self, signals=signals)
