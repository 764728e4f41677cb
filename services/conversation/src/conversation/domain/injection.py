"""Suspects that a text gives orders to the model. It only adds caution: nothing is refused because of it."""

from __future__ import annotations

import re
from dataclasses import dataclass

_OVERRIDES = re.compile(
    r"\b(?:ignore|disregard|forget)\W+(?:\w+\W+){0,3}(?:previous|prior|above|earlier)\b[^.]{0,20}\binstructions?\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Suspicion:
    """`score` runs from 0 to 1; `rules` names what was noticed, for the receipt."""

    score: float = 0.0
    rules: tuple[str, ...] = ()

    @property
    def suspicious(self) -> bool:
        return self.score >= 0.5


def suspect(text: str) -> Suspicion:
    """How much of an order to the model the text is."""
    return Suspicion(1.0, ("overrides_instructions",)) if _OVERRIDES.search(text) else Suspicion()
