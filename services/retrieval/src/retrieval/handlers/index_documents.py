"""Puts documents that were read into the index; text that was embedded before is not embedded again."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from contextlib import aclosing
from dataclasses import dataclass

from chassis import clock
from contracts.facts.knowledge import DocumentIndexed
from contracts.shapes import Audience
from retrieval.domain.document import Digest, Draft, unnumbered
from retrieval.domain.identity import content_hash, document_id, passage_ids, point_id
from retrieval.domain.indexes import BotIndex
from retrieval.domain.passages import Card, IndexedPassage, StoredPassage, Terms, Vector
from retrieval.domain.revisions import embedded_in, embedding_key, pack
from retrieval.domain.sources import Indexed, Known, Origin, Reading
from retrieval.domain.vocabulary import Vocabulary, name_weights
from retrieval.handlers.embed_ahead import embedded
from retrieval.handlers.tell_progress import Gone, Progress
from retrieval.index_ports import Embedders, Indexes, Lexicons
from retrieval.ports import Database, Lexicon, PassageIndex
from retrieval.source_ports import Documents, Revisions, Sources


def weights_of(lexicon: Lexicon, title: str, draft: Draft) -> Terms:
    """The sparse vector of a passage: BM25's part of its words, and the words of its title and heading."""
    named = lexicon.terms(f"{title} {unnumbered(draft.heading)}")
    return {**lexicon.weights(draft.words), **name_weights(named)}


class Overtaken(Exception):
    """Meanwhile somebody changed who may read the source, or replaced the bot's index."""


@dataclass(frozen=True, slots=True)
class Change:
    """A document whose new revision is to be indexed."""

    reading: Reading
    digest: Digest
    document_id: str
    content_hash: str
    before: Known | None

    @property
    def revision(self) -> int:
        return self.before.revision + 1 if self.before else 1

    def card(self, origin: Origin, audience: Audience) -> Card:
        return Card(
            source_id=origin.source_id,
            document_id=self.document_id,
            revision=self.revision,
            content_hash=self.content_hash,
            title=self.digest.title,
            url=self.reading.url,
            audience=audience,
        )

    @property
    def names(self) -> list[str]:
        return passage_ids(self.document_id, self.content_hash, self.digest.drafts)


@dataclass(frozen=True, slots=True)
class Worded:
    """A document ready but for its vectors: its language, and its passages with their words."""

    change: Change
    language: str
    passages: Sequence[tuple[StoredPassage, Terms]]


