"""Fits the weights of both kinds of knowledge at once."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Sequence
from dataclasses import astuple, dataclass, fields

import numpy as np

from retrieval.domain.confidence import Signals, Weights, phrased

ANSWERED = 2 / 3
"""The share of questions with an answer that the probabilities suppose."""
FEW = ("score", "lead", "length", "unheard", "size", "field", "common")
MANY = ("score", "length", "share", "size")
"""Chosen by the loss on each of the learning worlds when learned from the others."""
RIDGE = 1e-4
STEPS = 500


@dataclass(frozen=True, slots=True)
class Seen:
    """What the questions of a world showed; `answered` says which have an answer, `far` which are foreign."""

    signals: list[Signals]
    answered: list[bool]
    far: list[bool]

    @property
    def importance(self) -> np.ndarray:
        """So that two of three questions have an answer; 1 in all."""
        good = np.array(self.answered)
        return np.where(good, ANSWERED / good.sum(), (1 - ANSWERED) / (~good).sum())

    @property
    def teaching(self) -> np.ndarray:
        """The same, where near questions without an answer weigh as much as foreign ones."""
        good, far = np.array(self.answered), np.array(self.far)
        kinds = [one for one in (~good & ~far, far) if one.any()]
        weight = np.where(good, ANSWERED / good.sum(), 0.0)
        for kind in kinds:
            weight[kind] = (1 - ANSWERED) / len(kinds) / kind.sum()
        return weight

    @classmethod
    def joined(cls, parts: Sequence[Seen]) -> Seen:
        return cls(
            [one for part in parts for one in part.signals],
            [one for part in parts for one in part.answered],
            [one for part in parts for one in part.far],
        )

    def only(self, wanted: Sequence[bool]) -> Seen:
        """Those questions for which it is true."""
        at = [place for place, one in enumerate(wanted) if one]
        return Seen(
            [self.signals[one] for one in at],
            [self.answered[one] for one in at],
            [self.far[one] for one in at],
        )


def fit(worlds: Sequence[Seen]) -> tuple[Weights, Weights]:
    """By Newton's method; every world weighs the same."""
    x = np.array([_row(one) for world in worlds for one in world.signals])
    y = np.array([float(one) for world in worlds for one in world.answered])
    share = np.concatenate([world.teaching for world in worlds]) / len(worlds)
    middle = share @ x
    spread = np.sqrt(share @ (x - middle) ** 2) + 1e-9
    z = np.hstack([(x - middle) / spread, np.ones((len(x), 1))])
    ridge = np.diag([RIDGE] * x.shape[1] + [0.0])
    found = np.zeros(z.shape[1])
    for _ in range(50):
        p = 1 / (1 + np.exp(-(z @ found)))
        curve = (z.T * (share * p * (1 - p))) @ z + ridge
        found -= np.linalg.solve(curve, z.T @ (share * (p - y)) + ridge @ found)
    slopes = found[:-1] / spread
    base = float(found[-1] - slopes @ middle)
    few, many, more = slopes[: len(FEW)], slopes[len(FEW) : -1], float(slopes[-1])
    return _weights(base, FEW, few), _weights(base + more, MANY, many)


def _row(seen: Signals) -> list[float]:
    mixed = phrased(seen)
    few = [(1 - mixed) * getattr(seen, name) for name in FEW]
    return [*few, *(mixed * getattr(seen, name) for name in MANY), mixed]


def _weights(intercept: float, names: Sequence[str], values: Sequence[float]) -> Weights:
    found = {one.name: 0.0 for one in fields(Weights)}
    found |= {"intercept": intercept, **dict(zip(names, values, strict=True))}
    return Weights(**{name: round(float(value), 2) for name, value in found.items()})


def spelled(weights: Weights) -> str:
    """As it stands in `domain/confidence.py`."""
    return f"Weights({', '.join(map(str, astuple(weights)))})"


def packed(middles: Sequence[np.ndarray]) -> str:
    """The middle of them as it stands in `domain/common_direction.py`, of which only the direction counts."""
    whole = np.mean(middles, axis=0)
    steps = np.round(whole / np.linalg.norm(whole) * STEPS).clip(-127, 127)
    return b64encode(steps.astype(np.int8).tobytes()).decode()
