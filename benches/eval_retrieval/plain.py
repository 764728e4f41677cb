"""The plain parts that the product is compared with: BM25, dense, RRF and a simple weighted sum."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from math import log

import numpy as np
from numpy.typing import NDArray
from py_rust_stemmers import SnowballStemmer

K1, B, RRF_K = 0.9, 0.4, 60
WEIGHTS = (0.3, 0.5, 0.7)
WINDOWS: dict[str, int | None] = {"last message": 1, "last 3": 3, "last 5": 5, "whole history": None}
_STOP = """
a an and are as at be but by for if in into is it no not of on or such that the their then there these they
this to was will with
"""
STOP = frozenset(_STOP.split())
_WORD = re.compile(r"[^\W_]+")
Scores = NDArray[np.float32]


class PlainBm25:
    """Porter stems of the second edition, Lucene's stop words, k1 0.9, b 0.4."""

    def __init__(self, texts: Sequence[str]) -> None:
        self._stemmer = SnowballStemmer("english")
        self._size = len(texts)
        counted = [Counter(self._stems(text)) for text in texts]
        lengths = [counts.total() for counts in counted]
        mean = sum(lengths) / len(lengths)
        self._postings: dict[str, list[tuple[int, float]]] = {}
        for at, counts in enumerate(counted):
            norm = K1 * (1 - B + B * lengths[at] / mean)
            for stem, count in counts.items():
                self._postings.setdefault(stem, []).append((at, count * (K1 + 1) / (count + norm)))

    def scores(self, query: str) -> Scores:
        total = np.zeros(self._size, np.float32)
        for stem, count in Counter(self._stems(query)).items():
            postings = self._postings.get(stem, [])
            rarity = log(1 + (self._size - len(postings) + 0.5) / (len(postings) + 0.5))
            for at, weight in postings:
                total[at] += count * rarity * weight
        return total

    def _stems(self, text: str) -> list[str]:
        words = (word for word in _WORD.findall(text.lower()) if word not in STOP)
        return [self._stemmer.stem_word(word) for word in words]


def rankings(words: Scores, dense: Scores) -> Iterator[tuple[str, Scores]]:
    """Every plain way to order the entries, by its name."""
    yield "BM25", words
    yield "dense", dense
    yield "RRF", _reciprocal(dense) + _reciprocal(words) * (words > 0)
    share = words / (words.max() or 1)
    for weight in WEIGHTS:
        yield f"weighted sum {weight}", weight * dense + (1 - weight) * share


def _reciprocal(scores: Scores) -> Scores:
    places = np.empty(len(scores), np.float32)
    places[np.argsort(-scores, kind="stable")] = np.arange(1, len(scores) + 1)
    return 1 / (RRF_K + places)
