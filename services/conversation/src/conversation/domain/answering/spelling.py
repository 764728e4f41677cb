"""Puts the words that search assumed in place of the mistyped ones of a question."""

from __future__ import annotations

import re
from collections.abc import Collection
from itertools import takewhile

_WORD = re.compile(r"[^\W\d_]+")
SWAPPED, LONGER_OR_SHORTER, REPLACED = range(3)
"""Slips of the fingers, the likeliest first."""


def as_meant(question: str, meant: Collection[str]) -> str:
    """The question with the words in `meant` (lower case) in place of those one slip away from them.

    When several words are one slip away, the likeliest slip counts.
    """
    if not meant:
        return question
    words = {word.lower() for word in _WORD.findall(question)}.difference(meant)
    read: dict[str, str] = {}
    for one in meant:
        slips = {word: slip for word in words if (slip := _slip(word, one)) is not None}
        read |= {word: one for word, slip in slips.items() if slip == min(slips.values())}
    return _WORD.sub(lambda match: read.get(match[0].lower(), match[0]), question)


def _slip(word: str, other: str) -> int | None:
    """The single slip between two words, or None. A first letter is only ever swapped with the second."""
    start = _shared(word, other)
    end = _shared(word[start:][::-1], other[start:][::-1])
    left, right = word[start : len(word) - end], other[start : len(other) - end]
    if len(left) == 2 and left == right[::-1]:
        return SWAPPED
    if start == 0 or max(len(left), len(right)) != 1:
        return None
    return REPLACED if left and right else LONGER_OR_SHORTER


def _shared(word: str, other: str) -> int:
    """How many letters both begin with."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(word, other, strict=False)))
