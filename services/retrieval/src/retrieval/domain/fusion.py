"""Puts the two rankings of a hybrid search together."""

from __future__ import annotations

from collections.abc import Sequence
from operator import itemgetter
from typing import NamedTuple

from retrieval.domain.passages import Hit, Hits, Key

SHARE_OF_IDEAL = 0.7
"""BM25 scores are divided by at least this share of the best score that any passage could reach."""
NAME_WEIGHT = 0.25
"""What a passage gains at most when its title or heading is named in the conversation."""


class Ranked(NamedTuple):
    """A candidate with its cosine and its BM25 score from 0 to 1.

    `boost` is the part of the score that a name in the conversation adds.
    """

    key: Key
    score: float
    dense: float
    bm25: float
    boost: float = 0.0


def fuse(hits: Hits, most: int, dense_weight: float, ideal: float) -> list[Ranked]:
    """Weighted sum of cosine and BM25, best first.

    `ideal` is the sum of the rarities of the query's words: chatty questions that no passage comes close
    to are decided by the cosine. `most` is how many each ranking was asked for: a candidate missing in a full
    one is given its last score, the most it can have. `hits.names` say how fully and freshly the name of a
    passage was mentioned, from 0 to 1.
    """
    dense, bm25, names = dict(hits.dense), dict(hits.bm25), dict(hits.names)
    farthest, faintest = _last(hits.dense), _last(hits.bm25) if len(hits.bm25) >= most else 0.0
    scale = scale_of(hits, ideal)
    ranked: list[Ranked] = []
    for key in dense | bm25 | names:
        share, boost = bm25.get(key, faintest) / scale, NAME_WEIGHT * names.get(key, 0.0)
        ranked.append(_ranked(key, dense.get(key, farthest), share, boost, dense_weight))
    return _best_first(ranked)


def scale_of(hits: Hits, ideal: float) -> float:
    """What BM25 scores are divided by; `ideal` as in `fuse`."""
    top = hits.bm25[0].score if hits.bm25 else 0.0
    return max(top, SHARE_OF_IDEAL * ideal) or 1.0


def contenders(ranked: Sequence[Ranked], hits: Hits, most: int, first: int) -> set[Key]:
    """What not every full ranking has found, and what may be among the `first` even so.

    Its scores are at most what it was given, so it goes no further up.
    """
    known = {hit.key for hit in hits.dense}
    if len(hits.bm25) >= most:
        known &= {hit.key for hit in hits.bm25}
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
    """The same candidates by what those that were asked for turned out to have."""
    cosines, words = dict(found.dense), dict(found.bm25)
    return _best_first(
        [
            _ranked(one.key, cosines[one.key], words.get(one.key, 0.0) / scale, one.boost, dense_weight)
            if one.key in cosines
            else one
            for one in ranked
        ]
    )


def _last(hits: Sequence[Hit]) -> float:
    return hits[-1].score if hits else 0.0


def _ranked(key: Key, cosine: float, share: float, boost: float, dense_weight: float) -> Ranked:
    score = dense_weight * cosine + (1 - dense_weight) * share + boost
    return Ranked(key, score, cosine, share, boost)


def _best_first(ranked: list[Ranked]) -> list[Ranked]:
    ranked.sort()
    ranked.sort(key=itemgetter(1), reverse=True)
    return ranked
