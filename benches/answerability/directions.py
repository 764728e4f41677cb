"""Directions among the packaged model's vectors, and how they are packed."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Sequence

import numpy as np

from benches.answerability.seen import Directions, Seen

STEPS = 500
PLACES = "dstc10_t2"
OF_PLACES = 0.3
QUESTIONS, WORDS = 1.0, 1.0
"""Shares of the mean spread that hold back, chosen by companies that were left out."""


def packed(middles: Sequence[np.ndarray]) -> str:
    """The middle of them as it stands in `domain/common_direction.py`, of which only the direction counts."""
    whole = np.mean(middles, axis=0)
    steps = np.round(whole / np.linalg.norm(whole) * STEPS).clip(-127, 127)
    return b64encode(steps.astype(np.int8).tobytes()).decode()


def learned(worlds: Sequence[Seen]) -> Directions:
    """From the companies among them; what is asked about places has an answer too, and other words."""
    companies = [world for world in worlds if world.of("left open").any()]
    places = [world.only(list(world.answered)) for world in worlds if world.world == PLACES][:1]
    open_, said = (
        np.concatenate([world.of(kind) for world in companies]) for kind in ("left open", "answered")
    )
    vectors = np.vstack([np.array(world.vectors) for world in companies])
    missed = np.vstack([np.array(world.missed) for world in companies])
    return Directions(
        _towards(vectors[open_], [vectors[said], *(np.array(one.vectors) for one in places)], QUESTIONS),
        _towards(missed[open_], [missed[said], *(np.array(one.missed) for one in places)], WORDS),
    )


def _towards(open_: np.ndarray, said: Sequence[np.ndarray], shrinkage: float) -> np.ndarray:
    """Fisher's direction, held back; of what is said, the second part counts less."""
    around = np.vstack([one - one.mean(axis=0) for one in (open_, *said)])
    spread = around.T @ around / len(around)
    spread += shrinkage * np.trace(spread) / len(spread) * np.eye(len(spread))
    middle = np.average([one.mean(axis=0) for one in said], axis=0, weights=[1, OF_PLACES][: len(said)])
    found: np.ndarray = np.linalg.solve(spread, open_.mean(axis=0) - middle)
    return found / np.linalg.norm(found)


def crossed(worlds: Sequence[Seen]) -> list[Seen]:
    """Each with the directions learned from the others: what it taught itself would flatter it."""
    return [
        world.along(learned([other for other in worlds if other is not world and not _same(other, world)]))
        for world in worlds
    ]


def _same(one: Seen, other: Seen) -> bool:
    """Whether both are asked the same questions."""
    return one.world == other.world == PLACES
