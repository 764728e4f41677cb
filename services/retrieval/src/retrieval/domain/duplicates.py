"""Passages of one document that say the same: boilerplate, accordions in the page twice, copied rows."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from heapq import nsmallest
from zlib import crc32

from retrieval.domain.document import Draft

ALIKE = 0.9
"""The share of common shingles from which two passages are one."""
SHINGLE = 3
SKETCH = 6
_WORD = re.compile(r"\w+(?:['’]\w+)?")
_NOT = frozenset(
    (
        "no",
        "not",
        "never",
        "none",
        "nor",
        "without",
        "nicht",
        "nie",
        "kein",
        "keine",
        "ohne",
        "pas",
        "sans",
        "sin",
    )
)
Key = tuple[str, tuple[str, ...]]


def without_duplicates(drafts: Sequence[Draft]) -> list[Draft]:
    """The first of those that say the same below the same heading or question, in order.

    Words with digits and negations must be the same: a price list's rows differ in nothing else.
    """
    words = [_WORD.findall(draft.text.casefold()) for draft in drafts]
    keys = [(_name(draft), _fixed(said)) for draft, said in zip(drafts, words, strict=True)]
    often = Counter(keys)
    kept: list[Draft] = []
    known: dict[tuple[Key, int], list[frozenset[int]]] = defaultdict(list)
    for draft, key, said in zip(drafts, keys, words, strict=True):
        if often[key] > 1:
            shingles = _shingles(said)
            marks = [(key, mark) for mark in nsmallest(SKETCH, shingles)]
            if any(_alike(shingles, other) for mark in marks for other in known[mark]):
                continue
            for mark in marks:
                known[mark].append(shingles)
        kept.append(draft)
    return kept


def _name(draft: Draft) -> str:
    """A question that a page shows as a heading is the same as one it states for machines."""
    name = draft.question or draft.heading.rpartition(" › ")[2]
    return " ".join(_WORD.findall(name.casefold()))


def _fixed(words: Sequence[str]) -> tuple[str, ...]:
    return tuple(word for word in words if word in _NOT or word.endswith(("n't", "n’t")) or _has_digit(word))


def _has_digit(word: str) -> bool:
    return any(map(str.isdigit, word))


def _shingles(words: Sequence[str]) -> frozenset[int]:
    """The hashes of every few words in a row, the same in every process."""
    return frozenset(crc32(run.encode()) for run in _runs(words))


def _runs(words: Sequence[str]) -> Iterator[str]:
    for at in range(max(1, len(words) - SHINGLE + 1)):
        yield " ".join(words[at : at + SHINGLE])


def _alike(one: frozenset[int], other: frozenset[int]) -> bool:
    return len(one & other) >= ALIKE * len(one | other)
