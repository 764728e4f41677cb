"""The hybrid search for every question."""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import dataclass, replace

from chassis import clock
from contracts.shapes import Audience, Passage
from contracts.shorthand import spelled_out
from contracts.wishes import in_a_sentence
from retrieval.domain.compounds import taken_apart
from retrieval.domain.confidence import LOOKED_AT, NOTHING, Asked, Signals, confidence, signals
from retrieval.domain.context import Query, in_context, tidy, where_company
from retrieval.domain.fusion import Ranked, contenders, fuse, scale_of, settled
from retrieval.domain.passages import Scope, Sought, StoredPassage, Vector, mean_vector
from retrieval.domain.related import related_questions
from retrieval.domain.spelling import respelled
from retrieval.domain.variety import varied
from retrieval.domain.vocabulary import Vocabulary, name_of
from retrieval.handlers.known_words import Known, KnownWords
from retrieval.index_ports import Embedders, Lexicons, Rerankers
from retrieval.ports import Embedder, Lexicon, PassageIndex

CANDIDATES = 40
SPARE = 4
SEARCHED_EXACTLY = 6_000
"""Bots with fewer passages are searched without a graph, so what is found is the nearest there is."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a search found.

    `alone`: the question's own vector, None when it was embedded with what came before. `read_as`: words of
    the knowledge that were assumed for mistyped ones.
    """

    passages: list[Passage]
    confidence: float
    related: list[str]
    timings_ms: dict[str, float]
    signals: Signals = NOTHING
    notes: tuple[str, ...] = ()
    alone: Vector | None = None
    read_as: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Order:
    """Places of the candidates, best first, with the cross-encoder's scores if it was used."""

    places: Sequence[int]
    scores: Sequence[float] | None = None
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Finder:
    """Embeds the question, asks both rankings, combines them, and leaves out repetitions."""

    embedders: Embedders
    lexicons: Lexicons
    index: PassageIndex
    words: KnownWords
    dense_weight: float
    rerankers: Rerankers | None = None

    async def find(
        self,
        scope: Scope,
        question: str,
        limit: int,
        *,
        earlier: Sequence[str] = (),
        version: int | None = None,
        audience: Audience = "public",
    ) -> Answer:
        """The best passages of a bot for a question after `earlier` messages, newest first; `version` as in
        KnownWords. `internal` passages only when asked for."""
        started = clock.monotonic()
        known = await self.words.of(scope, version)
        vocabulary, scope, lexicon = known.vocabulary, known.index.of(scope), self._lexicon(known, question)
        query, embedder = await self._understood(question, earlier, known, lexicon)
        if not vocabulary.passages or not query.text:
            return Answer([], 0.0, [], {})
        vectors = await embedder.queries(query.embedded)
        embedded = clock.monotonic()
        vector = mean_vector(vectors)
        ranked = await self._search(scope, query, vector, limit, vocabulary, lexicon, audience)
        searched = clock.monotonic()
        ranked, stored = await self._fetch(scope, ranked, _looked_at(limit), audience)
        asked = _asked(query, (vector, vectors[0]), stored, vocabulary, lexicon, embedder)
        seen = signals(ranked, stored, asked, vocabulary)
        fetched = clock.monotonic()
        order = await self._ordered(known, query, stored)
        kept = varied(order.places, stored, lexicon.terms, limit)
        return Answer(
            [_passage(ranked[at], stored[at], order.scores[at] if order.scores else None) for at in kept],
            confidence(seen),
            related_questions(query.text, stored),
            _timings((started, embedded, searched, fetched), reranked=order.scores is not None),
            seen,
            order.notes,
            vectors[0] if len(vectors) == 1 else None,
            query.read_as,
        )

    async def _understood(
        self, question: str, earlier: Sequence[str], known: Known, lexicon: Lexicon
    ) -> tuple[Query, Embedder]:
        vocabulary, embedder = known.vocabulary, await self.embedders.of(known.index.recipe.model)
        text = spelled_out(tidy(question))
        text, read_as = respelled(text, lexicon, vocabulary.counts, embedder.ordinary)
        text = in_a_sentence(text, _languages(known))
        if asks_where := where_company(text, known.company):
            text, earlier = asks_where, ()
        query = in_context(text, earlier, lexicon.spelled, vocabulary.name_rarity)
        apart = taken_apart(text, lexicon, vocabulary.counts)
        return replace(query.worded(apart), read_as=read_as), embedder

    async def _ordered(self, known: Known, query: Query, stored: Sequence[StoredPassage]) -> Order:
        """As the search ordered them, or as the bot's cross-encoder does, when that is loaded."""
        as_fused = range(len(stored))
        if known.reranker is None or self.rerankers is None:
            return Order(as_fused)
        reranker = self.rerankers.at_hand(known.reranker)
        if isinstance(reranker, str):
            return Order(as_fused, notes=(reranker,))
        scores = await reranker.scores(query.embedded[-1], [one.words for one in stored])
        return Order(sorted(as_fused, key=lambda at: -scores[at]), scores)

    async def vector(self, scope: Scope, question: str) -> Vector:
        """The vector of a question without context, by the bot's model."""
        known = await self.words.of(scope)
        embedder = await self.embedders.of(known.index.recipe.model)
        return (await embedder.queries([tidy(question)]))[0]

    def _lexicon(self, known: Known, question: str) -> Lexicon:
        language = known.index.recipe.language
        return self.lexicons.of(language or self.lexicons.of_question(question, known.languages))

    async def _search(
        self,
        scope: Scope,
        query: Query,
        vector: Vector,
        limit: int,
        vocabulary: Vocabulary,
        lexicon: Lexicon,
        audience: Audience,
    ) -> list[Ranked]:
        rarities, sparse = _terms(query, vocabulary, lexicon)
        most = max(CANDIDATES, limit + SPARE)
        names = {name_of(term): fresh * vocabulary.name_rarity(term) for term, fresh in query.named.items()}
        sought = Sought(vector, sparse, names, audience)
        hits = await self.index.search(scope, sought, most)
        ideal = sum(rarities.values())
        ranked = fuse(hits, most, self.dense_weight, ideal)
        first = _looked_at(limit) if vocabulary.passages < SEARCHED_EXACTLY else len(ranked)
        unsettled = contenders(ranked, hits, most, first)
        if not unsettled:
            return ranked
        found = await self.index.scores(scope, sought, unsettled)
        return settled(ranked, found, scale_of(hits, ideal), self.dense_weight)

    async def _fetch(
        self, scope: Scope, ranked: Sequence[Ranked], most: int, audience: Audience
    ) -> tuple[list[Ranked], list[StoredPassage]]:
        """The passages of the first `most` candidates, and all candidates but those of them that are gone."""
        keys = [one.key for one in ranked[:most]]
        found = await self.index.fetch(scope, keys, audience) if keys else {}
        here = [one for one in ranked if one.key in found]
        return [*here, *ranked[most:]], [found[one.key] for one in here]