@dataclass(frozen=True, slots=True)
class IndexDocuments:
    """Safe to kill anywhere: ids follow from the content, and the rows are written last."""

    database: Database
    sources: Sources
    documents: Documents
    revisions: Revisions
    indexes: Indexes
    embedders: Embedders
    lexicons: Lexicons
    index: PassageIndex

    async def __call__(self, origin: Origin, readings: Sequence[Reading], progress: Progress) -> set[str]:
        """Index the documents and return the ids of all of them. Raises Gone or Overtaken."""
        names = {document_id(origin.source_id, one.place): one for one in readings}
        async with self.database.read() as conn:
            known = await self.revisions.known(conn, origin, list(names))
            serving = await self.indexes.serving(conn, origin.scope)
        changes = [change for name, one in names.items() if (change := _change(name, one, known.get(name)))]
        worded, vectors = await asyncio.gather(
            self._worded(origin, serving, changes), self._vectors(origin, serving, changes, progress)
        )
        made = [self._made(origin, one, vectors) for one in worded]
        within = serving.of(origin.scope)
        await asyncio.gather(*(self.index.replace(within, one.document_id, found) for one, found in made))
        if made:
            await self._save(origin, serving, [one for one, _ in made])
        progress.finished(len(readings))
        return set(names)

    async def _vectors(
        self, origin: Origin, serving: BotIndex, changes: Sequence[Change], progress: Progress
    ) -> dict[str, Vector]:
        """By embedding key: reused from earlier revisions where possible, embedded where not."""
        before = [one.before for one in changes if one.before and one.before.here]
        vectors = await self._kept(origin, serving, before)
        embedder = await self.embedders.of(serving.recipe.model)
        drafts = {embedding_key(one): one for change in changes for one in change.digest.drafts}
        begun = await progress.beginning.vectors(serving.recipe.model)
        vectors |= begun
        progress.passages += len(begun.keys() & drafts.keys())
        fresh = [(key, draft) for key, draft in drafts.items() if key not in vectors]
        async with aclosing(embedded(embedder, fresh)) as parts:
            async for part in parts:
                vectors |= part
                share = len(changes) * len(vectors.keys() & drafts.keys()) / len(drafts)
                await progress.embedded(share, len(part))
        return vectors

    async def begin(self, origin: Origin, readings: Sequence[Reading], progress: Progress) -> None:
        """Start to embed the beginning of new documents, whose whole is indexed by a later call."""
        names = [document_id(origin.source_id, one.place) for one in readings]
        async with self.database.read() as conn:
            known = await self.revisions.known(conn, origin, names)
            model = (await self.indexes.serving(conn, origin.scope)).recipe.model
        if not known:
            digests = [one.digest for one in readings if one.digest]
            drafts = {embedding_key(one): one for digest in digests for one in digest.drafts}
            progress.beginning.start(model, await self.embedders.of(model), drafts)

    async def _kept(self, origin: Origin, serving: BotIndex, before: Sequence[Known]) -> dict[str, Vector]:
        if not before:
            return {}
        async with self.database.read() as conn:
            bodies = await self.revisions.bodies(conn, origin, before)
        wanted = {
            key: point_id(name, serving.generation)
            for body in bodies.values()
            for key, name in embedded_in(body).items()
        }
        within = serving.of(origin.scope)
        found = await self.index.vectors(within, list(wanted.values())) if wanted else {}
        return {key: found[point] for key, point in wanted.items() if point in found}

    @staticmethod
    def _audience(origin: Origin, change: Change) -> Audience | None:
        """The audience decided for this document alone; a solved ticket stays internal until approved."""
        approved = change.before and change.before.audience
        return None if origin.kind == "tickets" else approved or None

    async def _worded(self, origin: Origin, serving: BotIndex, changes: Sequence[Change]) -> list[Worded]:
        """Everything about the documents that needs no model, done while the model embeds."""
        spoken = self.lexicons.of_document(" ".join(one.digest.gist for one in changes))
        worded = []
        for change in changes:
            digest, card = (
                change.digest,
                change.card(origin, self._audience(origin, change) or origin.audience),
            )
            language = serving.recipe.language or self.lexicons.of_document(digest.gist, spoken)
            lexicon, passages = self.lexicons.of(language), []
            for name, draft in zip(change.names, digest.drafts, strict=True):
                await asyncio.sleep(0)  # whoever searches goes between two passages
                stored = card.passage(origin.scope, name, draft)
                passages.append((stored, weights_of(lexicon, card.title, draft)))
            worded.append(Worded(change, language, passages))
        return worded

    def _made(
        self, origin: Origin, worded: Worded, vectors: dict[str, Vector]
    ) -> tuple[Indexed, list[IndexedPassage]]:
        change, drafts = worded.change, worded.change.digest.drafts
        passages = [
            IndexedPassage(stored, vectors[embedding_key(draft)], sparse)
            for draft, (stored, sparse) in zip(drafts, worded.passages, strict=True)
        ]
        indexed = Indexed(
            document_id=change.document_id,
            place=change.reading.place,
            title=change.digest.title,
            url=change.reading.url,
            revision=change.revision,
            content_hash=change.content_hash,
            passages=len(passages),
            pages=change.digest.pages,
            vocabulary=Vocabulary.of(one.sparse.keys() for one in passages),
            body=pack(change.names, drafts),
            audience=self._audience(origin, change),
            language=worded.language,
        )
        return indexed, passages

    async def _save(self, origin: Origin, serving: BotIndex, indexed: Sequence[Indexed]) -> None:
        now = clock.now()
        async with self.database.transaction() as tx:
            fresh = await self.sources.origin(tx.conn, origin.scope.workspace_id, origin.source_id, lock=True)
            if fresh is None:
                raise Gone
            if fresh.audience != origin.audience:
                raise Overtaken
            await self.revisions.put(tx.conn, origin, indexed, now)
            await self.documents.put(tx.conn, origin, indexed, now)
            if (await self.indexes.serving(tx.conn, origin.scope)).generation != serving.generation:
                raise Overtaken
            for one in indexed:
                fact = DocumentIndexed(
                    document_id=one.document_id,
                    source_id=origin.source_id,
                    bot_id=origin.scope.bot_id,
                    title=one.title,
                    revision=one.revision,
                    content_hash=one.content_hash,
                    passages=one.passages,
                    indexed_at=now,
                )
                tx.emit(
                    fact,
                    event_id=f"document:{one.document_id}:{one.revision}:indexed",
                    workspace_id=origin.scope.workspace_id,
                )


def _change(name: str, reading: Reading, known: Known | None) -> Change | None:
    if reading.digest is None:
        return None
    hashed = content_hash(reading.digest)
    if known is not None and known.here and known.content_hash == hashed:
        return None
    return Change(reading, reading.digest, name, hashed, known)
