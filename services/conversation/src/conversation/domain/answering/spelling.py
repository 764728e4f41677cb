"""A question with the words that search took its mistyped ones for."""

from __future__ import annotations

import re
from collections.abc import Collection
from itertools import takewhile

_WORD = re.compile(r"[^\W\d_]+")
SWAPPED, LONGER_OR_SHORTER, REPLACED = range(3)
"""Slips of the fingers, the likeliest first."""


def as_meant(question: str, meant: Collection[str]) -> str:
    """`meant` are in lower case; what is one slip from one, by the likeliest slip found, was mistyped."""
    if not meant:
        return question
    words = {word.lower() for word in _WORD.findall(question)}.difference(meant)
    read: dict[str, str] = {}
    for one in meant:
        slips = {word: slip for word in words if (slip := _slip(word, one)) is not None}
        read |= {word: one for word, slip in slips.items() if slip == min(slips.values())}
    return _WORD.sub(lambda match: read.get(match[0].lower(), match[0]), question)


def _slip(word: str, other: str) -> int | None:
    """The one slip between them; nobody mistypes the first letter but by swapping it with the second."""
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
