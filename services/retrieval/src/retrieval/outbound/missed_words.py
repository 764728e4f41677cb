"""How much it speaks against an answer that the passage lacks a word of the question."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Sequence
from functools import lru_cache
from pathlib import Path

FILE = Path(__file__).parents[1] / "models" / "missed_words.bin"
STEPS = 250
REMEMBERED = 20_000
Pieces = Callable[[str], Sequence[int]]


class MissedWords:
    """A word weighs what its pieces weigh."""

    def __init__(self, pieces: Pieces, path: Path = FILE) -> None:
        """`pieces` gives the numbers of a word's pieces. Raises OSError when the file is missing."""
        known = array("b", path.read_bytes())

        @lru_cache(REMEMBERED)
        def weight(word: str) -> float:
            return sum(known[piece] for piece in pieces(word) if piece < len(known)) / STEPS

        self._weight = weight

    def of(self, words: Sequence[str]) -> float:
        return sum(map(self._weight, words))
