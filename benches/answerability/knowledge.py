"""A bot's knowledge in memory, from which single entries can be taken out between two questions."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence, Set
from typing import Any

import numpy as np

from retrieval.domain.identity import point_id
from retrieval.domain.passages import Hits, IndexedPassage, Scores, Sought, StoredPassage, Terms
from retrieval.domain.vocabulary import Vocabulary
from retrieval.handlers.known_words import Known


class Removable:
    """Stands where the index and the vocabulary do; ranks exactly, as the engine does for small bots."""

    def __init__(self, passages: Sequence[IndexedPassage]) -> None:
        self._stored = {point_id(one.stored.passage_id): one.stored for one in passages}
        self._keys = list(self._stored)
        self._places = {key: at for at, key in enumerate(self._keys)}
        self._entries: defaultdict[str, list[int]] = defaultdict(list)
        for at, one in enumerate(passages):
            self._entries[one.stored.document_id].append(at)
        self._terms = [one.sparse.keys() for one in passages]
        self._matrix = np.array([one.dense for one in passages], np.float32)
        postings: defaultdict[int, list[tuple[int, float]]] = defaultdict(list)
        for at, one in enumerate(passages):
            for term, weight in one.sparse.items():
                postings[term].append((at, weight))
        self._postings = {term: np.array(found).T for term, found in postings.items()}
        self._whole = self._vocabulary = Vocabulary.of(self._terms)
        self._here = np.ones(len(passages), bool)

    def without(self, entries: Set[str]) -> None:
        """Answer from now on as if the entries of these ids had never been there."""
        gone = [at for key in entries for at in self._entries[key]]
        self._here = np.ones(len(self._keys), bool)
        self._here[gone] = False
        lost = Counter(term for at in gone for term in self._terms[at])
        counts = dict(self._whole.counts)
        for term, number in lost.items():
            counts[term] -= number
            if not counts[term]:
                del counts[term]
        self._vocabulary = Vocabulary(self._whole.passages - len(gone), counts)

    async def of(self, *_: object) -> Known:
        return Known(0, self._vocabulary)

    async def search(self, _: object, sought: Sought, limit: int) -> Hits:
        cosines, words, named = (
            self._matrix @ np.array(sought.vector, np.float32),
            self._sum(sought.terms),
            self._sum(sought.names),
        )
        by_words, by_names = (self._best(one, self._here & (one > 0), limit) for one in (words, named))
        return Hits(self._best(cosines, self._here, limit), by_words, by_names)

    async def scores(self, _: object, sought: Sought, keys: Set[str]) -> Hits:
        near, words = np.array(sought.vector, np.float32), self._sum(sought.terms)
        places = {key: self._places[key] for key in keys}
        cosines: Scores = {key: float(self._matrix[at] @ near) for key, at in places.items()}
        return Hits(cosines, {key: float(words[at]) for key, at in places.items()})

    async def fetch(self, _: object, keys: Sequence[str], __: object) -> dict[str, StoredPassage]:
        return {key: self._stored[key] for key in keys}

    def _sum(self, terms: Terms) -> Any:
        total = np.zeros(len(self._keys))
        for term, weight in terms.items():
            if term in self._postings:
                places, weights = self._postings[term]
                total[places.astype(int)] += weight * weights
        return total

    def _best(self, scores: Any, allowed: Any, limit: int) -> Scores:
        places = np.flatnonzero(allowed)
        first = places[np.argsort(-scores[places], kind="stable")[:limit]]
        return {self._keys[at]: float(scores[at]) for at in first}
