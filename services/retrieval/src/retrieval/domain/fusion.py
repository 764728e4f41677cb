"""Combines the two rankings of a hybrid search, by cosine and by BM25."""

from __future__ import annotations

from collections.abc import Sequence, Set
from operator import itemgetter
from typing import NamedTuple

from retrieval.domain.passages import Hits, Key, Scores

SHARE_OF_IDEAL = 0.7
"""BM25 scores are divided by at least this share of the best score that any passage could reach."""
NAME_WEIGHT = 0.25
"""What a passage gains at most when its title or heading is named in the conversation."""


class Ranked(NamedTuple):
    """A candidate with its cosine and its BM25 score (0..1).

    `boost`: the part of the score for being named in the conversation.
    """

    key: Key
    score: float
    dense: float
    bm25: float
    boost: float = 0.0


def fuse(hits: Hits, most: int, dense_weight: float, ideal: float) -> list[Ranked]:
    """Weighted sum of cosine and BM25, best first.

    `ideal` is the sum of the rarities of the query's words: when no passage comes close to it, the cosine
    decides. `most` is how many each ranking was asked for: a candidate missing in a full ranking gets its
    last score, the most it can have. `hits.names`: how fully and recently each passage's name was mentioned
    (0..1).
    """
    dense, bm25, names = hits.dense, hits.bm25, hits.names
    farthest, faintest = _last(dense), _last(bm25) if len(bm25) >= most else 0.0
    scale = scale_of(hits, ideal)
    ranked: list[Ranked] = []
    for key in dense | bm25 | names:
        share, boost = bm25.get(key, faintest) / scale, NAME_WEIGHT * names.get(key, 0.0)
        ranked.append(_ranked(key, dense.get(key, farthest), share, boost, dense_weight))
    return _best_first(ranked)


def scale_of(hits: Hits, ideal: float) -> float:
    """The divisor of BM25 scores; `ideal` as in `fuse`."""
    top = next(iter(hits.bm25.values()), 0.0)
    return max(top, SHARE_OF_IDEAL * ideal) or 1.0


def contenders(ranked: Sequence[Ranked], hits: Hits, most: int, first: int) -> set[Key]:
    """Candidates that one ranking did not contain but that may still be among the `first`.

    Their estimated scores are upper bounds, so looking them up can only move them down.
    """
    known: Set[Key] = hits.dense.keys()
    if len(hits.bm25) >= most:
        known &= hits.bm25.keys()
    found: set[Key] = set()
    for one in ranked:
        if one.key not in known:
            found.add(one.key)
        else:
            first -= 1
            if first == 0:
                break
    return found


def settled(ranked: Sequence[Ranked], found: Hits, scale: float, dense_weight: float) -> list[Ranked]:
    """The candidates ranked anew, with the looked-up scores in `found` in place of estimates."""
    cosines, words = found.dense, found.bm25
    return _best_first(
        [
            _ranked(one.key, cosines[one.key], words.get(one.key, 0.0) / scale, one.boost, dense_weight)
            if one.key in cosines
            else one
            for one in ranked
        ]
    )


def _last(scores: Scores) -> float:
    return next(reversed(scores.values()), 0.0)


def _ranked(key: Key, cosine: float, share: float, boost: float, dense_weight: float) -> Ranked:
    score = dense_weight * cosine + (1 - dense_weight) * share + boost
    return Ranked(key, score, cosine, share, boost)


def _best_first(ranked: list[Ranked]) -> list[Ranked]:
    ranked.sort()
    ranked.sort(key=itemgetter(1), reverse=True)
    return ranked
