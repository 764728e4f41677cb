"""All SQL about sources."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Update, delete, func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from contracts.requests import AddSource
from contracts.shapes import Source, SourceStatus
from retrieval.domain.passages import Scope
from retrieval.ports import Indexed, Upload
from retrieval.store.tables import SourceRow

SOURCES = SourceRow.__table__  # type: ignore[attr-defined]
_C = SOURCES.c


class SourceStore:
    async def add(self, conn: AsyncConnection, ask: AddSource, source_id: str, now: datetime) -> bool:
        row = SourceRow(
            id=source_id,
            workspace_id=ask.workspace_id,
            bot_id=ask.bot_id,
            kind=ask.source_kind,
            name=ask.name,
            media_type=ask.media_type,
            object_key=ask.object_key,
            size_bytes=ask.size_bytes,
            sha256=ask.sha256,
            created_at=now,
        )
        statement = insert(SOURCES).values(row.model_dump()).on_conflict_do_nothing().returning(_C.id)
        return (await conn.execute(statement)).first() is not None

    async def by_object_key(self, conn: AsyncConnection, workspace_id: str, object_key: str) -> Source | None:
        found = await conn.execute(_living(workspace_id).where(_C.object_key == object_key))
        return _source(found.first())

    async def get(self, conn: AsyncConnection, workspace_id: str, source_id: str) -> Source | None:
        found = await conn.execute(_living(workspace_id).where(_C.id == source_id))
        return _source(found.first())

    async def upload(self, conn: AsyncConnection, workspace_id: str, source_id: str) -> Upload | None:
        row = (await conn.execute(_living(workspace_id).where(_C.id == source_id))).first()
        return _upload(row) if row else None

    async def page(
        self, conn: AsyncConnection, workspace_id: str, bot_id: str, after: str | None, limit: int
    ) -> list[Source]:
        statement = _living(workspace_id).where(_C.bot_id == bot_id).order_by(_C.id.desc()).limit(limit)
        if after is not None:
            statement = statement.where(_C.id < after)
        return [source for row in await conn.execute(statement) if (source := _source(row))]

    async def progress(self, conn: AsyncConnection, upload: Upload, share: float) -> bool:
        change = _change(upload).values(status=SourceStatus.INDEXING, progress=share, error=None)
        return (await conn.execute(change)).rowcount == 1

    async def ready(
        self, conn: AsyncConnection, upload: Upload, document: Indexed, now: datetime
    ) -> int | None:
        change = _change(upload).values(
            status=SourceStatus.READY,
            progress=1.0,
            documents=1,
            passages=document.passages,
            error=document.problem,
            notes=list(document.notes),
            revision=_C.revision + 1,
            last_synced_at=now,
        )
        revision: int | None = (await conn.execute(change.returning(_C.revision))).scalar()
        return revision

    async def failed(self, conn: AsyncConnection, upload: Upload, reason: str) -> bool:
        change = _change(upload).values(status=SourceStatus.FAILED, progress=0.0, error=reason)
        return (await conn.execute(change)).rowcount == 1

    async def mark_deleted(
        self, conn: AsyncConnection, workspace_id: str, source_id: str, now: datetime
    ) -> Upload | None:
        """None when there is no such source; one that is being deleted is deleted again."""
        change = (
            update(SOURCES)
            .where(_C.workspace_id == workspace_id, _C.id == source_id)
            .values(deleted_at=func.coalesce(_C.deleted_at, now))
            .returning(*_C)
        )
        row = (await conn.execute(change)).first()
        return _upload(row) if row else None

    async def mark_bot_deleted(self, conn: AsyncConnection, scope: Scope, now: datetime) -> None:
        change = update(SOURCES).where(_C.workspace_id == scope.workspace_id, _C.bot_id == scope.bot_id)
        await conn.execute(change.where(_C.deleted_at.is_(None)).values(deleted_at=now))

    async def deleted(self, conn: AsyncConnection, limit: int) -> list[Upload]:
        found = await conn.execute(select(*_C).where(_C.deleted_at.is_not(None)).limit(limit))
        return [_upload(row) for row in found]

    async def forget(self, conn: AsyncConnection, upload: Upload) -> bool:
        gone = delete(SOURCES).where(_C.workspace_id == upload.scope.workspace_id, _C.id == upload.source_id)
        return (await conn.execute(gone)).rowcount == 1


def _living(workspace_id: str) -> Any:
    return select(*_C).where(_C.workspace_id == workspace_id, _C.deleted_at.is_(None))


def _change(upload: Upload) -> Update:
    mine: ColumnElement[bool] = _C.workspace_id == upload.scope.workspace_id
    return update(SOURCES).where(mine, _C.id == upload.source_id, _C.deleted_at.is_(None))


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
    )


def _upload(row: Row[Any]) -> Upload:
    return Upload(
        source_id=row.id,
        scope=Scope(row.workspace_id, row.bot_id),
        name=row.name,
        media_type=row.media_type,
        object_key=row.object_key,
        size_bytes=row.size_bytes,
        sha256=row.sha256,
    )
