"""Directions among the packaged model's vectors, and how they are packed."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Sequence

import numpy as np

from benches.answerability.seen import Seen

STEPS = 500
SHRINKAGE = 3.0
"""Of the spread among questions of a kind, in its mean: chosen by companies that were left out."""


def packed(middles: Sequence[np.ndarray]) -> str:
    """The middle of them as it stands in `domain/common_direction.py`, of which only the direction counts."""
    whole = np.mean(middles, axis=0)
    steps = np.round(whole / np.linalg.norm(whole) * STEPS).clip(-127, 127)
    return b64encode(steps.astype(np.int8).tobytes()).decode()


def seldom(worlds: Sequence[Seen]) -> np.ndarray:
    """From what companies answer to what they leave open, of length 1: Fisher's, held back."""
    companies = [world for world in worlds if world.of("left open").any()]
    open_, said = (
        np.vstack([np.array(world.vectors)[world.of(kind)] for world in companies])
        for kind in ("left open", "answered")
    )
    around = np.vstack([open_ - open_.mean(axis=0), said - said.mean(axis=0)])
    spread = around.T @ around / len(around)
    spread += SHRINKAGE * np.trace(spread) / len(spread) * np.eye(len(spread))
    found: np.ndarray = np.linalg.solve(spread, open_.mean(axis=0) - said.mean(axis=0))
    return found / np.linalg.norm(found)


def crossed(worlds: Sequence[Seen]) -> list[Seen]:
    """Each with the direction learned from the others: a company's own would flatter it."""
    whole = seldom(worlds)
    return [
        world.along(seldom([other for other in worlds if other is not world]))
        if world.of("left open").any()
        else world.along(whole)
        for world in worlds
    ]
