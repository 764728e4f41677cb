"""Drops passages of one document that repeat another: boilerplate, accordions written twice, copied rows."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from heapq import nsmallest
from zlib import crc32

from retrieval.domain.document import Draft

SAME = 0.9
"""Passages that share this part of their shingles are duplicates."""
SHINGLE = 3
SKETCH = 6
_WORD = re.compile(r"\w+(?:['’]\w+)?")
_NEGATION = re.compile(r"no|not|never|none|nor|without|nicht|nie|keine?|ohne|pas|sans|sin|.*n['’]t")
Key = tuple[str, tuple[str, ...]]


def without_duplicates(drafts: Sequence[Draft]) -> list[Draft]:
    """The drafts in order, without those that repeat an earlier one below the same heading or question.

    Words with digits and negations must be equal: the rows of a price list differ in nothing else.
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
            if any(_nearly_equal(shingles, other) for mark in marks for other in known[mark]):
                continue
            for mark in marks:
                known[mark].append(shingles)
        kept.append(draft)
    return kept


def _name(draft: Draft) -> str:
    """The draft's question or heading: a page may hold a question as both, shown and in its metadata."""
    name = draft.question or draft.heading.rpartition(" › ")[2]
    return " ".join(_WORD.findall(name.casefold()))


def _fixed(words: Sequence[str]) -> tuple[str, ...]:
    return tuple(word for word in words if _NEGATION.fullmatch(word) or any(map(str.isdigit, word)))


def _shingles(words: Sequence[str]) -> frozenset[int]:
    """Hashes of every SHINGLE words in a row, the same in every process."""
    return frozenset(crc32(run.encode()) for run in _runs(words))


def _runs(words: Sequence[str]) -> Iterator[str]:
    for at in range(max(1, len(words) - SHINGLE + 1)):
        yield " ".join(words[at : at + SHINGLE])


def _nearly_equal(one: frozenset[int], other: frozenset[int]) -> bool:
    return len(one & other) >= SAME * len(one | other)
