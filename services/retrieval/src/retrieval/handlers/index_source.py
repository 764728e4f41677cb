"""A source was added: read it, cut it into passages, embed them, and put them into the index."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256

from chassis import clock, logs
from chassis.bus import BUS_AWAY
from chassis.consume import MAX_DELIVERIES, Work
from chassis.db import CONNECTION_LOST, AlreadyHandled
from chassis.errors import Refusal
from chassis.outcome import DONE, Outcome
from contracts.envelope import Event
from contracts.facts.knowledge import DocumentIndexed, SourceAdded, SourceFailed, SourceSynced
from contracts.glimpses import SourceProgress, source_subject
from contracts.shapes import SourceStatus
from retrieval.domain.document import Digest, Draft, Unreadable
from retrieval.domain.identity import content_hash, document_id, passage_ids
from retrieval.domain.passages import IndexedPassage, StoredPassage
from retrieval.domain.vocabulary import Vocabulary
from retrieval.ports import (
    Bus,
    Database,
    Documents,
    Embedder,
    Indexed,
    Lexicon,
    OriginalMissing,
    Originals,
    PassageIndex,
    Reader,
    Sources,
    Upload,
)

EMBED_BATCH = 32
SAVE_SECONDS = 1.0
READ_SHARE = 0.1
EMBEDDED_SHARE = 0.95
INCOMPLETE = "The upload of this file is incomplete; please upload it again."
OUR_FAULT = "Something went wrong on our side while indexing this file; please upload it again."

log = logs.get(__name__)


class Gone(Exception):
    """The source was deleted meanwhile."""


@dataclass(frozen=True, slots=True)
class IndexSource:
    """Safe to be killed anywhere: ids follow from the content, and the row is written last."""

    database: Database
    bus: Bus
    sources: Sources
    documents: Documents
    originals: Originals
    reader: Reader
    embedder: Embedder
    lexicon: Lexicon
    index: PassageIndex
    max_upload_bytes: int

    async def __call__(self, event: Event[SourceAdded], work: Work) -> Outcome:
        upload = await self._upload(event)
        if upload is None:
            return DONE
        try:
            await self._index(upload, work)
        except Gone:
            await self.index.remove(upload.scope, upload.source_id)
        except Unreadable as unreadable:
            await self._fail(upload, str(unreadable), work)
        except (AlreadyHandled, Refusal, *CONNECTION_LOST, *BUS_AWAY):
            raise
        except Exception as error:
            if work.delivery < MAX_DELIVERIES:
                raise
            log.error("index.gave_up", source_id=upload.source_id, exc_info=error)
            await self._fail(upload, OUR_FAULT, work)
        return DONE

    async def _upload(self, event: Event[SourceAdded]) -> Upload | None:
        async with self.database.read() as conn:
            return await self.sources.upload(conn, event.workspaceid, event.data.source_id)

    async def _index(self, upload: Upload, work: Work) -> None:
        await self._show(upload, 0.0, 0, save=True)
        digest = await self.reader.read(await self._original(upload), upload.name, upload.media_type)
        await self._show(upload, READ_SHARE, 0, save=True)
        document = document_id(upload.source_id)
        passages = await self._embed(upload, document, digest)
        await self.index.replace(document, passages)
        await self._finish(upload, _indexed(document, digest, passages), work)

    async def _original(self, upload: Upload) -> bytes:
        if upload.size_bytes > self.max_upload_bytes:
            raise Unreadable(too_large(self.max_upload_bytes))
        try:
            body = await self.originals.get(upload.object_key)
        except OriginalMissing as missing:
            raise Unreadable(INCOMPLETE) from missing
        if len(body) != upload.size_bytes or sha256(body).hexdigest() != upload.sha256.casefold():
            raise Unreadable(INCOMPLETE)
        return body

    async def _embed(self, upload: Upload, document: str, digest: Digest) -> list[IndexedPassage]:
        hashed = content_hash(digest)
        async with self.database.read() as conn:
            before = await self.documents.get(conn, upload.scope.workspace_id, document)
        revision = before.revision + (before.content_hash != hashed) if before else 1
        names = passage_ids(document, hashed, digest.drafts)
        passages: list[IndexedPassage] = []
        saved = clock.monotonic()
        for start in range(0, len(names), EMBED_BATCH):
            drafts = digest.drafts[start : start + EMBED_BATCH]
            vectors = await self.embedder.passages([draft.embedded for draft in drafts])
            for name, draft, vector in zip(names[start:], drafts, vectors, strict=False):
                stored = _stored(upload, document, name, revision, hashed, digest.title, draft)
                passages.append(IndexedPassage(stored, vector, self.lexicon.weights(draft.words)))
            share = READ_SHARE + (EMBEDDED_SHARE - READ_SHARE) * len(passages) / len(names)
            save = clock.monotonic() - saved > SAVE_SECONDS
            await self._show(upload, share, len(passages), save=save)
            saved = clock.monotonic() if save else saved
        return passages

    async def _finish(self, upload: Upload, document: Indexed, work: Work) -> None:
        now = clock.now()
        async with work.transaction() as tx:
            revision = await self.sources.ready(tx.conn, upload, document, now)
            if revision is None:
                raise Gone
            await self.documents.put(tx.conn, upload, document, now)
            bot, workspace = upload.scope.bot_id, upload.scope.workspace_id
            tx.emit(
                DocumentIndexed(
                    document_id=document.document_id,
                    source_id=upload.source_id,
                    bot_id=bot,
                    title=document.title,
                    revision=document.revision,
                    content_hash=document.content_hash,
                    passages=document.passages,
                    indexed_at=now,
                ),
                event_id=f"document:{document.document_id}:{document.revision}:indexed",
                workspace_id=workspace,
            )
            tx.emit(
                SourceSynced(
                    source_id=upload.source_id,
                    bot_id=bot,
                    revision=revision,
                    documents=1,
                    passages=document.passages,
                    synced_at=now,
                ),
                event_id=f"source:{upload.source_id}:{revision}:synced",
                workspace_id=workspace,
            )
        await self._glimpse(upload, SourceStatus.READY, 1.0, document.passages, document.problem)

    async def _fail(self, upload: Upload, reason: str, work: Work) -> None:
        now = clock.now()
        async with work.transaction() as tx:
            if not await self.sources.failed(tx.conn, upload, reason):
                return
            failed = SourceFailed(
                source_id=upload.source_id, bot_id=upload.scope.bot_id, reason=reason, failed_at=now
            )
            tx.emit(
                failed,
                event_id=f"source:{upload.source_id}:failed",
                workspace_id=upload.scope.workspace_id,
            )
        await self._glimpse(upload, SourceStatus.FAILED, 0.0, 0, reason)

    async def _show(self, upload: Upload, share: float, passages: int, *, save: bool) -> None:
        if save:
            async with self.database.transaction() as tx:
                if not await self.sources.progress(tx.conn, upload, share):
                    raise Gone
        await self._glimpse(upload, SourceStatus.INDEXING, share, passages)

    async def _glimpse(
        self, upload: Upload, status: SourceStatus, share: float, passages: int, error: str | None = None
    ) -> None:
        glimpse = SourceProgress(
            source_id=upload.source_id,
            status=status,
            progress=round(share, 3),
            passages=passages,
            error=error,
        )
        await self.bus.show(source_subject(upload.scope.workspace_id, upload.source_id), glimpse)


def too_large(limit: int) -> str:
    return f"This file is larger than {limit >> 20} MB; please split it into smaller files."


def _stored(
    upload: Upload, document: str, name: str, revision: int, hashed: str, title: str, draft: Draft
) -> StoredPassage:
    return StoredPassage(
        workspace_id=upload.scope.workspace_id,
        bot_id=upload.scope.bot_id,
        source_id=upload.source_id,
        document_id=document,
        passage_id=name,
        revision=revision,
        content_hash=hashed,
        title=title,
        heading=draft.heading,
        text=draft.text,
        question=draft.question,
        page=draft.page,
    )


def _indexed(document: str, digest: Digest, passages: Sequence[IndexedPassage]) -> Indexed:
    first = passages[0].stored
    return Indexed(
        document_id=document,
        title=digest.title,
        revision=first.revision,
        content_hash=first.content_hash,
        passages=len(passages),
        pages=digest.pages,
        vocabulary=Vocabulary.of(one.sparse.keys() for one in passages),
        problem=" ".join(digest.problems) or None,
        notes=digest.notes,
    )
