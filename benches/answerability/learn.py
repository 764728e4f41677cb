"""Fits the weights of both doubts, for both kinds of knowledge at once."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from benches.answerability.seen import Seen
from retrieval.domain.confidence import Doubt, Signals, Weights, phrased

FEW = ("score", "lead", "length", "unheard", "size", "common", "seldom", "missed", "said", "rarest")
MANY = ("score", "length", "share", "size")
"""Chosen by what was refused of the learning worlds when learned from the others."""
RIDGE = 1e-4
FREE = 1e-4
"""Of what holds a slope back, how much holds an intercept: enough for a kind that no world has."""
STEPS = 25


def fit(worlds: Sequence[Seen]) -> list[Doubt]:
    """That a question is foreign, and that it is left open; every world weighs the same."""
    x = np.array([_row(one) for world in worlds for one in world.signals])
    foreign = np.concatenate([world.of("foreign") for world in worlds])
    answered = np.concatenate([world.answered for world in worlds])
    share = np.concatenate([world.teaching for world in worlds]) / len(worlds)
    middle = share @ x
    spread = np.sqrt(share @ (x - middle) ** 2) + 1e-9
    z = np.hstack([(x - middle) / spread, np.ones((len(x), 1))])
    found = _newton(z, np.stack([foreign, ~foreign & ~answered], axis=1).astype(float), share)
    slopes = found[:, :-1] / spread
    return [
        _doubt(float(base), row) for base, row in zip(found[:, -1] - slopes @ middle, slopes, strict=True)
    ]


def _newton(z: np.ndarray, y: np.ndarray, share: np.ndarray) -> np.ndarray:
    """The log odds of every column of `y` against none of them: a row of slopes for each."""
    kinds, width = y.shape[1], z.shape[1]
    ridge = RIDGE * np.tile(np.append(np.ones(width - 1), FREE), kinds)
    found = np.zeros(kinds * width)
    for _ in range(STEPS):
        odds = np.exp(z @ found.reshape(kinds, width).T)
        p = odds / (1 + odds.sum(axis=1, keepdims=True))
        slope = (z.T @ (share[:, None] * (p - y))).T.ravel() + ridge * found
        blocks = [
            [(z.T * (share * p[:, a] * ((a == b) - p[:, b]))) @ z for b in range(kinds)] for a in range(kinds)
        ]
        found -= np.linalg.solve(np.block(blocks) + np.diag(ridge), slope)
    return found.reshape(kinds, width)


def _row(seen: Signals) -> list[float]:
    mixed = phrased(seen)
    few = [(1 - mixed) * getattr(seen, name) for name in FEW]
    return [*few, *(mixed * getattr(seen, name) for name in MANY), mixed]


def _doubt(base: float, slopes: np.ndarray) -> Doubt:
    few, many, more = slopes[: len(FEW)], slopes[len(FEW) : -1], float(slopes[-1])
    return Doubt(_weights(base, FEW, few), _weights(base + more, MANY, many))


def _weights(intercept: float, names: Sequence[str], values: np.ndarray) -> Weights:
    found = dict.fromkeys(Signals._fields, 0.0) | dict(zip(names, values, strict=True))
    each = Signals(**{name: round(float(value), 2) for name, value in found.items()})
    return Weights(round(intercept, 2), each)


def spelled(doubt: Doubt) -> str:
    """As it stands in `domain/confidence.py`."""
    one, many = (
        f"Weights({part.intercept}, Signals({', '.join(map(str, part.each))}))"
        for part in (doubt.one, doubt.many)
    )
    return f"Doubt({one}, {many})"
