"""All SQL about sources as people see them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, Update, delete, func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from contracts.shapes import Source, SourceStatus
from retrieval.domain.passages import Scope
from retrieval.domain.sources import Origin
from retrieval.store.tables import SOURCES, SourceRow

_C = SOURCES.c


class SourceStore:
    async def add(self, conn: AsyncConnection, origin: Origin, now: datetime) -> bool:
        row = SourceRow(
            id=origin.source_id,
            workspace_id=origin.scope.workspace_id,
            bot_id=origin.scope.bot_id,
            kind=origin.kind,
            name=origin.name,
            media_type=origin.media_type,
            object_key=origin.object_key,
            size_bytes=origin.size_bytes,
            sha256=origin.sha256,
            created_at=now,
            url=origin.url,
            audience=origin.audience,
            max_pages=origin.max_pages,
            max_depth=origin.max_depth,
            sync_every=origin.sync_every,
        )
        statement = insert(SOURCES).values(row.model_dump()).on_conflict_do_nothing().returning(_C.id)
        return (await conn.execute(statement)).first() is not None

    async def by_object_key(self, conn: AsyncConnection, workspace_id: str, object_key: str) -> Source | None:
        found = await conn.execute(_living(workspace_id).where(_C.object_key == object_key))
        return _source(found.first())

    async def get(self, conn: AsyncConnection, workspace_id: str, source_id: str) -> Source | None:
        found = await conn.execute(_living(workspace_id).where(_C.id == source_id))
        return _source(found.first())

    async def origin(
        self, conn: AsyncConnection, workspace_id: str, source_id: str, *, lock: bool = False
    ) -> Origin | None:
        statement = _living(workspace_id).where(_C.id == source_id)
        row = (await conn.execute(statement.with_for_update() if lock else statement)).first()
        return origin_of(row) if row else None

    async def page(
        self, conn: AsyncConnection, workspace_id: str, bot_id: str, after: str | None, limit: int
    ) -> list[Source]:
        statement = _living(workspace_id).where(_C.bot_id == bot_id).order_by(_C.id.desc()).limit(limit)
        if after is not None:
            statement = statement.where(_C.id < after)
        return [source for row in await conn.execute(statement) if (source := _source(row))]

    async def queue(self, conn: AsyncConnection, origin: Origin) -> None:
        waits = change_of(origin).where(_C.status != SourceStatus.INDEXING)
        await conn.execute(waits.values(status=SourceStatus.QUEUED, progress=0.0))

    async def save(self, conn: AsyncConnection, origin: Origin) -> None:
        values = {
            "name": origin.name,
            "audience": origin.audience,
            "sync_every": origin.sync_every,
            "next_sync_at": origin.next_sync_at,
        }
        await conn.execute(change_of(origin).values(values))

    async def mark_deleted(
        self, conn: AsyncConnection, workspace_id: str, source_id: str, now: datetime
    ) -> Origin | None:
        change = (
            update(SOURCES)
            .where(_C.workspace_id == workspace_id, _C.id == source_id)
            .values(deleted_at=func.coalesce(_C.deleted_at, now))
            .returning(*_C)
        )
        row = (await conn.execute(change)).first()
        return origin_of(row) if row else None

    async def mark_bot_deleted(self, conn: AsyncConnection, scope: Scope, now: datetime) -> None:
        change = update(SOURCES).where(_C.workspace_id == scope.workspace_id, _C.bot_id == scope.bot_id)
        await conn.execute(change.where(_C.deleted_at.is_(None)).values(deleted_at=now))

    async def mark_workspace_deleted(self, conn: AsyncConnection, workspace_id: str, now: datetime) -> None:
        change = update(SOURCES).where(_C.workspace_id == workspace_id, _C.deleted_at.is_(None))
        await conn.execute(change.values(deleted_at=now))

    async def deleted(self, conn: AsyncConnection, limit: int) -> list[Origin]:
        found = await conn.execute(select(*_C).where(_C.deleted_at.is_not(None)).limit(limit))
        return [origin_of(row) for row in found]

    async def forget(self, conn: AsyncConnection, origin: Origin) -> bool:
        gone = delete(SOURCES).where(_C.workspace_id == origin.scope.workspace_id, _C.id == origin.source_id)
        return (await conn.execute(gone)).rowcount == 1


def _living(workspace_id: str) -> Select[Any]:
    return select(*_C).where(_C.workspace_id == workspace_id, _C.deleted_at.is_(None))


def change_of(origin: Origin) -> Update:
    """An update of this source, unless it is being deleted."""
    mine: ColumnElement[bool] = _C.workspace_id == origin.scope.workspace_id
    return update(SOURCES).where(mine, _C.id == origin.source_id, _C.deleted_at.is_(None))


def _source(row: Row[Any] | None) -> Source | None:
    if row is None:
        return None
    return Source(
        id=row.id,
        bot_id=row.bot_id,
        kind=row.kind,
        name=row.name,
        status=SourceStatus(row.status),
        progress=row.progress,
        documents=row.documents,
        passages=row.passages,
        error=row.error,
        notes=row.notes,
        revision=row.revision,
        last_synced_at=row.last_synced_at,
        created_at=row.created_at,
        url=row.url,
        audience=row.audience,
        sync_every=row.sync_every,
        next_sync_at=row.next_sync_at,
        media_type=row.media_type,
        size_bytes=row.size_bytes,
    )


def origin_of(row: Row[Any]) -> Origin:
    return Origin(
        source_id=row.id,
        scope=Scope(row.workspace_id, row.bot_id),
        kind=row.kind,
        name=row.name,
        media_type=row.media_type,
        object_key=row.object_key,
        size_bytes=row.size_bytes,
        sha256=row.sha256,
        url=row.url,
        audience=row.audience,
        max_pages=row.max_pages,
        max_depth=row.max_depth,
        sync_every=row.sync_every,
        next_sync_at=row.next_sync_at,
    )
