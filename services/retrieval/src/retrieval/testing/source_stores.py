"""The tables of sources, in memory; `conn` is never looked at."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from chassis import clock
from contracts.shapes import Audience, Document, Source, SourceStatus
from retrieval.domain.passages import Scope
from retrieval.domain.sources import Indexed, Origin, Tally
from retrieval.domain.vocabulary import Vocabulary


@dataclass
class FakeSources:
    """`shown` is what staff see, `origins` what syncs see."""

    shown: dict[str, Source] = field(default_factory=dict)
    origins: dict[str, Origin] = field(default_factory=dict)
    hidden: set[str] = field(default_factory=set)

    async def add(self, conn: Any, origin: Origin, now: datetime) -> bool:
        if origin.object_key and await self.by_object_key(conn, origin.scope.workspace_id, origin.object_key):
            return False
        self.origins[origin.source_id] = origin
        self.shown[origin.source_id] = Source(
            id=origin.source_id,
            bot_id=origin.scope.bot_id,
            kind=origin.kind,
            name=origin.name,
            status=SourceStatus.QUEUED,
            progress=0,
            documents=0,
            passages=0,
            revision=0,
            created_at=now,
        )
        return True

    async def by_object_key(self, conn: Any, workspace_id: str, object_key: str) -> Source | None:
        for origin in self.origins.values():
            if (origin.scope.workspace_id, origin.object_key) == (workspace_id, object_key):
                return await self.get(conn, workspace_id, origin.source_id)
        return None

    async def get(self, conn: Any, workspace_id: str, source_id: str) -> Source | None:
        return self.shown[source_id] if await self.origin(conn, workspace_id, source_id) else None

    async def origin(
        self, conn: Any, workspace_id: str, source_id: str, *, lock: bool = False
    ) -> Origin | None:
        origin = self.origins.get(source_id)
        mine = origin is not None and origin.scope.workspace_id == workspace_id
        return origin if mine and source_id not in self.hidden else None

    async def page(
        self, conn: Any, workspace_id: str, bot_id: str, after: str | None, limit: int
    ) -> list[Source]:
        mine = [one for one in self.shown.values() if one.bot_id == bot_id and one.id not in self.hidden]
        return [one for one in mine if after is None or one.id < after][:limit]

    async def queue(self, conn: Any, origin: Origin) -> None:
        self.change(origin, status=SourceStatus.QUEUED)

    async def save(self, conn: Any, origin: Origin) -> None:
        self.origins[origin.source_id] = origin
        self.change(origin, name=origin.name, audience=origin.audience, next_sync_at=origin.next_sync_at)

    async def mark_deleted(
        self, conn: Any, workspace_id: str, source_id: str, now: datetime
    ) -> Origin | None:
        origin = self.origins.get(source_id)
        if origin is None or origin.scope.workspace_id != workspace_id:
            return None
        self.hidden.add(source_id)
        return origin

    async def mark_bot_deleted(self, conn: Any, scope: Scope, now: datetime) -> None:
        self.hidden |= {key for key, origin in self.origins.items() if origin.scope == scope}

    async def mark_workspace_deleted(self, conn: Any, workspace_id: str, now: datetime) -> None:
        self.hidden |= {key for key, one in self.origins.items() if one.scope.workspace_id == workspace_id}

    async def deleted(self, conn: Any, limit: int) -> list[Origin]:
        return [self.origins[key] for key in self.hidden][:limit]

    async def forget(self, conn: Any, origin: Origin) -> bool:
        self.hidden.discard(origin.source_id)
        self.shown.pop(origin.source_id, None)
        return self.origins.pop(origin.source_id, None) is not None

    def change(self, origin: Origin, **values: Any) -> bool:
        if origin.source_id not in self.shown or origin.source_id in self.hidden:
            return False
        self.shown[origin.source_id] = self.shown[origin.source_id].model_copy(update=values)
        return True


@dataclass
class FakeSyncs:
    sources: FakeSources
    documents: FakeDocuments
    held: dict[str, str] = field(default_factory=dict)

    async def begin(self, conn: Any, origin: Origin, run: str, now: datetime) -> Origin | None:
        if self.held.setdefault(origin.source_id, run) != run:
            return None
        began = self.sources.change(origin, status=SourceStatus.INDEXING, progress=0.0)
        return self.sources.origins[origin.source_id] if began else None

    async def progress(self, conn: Any, origin: Origin, run: str, share: float, now: datetime) -> bool:
        return self._holds(origin, run) and self.sources.change(origin, progress=share)

    async def synced(
        self, conn: Any, origin: Origin, run: str, tally: Tally, now: datetime, next_sync_at: datetime | None
    ) -> tuple[int, int, int] | None:
        if not self._holds(origin, run) or origin.source_id in self.sources.hidden:
            return None
        mine = [row.passages for row, owner in self.documents.rows.values() if owner == origin.source_id]
        left = self.sources.shown[origin.source_id].revision + 1, len(mine), sum(mine)
        self.sources.change(
            origin,
            status=SourceStatus.READY,
            progress=1.0,
            revision=left[0],
            documents=left[1],
            passages=left[2],
            error=tally.error,
            notes=tally.remarks,
            last_synced_at=now,
            next_sync_at=next_sync_at,
        )
        del self.held[origin.source_id]
        return left

    async def failed(
        self, conn: Any, origin: Origin, run: str, reason: str, next_sync_at: datetime | None
    ) -> bool:
        if not self._holds(origin, run):
            return False
        del self.held[origin.source_id]
        return self.sources.change(origin, status=SourceStatus.FAILED, progress=0.0, error=reason)

    def _holds(self, origin: Origin, run: str) -> bool:
        return self.held.get(origin.source_id) == run


@dataclass
class FakeDocuments:
    rows: dict[str, tuple[Indexed, str]] = field(default_factory=dict)
    versions: dict[Scope, int] = field(default_factory=dict)
    scopes: dict[str, Scope] = field(default_factory=dict)

    async def get(self, conn: Any, workspace_id: str, document_id: str) -> Document | None:
        row = self.rows.get(document_id)
        mine = row is not None and self.scopes[row[1]].workspace_id == workspace_id
        return _document(*row) if row and mine else None

    async def page(
        self, conn: Any, workspace_id: str, source_id: str, after: str | None, limit: int
    ) -> list[Document]:
        return [_document(*row) for _, row in sorted(self.rows.items()) if row[1] == source_id][:limit]

    async def put(self, conn: Any, origin: Origin, documents: Sequence[Indexed], now: datetime) -> None:
        self.scopes[origin.source_id] = origin.scope
        self.rows |= {one.document_id: (one, origin.source_id) for one in documents}
        await self.changed(conn, origin.scope)

    async def ids(self, conn: Any, origin: Origin) -> list[str]:
        return [key for key, (_, source_id) in self.rows.items() if source_id == origin.source_id]

    async def remove(
        self, conn: Any, origin: Origin, document_ids: Sequence[str] | None = None
    ) -> list[tuple[str, int]]:
        mine = await self.ids(conn, origin)
        gone = mine if document_ids is None else [one for one in mine if one in document_ids]
        return [(key, self.rows.pop(key)[0].revision) for key in gone]

    async def set_audience(self, conn: Any, workspace_id: str, document_id: str, audience: Audience) -> None:
        row, source_id = self.rows[document_id]
        self.rows[document_id] = replace(row, audience=audience), source_id

    async def audiences(self, conn: Any, origin: Origin) -> dict[str, Audience]:
        mine = {key: self.rows[key][0].audience for key in await self.ids(conn, origin)}
        return {key: audience for key, audience in mine.items() if audience}

    async def changed(self, conn: Any, scope: Scope) -> None:
        self.versions[scope] = self.versions.get(scope, 0) + 1

    async def version(self, conn: Any, scope: Scope) -> int:
        return self.versions.get(scope, 0)

    async def vocabularies(self, conn: Any, scope: Scope) -> list[Vocabulary]:
        return [row.vocabulary for row, source_id in self.rows.values() if self.scopes[source_id] == scope]


def _document(document: Indexed, source_id: str) -> Document:
    return Document(
        id=document.document_id,
        source_id=source_id,
        title=document.title,
        url=document.url,
        revision=document.revision,
        content_hash=document.content_hash,
        passages=document.passages,
        pages=document.pages,
        created_at=clock.now(),
        audience=document.audience or "public",
    )
