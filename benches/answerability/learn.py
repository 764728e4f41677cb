"""Fits the weights of both kinds of knowledge at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import astuple, fields

import numpy as np

from benches.answerability.seen import Seen
from retrieval.domain.confidence import Signals, Weights, phrased

FEW = ("score", "lead", "unheard", "size", "common", "seldom", "missed")
MANY = ("score", "length", "share", "size")
"""Chosen by the loss on each of the learning worlds when learned from the others."""
RIDGE = 1e-4


def fit(worlds: Sequence[Seen]) -> tuple[Weights, Weights]:
    """By Newton's method; every world weighs the same."""
    x = np.array([_row(one) for world in worlds for one in world.signals])
    y = np.concatenate([world.answered for world in worlds]).astype(float)
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
