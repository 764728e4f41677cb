"""What a customer feels, in the nine words that support needs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal

Feeling = Literal[
    "anger", "frustration", "sadness", "fear", "joy", "gratitude", "surprise", "confusion", "neutral"
]


@dataclass(frozen=True, slots=True)
class Emotion:
    """`intensity` runs from 0 to 1; `scores` holds the probability of every feeling."""

    label: Feeling = "neutral"
    intensity: float = 0.0
    scores: Mapping[str, float] = field(default_factory=dict)


ReadEmotion = Callable[[str], Emotion]


def unmoved(_text: str) -> Emotion:
    """Reads no emotion at all: for where no model is loaded."""
    return Emotion()