def _languages(known: Known) -> Sequence[str]:
    language = known.index.recipe.language
    return [language] if language else known.languages or ["en"]


def _looked_at(limit: int) -> int:
    return max(LOOKED_AT, limit + SPARE)


def _asked(
    query: Query,
    vectors: tuple[Vector, Vector],
    stored: Sequence[StoredPassage],
    vocabulary: Vocabulary,
    lexicon: Lexicon,
    embedder: Embedder,
) -> Asked:
    """`vectors`: what was searched with, and the question alone."""
    said = said_by(stored, lexicon)
    rarities = {term: vocabulary.rarity(term) for term in lexicon.terms(query.text)}
    missed = embedder.missing(missing(query, said, lexicon))
    return Asked(rarities, *vectors, said, missed)


def missing(query: Query, said: Set[int], lexicon: Lexicon) -> list[str]:
    """The question's words whose stems the first passage lacks; numbers are not looked for."""
    spelled = lexicon.spelled(query.text)
    return [word for word, term in spelled if term not in said and not word.isdecimal()]


def said_by(stored: Sequence[StoredPassage], lexicon: Lexicon) -> frozenset[int]:
    """The stems of the first passage, its title's too."""
    return lexicon.terms(stored[0].title) | lexicon.terms(stored[0].words) if stored else frozenset()


def _terms(
    query: Query, vocabulary: Vocabulary, lexicon: Lexicon
) -> tuple[dict[int, float], dict[int, float]]:
    """Every term of the query with its weighted rarity, and those of them that the knowledge has."""
    weights: dict[int, float] = {}
    for text, share in query.terms:
        for term in lexicon.terms(text):
            weights[term] = max(weights.get(term, 0.0), share * vocabulary.rarity(term))
    return weights, {term: weight for term, weight in weights.items() if term in vocabulary.counts}


def _passage(ranked: Ranked, stored: StoredPassage, rerank: float | None) -> Passage:
    shown = stored.scored(ranked.score, ranked.dense, ranked.bm25, ranked.boost)
    return shown if rerank is None else shown.model_copy(update={"rerank_score": round(rerank, 4)})


def _timings(moments: Sequence[float], *, reranked: bool) -> dict[str, float]:
    steps = dict(zip(("embed", "search", "fetch"), map(_ms, moments, moments[1:]), strict=True))
    return {**steps, "rerank": clock.elapsed_ms(moments[-1])} if reranked else steps


def _ms(start: float, end: float) -> float:
    return round((end - start) * 1000, 3)
