"""Documents that were read go into the index; what they already said is not embedded again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from chassis import clock
from contracts.facts.knowledge import DocumentIndexed
from contracts.shapes import Audience
from retrieval.domain.document import Digest, Draft, unnumbered
from retrieval.domain.identity import content_hash, document_id, passage_ids, point_id
from retrieval.domain.passages import IndexedPassage, StoredPassage, Terms, Vector
from retrieval.domain.revisions import embedded_in, embedding_key, pack
from retrieval.domain.sources import Indexed, Known, Origin, Reading
from retrieval.domain.vocabulary import Vocabulary, name_weights
from retrieval.handlers.tell_progress import Gone, Progress
from retrieval.ports import Database, Embedder, Lexicon, PassageIndex
from retrieval.source_ports import Documents, Revisions, Sources

EMBED_BATCH = 32


def weights_of(lexicon: Lexicon, title: str, draft: Draft) -> Terms:
    """The sparse vector of a passage: BM25's part of its words, and the words of its title and heading."""
    named = lexicon.terms(f"{title} {unnumbered(draft.heading)}")
    return {**lexicon.weights(draft.words), **name_weights(named)}


class Overtaken(Exception):
    """Somebody changed who may read the source while it was indexed."""


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

    @property
    def names(self) -> list[str]:
        return passage_ids(self.document_id, self.content_hash, self.digest.drafts)


@dataclass(frozen=True, slots=True)
class IndexDocuments:
    """Safe to be killed anywhere: ids follow from the content, and the rows are written last."""

    database: Database
    sources: Sources
    documents: Documents
    revisions: Revisions
    embedder: Embedder
    lexicon: Lexicon
    index: PassageIndex

    async def __call__(self, origin: Origin, readings: Sequence[Reading], progress: Progress) -> set[str]:
        """The ids of the documents, all of which are indexed now. Raises Gone or Overtaken."""
        names = {document_id(origin.source_id, one.place): one for one in readings}
        async with self.database.read() as conn:
            known = await self.revisions.known(conn, origin, list(names))
        changes = [change for name, one in names.items() if (change := _change(name, one, known.get(name)))]
        vectors = await self._vectors(origin, changes, progress)
        indexed = [
            await self._replace(origin, change, vectors, self._audience(origin, change)) for change in changes
        ]
        if indexed:
            await self._save(origin, indexed)
        progress.finished(len(readings))
        return set(names)

    async def _vectors(
        self, origin: Origin, changes: Sequence[Change], progress: Progress
    ) -> dict[str, Vector]:
        """By embedding key: those of earlier revisions, and new ones for the rest."""
        vectors = await self._kept(origin, [one.before for one in changes if one.before and one.before.here])
        drafts = {embedding_key(one): one for change in changes for one in change.digest.drafts}
        fresh = [(key, draft) for key, draft in drafts.items() if key not in vectors]
        for part in _parts(fresh, EMBED_BATCH):
            made = await self.embedder.passages([draft.embedded for _, draft in part])
            vectors.update({key: vector for (key, _), vector in zip(part, made, strict=True)})
            share = len(changes) * len(vectors.keys() & drafts.keys()) / len(drafts)
            await progress.embedded(share, len(part))
        return vectors

    async def _kept(self, origin: Origin, before: Sequence[Known]) -> dict[str, Vector]:
        if not before:
            return {}
        async with self.database.read() as conn:
            bodies = await self.revisions.bodies(conn, origin, before)
        wanted = {
            key: point_id(name, origin.scope.generation)
            for body in bodies.values()
            for key, name in embedded_in(body).items()
        }
        found = await self.index.vectors(origin.scope, list(wanted.values())) if wanted else {}
        return {key: found[point] for key, point in wanted.items() if point in found}

    @staticmethod
    def _audience(origin: Origin, change: Change) -> Audience | None:
        """What was decided for this document alone; words of a ticket that nobody approved stay internal."""
        approved = change.before and change.before.audience
        return None if origin.kind == "tickets" else approved or None

    async def _replace(
        self, origin: Origin, change: Change, vectors: dict[str, Vector], audience: Audience | None
    ) -> Indexed:
        names, drafts = change.names, change.digest.drafts
        passages = [
            IndexedPassage(
                _stored(origin, change, name, draft, audience or origin.audience),
                vectors[embedding_key(draft)],
                weights_of(self.lexicon, change.digest.title, draft),
            )
            for name, draft in zip(names, drafts, strict=True)
        ]
        await self.index.replace(origin.scope, change.document_id, passages)
        return Indexed(
            document_id=change.document_id,
            place=change.reading.place,
            title=change.digest.title,
            url=change.reading.url,
            revision=change.revision,
            content_hash=change.content_hash,
            passages=len(passages),
            pages=change.digest.pages,
            vocabulary=Vocabulary.of(one.sparse.keys() for one in passages),
            body=pack(names, drafts),
            audience=audience,
        )

    async def _save(self, origin: Origin, indexed: Sequence[Indexed]) -> None:
        now = clock.now()
        async with self.database.transaction() as tx:
            fresh = await self.sources.origin(tx.conn, origin.scope.workspace_id, origin.source_id, lock=True)
            if fresh is None:
                raise Gone
            if fresh.audience != origin.audience:
                raise Overtaken
            await self.revisions.put(tx.conn, origin, indexed, now)
            await self.documents.put(tx.conn, origin, indexed, now)
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


def _stored(origin: Origin, change: Change, name: str, draft: Draft, audience: Audience) -> StoredPassage:
    url = change.reading.url
    return StoredPassage(
        workspace_id=origin.scope.workspace_id,
        bot_id=origin.scope.bot_id,
        source_id=origin.source_id,
        document_id=change.document_id,
        passage_id=name,
        revision=change.revision,
        content_hash=change.content_hash,
        title=change.digest.title,
        heading=draft.heading,
        text=draft.text,
        question=draft.question,
        url=f"{url}#{draft.anchor}" if url and draft.anchor else url,
        page=draft.page,
        audience=audience,
    )


def _parts(items: Sequence[tuple[str, Draft]], size: int) -> Iterator[Sequence[tuple[str, Draft]]]:
    for start in range(0, len(items), size):
        yield items[start : start + size]
