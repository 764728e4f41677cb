"""Puts the two rankings of a hybrid search together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from operator import itemgetter
from typing import NamedTuple

from retrieval.domain.passages import Hit, Key

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


def fuse(
    by_cosine: Sequence[Hit],
    by_words: Sequence[Hit],
    dense_weight: float,
    ideal: float,
    by_names: Sequence[Hit] = (),
) -> list[Ranked]:
    """Weighted sum of cosine and BM25, best first.

    `ideal` is the sum of the rarities of the query's words: chatty questions that no passage comes close
    to are decided by the cosine. A candidate missing in the dense ranking is given its last score, the
    most it can have; one missing in BM25's counts nothing there. `by_names` says
    how fully and freshly the name of a passage was mentioned, from 0 to 1.
    """
    dense, bm25, names = dict(by_cosine), dict(by_words), dict(by_names)
    least = by_cosine[-1].score if by_cosine else 0.0
    top = max((hit.score for hit in by_words), default=0.0)
    scale = max(top, SHARE_OF_IDEAL * ideal) or 1.0
    ranked: list[Ranked] = []
    for key in dense | bm25 | names:
        share, boost = bm25.get(key, 0.0) / scale, NAME_WEIGHT * names.get(key, 0.0)
        ranked.append(_ranked(key, dense.get(key, least), share, boost, dense_weight))
    return _best_first(ranked)


def contenders(ranked: Sequence[Ranked], by_cosine: Sequence[Hit], first: int) -> set[Key]:
    """What only words or names have found, and what may be among the `first` even so.

    Its cosine is less than it was given, so it goes no further up.
    """
    known = {hit.key for hit in by_cosine}
    found: set[Key] = set()
    for one in ranked:
        if one.key not in known:
            found.add(one.key)
        else:
            first -= 1
            if first == 0:
                break
    return found


def settled(ranked: Sequence[Ranked], cosines: Mapping[Key, float], dense_weight: float) -> list[Ranked]:
    """The same candidates by the cosines they turned out to have."""
    return _best_first(
        [
            _ranked(one.key, cosines[one.key], one.bm25, one.boost, dense_weight)
            if one.key in cosines
            else one
            for one in ranked
        ]
    )


def _ranked(key: Key, cosine: float, share: float, boost: float, dense_weight: float) -> Ranked:
    score = dense_weight * cosine + (1 - dense_weight) * share + boost
    return Ranked(key, score, cosine, share, boost)


def _best_first(ranked: list[Ranked]) -> list[Ranked]:
    ranked.sort()
    ranked.sort(key=itemgetter(1), reverse=True)
    return ranked
