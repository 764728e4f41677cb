"""How far probabilities can be believed: area under the curve, calibration error, and a plot of both."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np

BINS = 10
SIDE, EDGE = 260, 40


def area(good: Sequence[float], bad: Sequence[float]) -> float:
    """The chance that a good one scores above a bad one; ties count half."""
    above = np.searchsorted(np.sort(bad), good, "left") + np.searchsorted(np.sort(bad), good, "right")
    return float(above.sum() / (2 * len(good) * len(bad)))


def bins(sure: np.ndarray, true: np.ndarray, weight: np.ndarray) -> list[tuple[float, float, float]]:
    """Mean probability, share that was true, and share of the weight, of each tenth that is not empty."""
    place = np.minimum((sure * BINS).astype(int), BINS - 1)
    used = [place == one for one in range(BINS) if (place == one).any()]
    return [
        (
            float(np.average(sure[one], weights=weight[one])),
            float(np.average(true[one], weights=weight[one])),
            float(weight[one].sum() / weight.sum()),
        )
        for one in used
    ]


def calibration_error(sure: np.ndarray, true: np.ndarray, weight: np.ndarray) -> float:
    """The expected difference between a probability and the share that was true."""
    return sum(abs(mean - share) * part for mean, share, part in bins(sure, true, weight))


def draw(sure: np.ndarray, true: np.ndarray, weight: np.ndarray, target: Path) -> None:
    """An SVG: dots near the diagonal are probabilities that can be believed; their area is their number."""
    dots = [
        f'<circle cx="{EDGE + mean * SIDE:.1f}" cy="{EDGE + (1 - share) * SIDE:.1f}" '
        f'r="{3 + 12 * part**0.5:.1f}" fill="#2563eb" fill-opacity="0.7"/>'
        for mean, share, part in bins(sure, true, weight)
    ]
    size = SIDE + 2 * EDGE
    target.write_text(
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{size}" height="{size}" font-size="12" '
        f'font-family="sans-serif"><rect width="{size}" height="{size}" fill="#fff"/>'
        f'<rect x="{EDGE}" y="{EDGE}" width="{SIDE}" height="{SIDE}" fill="none" stroke="#999"/>'
        f'<path d="M{EDGE} {EDGE + SIDE}L{EDGE + SIDE} {EDGE}" stroke="#999" stroke-dasharray="4"/>'
        f'{"".join(dots)}<text x="{size / 2}" y="{size - 12}" text-anchor="middle">confidence</text>'
        f'<text transform="translate(16 {size / 2}) rotate(-90)" text-anchor="middle">true</text></svg>\n'
    )
