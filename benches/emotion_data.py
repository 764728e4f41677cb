"""GoEmotions as it was published, how its labels are folded to Ekman's, and F1 with thresholds."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

EKMAN = {
    "anger": ("anger", "annoyance", "disapproval"),
    "disgust": ("disgust",),
    "fear": ("fear", "nervousness"),
    "joy": (
        "admiration",
        "amusement",
        "approval",
        "caring",
        "desire",
        "excitement",
        "gratitude",
        "joy",
        "love",
        "optimism",
        "pride",
        "relief",
    ),
    "sadness": ("disappointment", "embarrassment", "grief", "remorse", "sadness"),
    "surprise": ("confusion", "curiosity", "realization", "surprise"),
    "neutral": ("neutral",),
}
LABELS = sorted(label for labels in EKMAN.values() for label in labels)
COLUMNS = [*LABELS, *(f"ekman:{label}" for label in EKMAN)]
DRAWS = 20

Array = np.ndarray[Any, Any]


@dataclass(frozen=True)
class Split:
    """`truth` has a row per text and a column per label, 0 or 1."""

    texts: list[str]
    truth: Array


def read_split(folder: Path, name: str) -> Split:
    rows = [json.loads(line) for line in (folder / f"{name}.jsonl").read_text().splitlines()]
    truth = np.array([[label in row["labels"] for label in LABELS] for row in rows], np.float32)
    return Split([row["text"] for row in rows], truth)


def folded_truth(truth: Array) -> Array:
    """Ekman's labels: one holds when any of those folded into it does."""
    columns = [[LABELS.index(label) for label in labels] for labels in EKMAN.values()]
    return np.stack([truth[:, places].max(1) for places in columns], axis=1)


def f1(chosen: Array, truth: Array) -> Array:
    """Of every column."""
    return 2 * (chosen * truth).sum(0) / np.maximum(1, chosen.sum(0) + truth.sum(0))


def chosen(scores: Array, threshold: Array) -> Array:
    """The labels that reach their threshold; where none does, the nearest: no text of the set has none."""
    holds = (scores > threshold).astype(np.float32)
    without = holds.sum(1) == 0
    holds[without, (scores[without] / threshold).argmax(1)] = 1
    return holds


def f1_thresholds(scores: Array, truth: Array) -> list[float]:
    """Per column the median of the best thresholds of many draws with replacement."""
    draw = np.random.default_rng(0)
    picks = [draw.integers(0, len(scores), len(scores)) for _ in range(DRAWS)]
    return [
        float(
            np.median([_best(scores[pick, at], truth[pick, at]) for pick in picks if truth[pick, at].any()])
        )
        for at in range(scores.shape[1])
    ]


def _best(scores: Array, truth: Array) -> float:
    order = np.argsort(-scores)
    right = np.cumsum(truth[order])
    place = int((2 * right / (np.arange(1, len(order) + 1) + truth.sum())).argmax())
    following: Sequence[int] = order[place : place + 2]
    return float(scores[following].mean())
