"""A question with the words that search took its mistyped ones for."""

from __future__ import annotations

import re
from collections.abc import Collection
from itertools import takewhile

_WORD = re.compile(r"[^\W\d_]+")


def as_meant(question: str, meant: Collection[str]) -> str:
    """`meant` are in lower case; the words one edit away from them are what was mistyped."""
    if not meant:
        return question

    def read(match: re.Match[str]) -> str:
        word = match[0].lower()
        return next((one for one in meant if word not in meant and _one_edit(word, one)), match[0])

    return _WORD.sub(read, question)


def _one_edit(word: str, other: str) -> bool:
    """A letter more, less or another one, or two that changed places."""
    start = _shared(word, other)
    end = _shared(word[start:][::-1], other[start:][::-1])
    left, right = word[start : len(word) - end], other[start : len(other) - end]
    return max(len(left), len(right)) == 1 or (len(left) == 2 and left == right[::-1])


def _shared(word: str, other: str) -> int:
    """How many letters both begin with."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(word, other, strict=False)))
