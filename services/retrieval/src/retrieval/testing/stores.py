"""Retrieval's tables, in memory; `conn` is never looked at."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from chassis import clock
from contracts.facts.chat import TurnSubmitted
from contracts.facts.workspace import BotConfigured
from contracts.requests import AddSource
from contracts.shapes import Document, Source, SourceStatus
from retrieval.domain.passages import Scope
from retrieval.domain.vocabulary import Vocabulary
from retrieval.ports import Indexed, Memory, Upload


@dataclass
class FakeSources:
    rows: dict[str, Source] = field(default_factory=dict)
    uploads: dict[str, Upload] = field(default_factory=dict)
    hidden: set[str] = field(default_factory=set)

    async def add(self, conn: Any, ask: AddSource, source_id: str, now: datetime) -> bool:
        if any(_same(upload, ask) for upload in self.uploads.values()):
            return False
        scope = Scope(ask.workspace_id, ask.bot_id)
        self.uploads[source_id] = Upload(
            source_id, scope, ask.name, ask.media_type, ask.object_key, ask.size_bytes, ask.sha256
        )
        self.rows[source_id] = Source(
            id=source_id,
            bot_id=ask.bot_id,
            kind=ask.source_kind,
            name=ask.name,
            status=SourceStatus.QUEUED,
            progress=0,
            documents=0,
            passages=0,
            revision=0,
            created_at=now,
        )
        return True

    async def by_object_key(self, conn: Any, workspace_id: str, object_key: str) -> Source | None:
        for upload in self.uploads.values():
            if (upload.scope.workspace_id, upload.object_key) == (workspace_id, object_key):
                return await self.get(conn, workspace_id, upload.source_id)
        return None

    async def get(self, conn: Any, workspace_id: str, source_id: str) -> Source | None:
        return self.rows[source_id] if await self.upload(conn, workspace_id, source_id) else None

    async def upload(self, conn: Any, workspace_id: str, source_id: str) -> Upload | None:
        upload = self.uploads.get(source_id)
        mine = upload is not None and upload.scope.workspace_id == workspace_id
        return upload if mine and source_id not in self.hidden else None

    async def page(
        self, conn: Any, workspace_id: str, bot_id: str, after: str | None, limit: int
    ) -> list[Source]:
        found = [one for key in self.uploads if (one := await self.get(conn, workspace_id, key))]
        mine = [one for one in found if one.bot_id == bot_id and (after is None or one.id < after)]
        return sorted(mine, key=lambda one: one.id, reverse=True)[:limit]

    async def progress(self, conn: Any, upload: Upload, share: float) -> bool:
        return self._change(upload, status=SourceStatus.INDEXING, progress=share, error=None)

    async def ready(self, conn: Any, upload: Upload, document: Indexed, now: datetime) -> int | None:
        revision = self.rows[upload.source_id].revision + 1 if upload.source_id in self.rows else 1
        changed = self._change(
            upload,
            status=SourceStatus.READY,
            progress=1.0,
            documents=1,
            passages=document.passages,
            error=document.problem,
            notes=list(document.notes),
            revision=revision,
            last_synced_at=now,
        )
        return revision if changed else None

    async def failed(self, conn: Any, upload: Upload, reason: str) -> bool:
        return self._change(upload, status=SourceStatus.FAILED, progress=0.0, error=reason)

    async def mark_deleted(
        self, conn: Any, workspace_id: str, source_id: str, now: datetime
    ) -> Upload | None:
        upload = self.uploads.get(source_id)
        if upload is None or upload.scope.workspace_id != workspace_id:
            return None
        self.hidden.add(source_id)
        return upload

    async def mark_bot_deleted(self, conn: Any, scope: Scope, now: datetime) -> None:
        self.hidden |= {key for key, upload in self.uploads.items() if upload.scope == scope}

    async def deleted(self, conn: Any, limit: int) -> list[Upload]:
        return [self.uploads[key] for key in self.hidden][:limit]

    async def forget(self, conn: Any, upload: Upload) -> bool:
        self.hidden.discard(upload.source_id)
        self.rows.pop(upload.source_id, None)
        return self.uploads.pop(upload.source_id, None) is not None

    def _change(self, upload: Upload, **values: Any) -> bool:
        if upload.source_id not in self.rows or upload.source_id in self.hidden:
            return False
        self.rows[upload.source_id] = self.rows[upload.source_id].model_copy(update=values)
        return True


def _same(upload: Upload, ask: AddSource) -> bool:
    return (upload.scope.workspace_id, upload.object_key) == (ask.workspace_id, ask.object_key)


@dataclass
class FakeDocuments:
    rows: dict[str, tuple[Scope, Indexed, str]] = field(default_factory=dict)
    versions: dict[Scope, int] = field(default_factory=dict)

    async def get(self, conn: Any, workspace_id: str, document_id: str) -> Document | None:
        row = self.rows.get(document_id)
        return None if row is None else _document(*row[1:], now=clock.now())

    async def page(
        self, conn: Any, workspace_id: str, source_id: str, after: str | None, limit: int
    ) -> list[Document]:
        mine = [row for _, row in sorted(self.rows.items()) if row[2] == source_id]
        return [_document(*row[1:], now=clock.now()) for row in mine][:limit]

    async def put(self, conn: Any, upload: Upload, document: Indexed, now: datetime) -> None:
        self.rows[document.document_id] = (upload.scope, document, upload.source_id)
        self.versions[upload.scope] = self.versions.get(upload.scope, 0) + 1

    async def remove(self, conn: Any, upload: Upload) -> list[str]:
        gone = [key for key, row in self.rows.items() if row[2] == upload.source_id]
        for key in gone:
            del self.rows[key]
        self.versions[upload.scope] = self.versions.get(upload.scope, 0) + 1
        return gone

    async def version(self, conn: Any, scope: Scope) -> int:
        return self.versions.get(scope, 0)

    async def vocabularies(self, conn: Any, scope: Scope) -> list[Vocabulary]:
        return [row[1].vocabulary for row in self.rows.values() if row[0] == scope]


def _document(document: Indexed, source_id: str, *, now: datetime) -> Document:
    return Document.model_construct(
        id=document.document_id,
        source_id=source_id,
        title=document.title,
        revision=document.revision,
        content_hash=document.content_hash,
        passages=document.passages,
        pages=document.pages,
        created_at=now,
    )


@dataclass
class FakeBots:
    rows: dict[str, tuple[str, BotConfigured]] = field(default_factory=dict)

    async def put(self, conn: Any, workspace_id: str, bot: BotConfigured) -> bool:
        known = self.rows.get(bot.bot_id)
        if known is not None and known[1].revision >= bot.revision:
            return False
        self.rows[bot.bot_id] = (workspace_id, bot)
        return True

    async def may_know(self, conn: Any, scope: Scope) -> bool:
        known = self.rows.get(scope.bot_id)
        return known is None or (known[0] == scope.workspace_id and not known[1].deleted)


@dataclass
class FakeTurns:
    texts: dict[str, TurnSubmitted] = field(default_factory=dict)
    version: int = 1

    async def remember(self, conn: Any, workspace_id: str, turn: TurnSubmitted, most: int) -> Memory:
        before = [
            one.text
            for one in self.texts.values()
            if one.conversation_id == turn.conversation_id and one.turn_id != turn.turn_id
        ]
        self.texts.setdefault(turn.turn_id, turn)
        return Memory(before[::-1][:most], self.version)

    async def forget_before(self, conn: Any, moment: datetime) -> None:
        self.texts = {key: one for key, one in self.texts.items() if one.submitted_at >= moment}
