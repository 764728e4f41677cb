"""Puts the two rankings of a hybrid search together."""

from __future__ import annotations

from collections.abc import Sequence
from operator import itemgetter
from typing import NamedTuple

from retrieval.domain.passages import Hit

SHARE_OF_IDEAL = 0.7
"""BM25 scores are divided by at least this share of the best score that any passage could reach."""
NAME_WEIGHT = 0.25
"""What a passage gains at most when its title or heading is named in the conversation."""


class Ranked(NamedTuple):
    """A candidate with its cosine, its BM25 score from 0 to 1, and its place in both rankings (from 0).

    `boost` is the part of the score that a name in the conversation adds.
    """

    key: str
    score: float
    dense: float
    bm25: float
    dense_place: int
    bm25_place: int
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
    dense = {hit.key: (place, hit.score) for place, hit in enumerate(by_cosine)}
    bm25 = {hit.key: (place, hit.score) for place, hit in enumerate(by_words)}
    names = {hit.key: hit.score for hit in by_names}
    least = by_cosine[-1].score if by_cosine else 0.0
    top = max((hit.score for hit in by_words), default=0.0)
    scale = max(top, SHARE_OF_IDEAL * ideal) or 1.0
    ranked: list[Ranked] = []
    for key in dense | bm25 | names:
        dense_place, cosine = dense.get(key, (len(dense), least))
        bm25_place, words = bm25.get(key, (len(bm25), 0.0))
        share = words / scale
        boost = NAME_WEIGHT * names.get(key, 0.0)
        score = dense_weight * cosine + (1 - dense_weight) * share + boost
        ranked.append(Ranked(key, score, cosine, share, dense_place, bm25_place, boost))
    ranked.sort()
    ranked.sort(key=itemgetter(1), reverse=True)
    return ranked
