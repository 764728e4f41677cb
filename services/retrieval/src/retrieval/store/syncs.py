"""All SQL about syncs: who holds a source, how far it is, how it ended."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import func, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from contracts.shapes import SourceStatus
from retrieval.domain.sources import Origin, Tally
from retrieval.store.sources import change_of, origin_of
from retrieval.store.tables import DOCUMENTS, SOURCES

LEASE = timedelta(minutes=2)
_C = SOURCES.c


class SyncStore:
    async def begin(self, conn: AsyncConnection, origin: Origin, run: str, now: datetime) -> Origin | None:
        free = or_(_C.run.is_(None), _C.run == run, _C.run_at < now - LEASE)
        taken = (
            change_of(origin)
            .where(free)
            .values(
                run=run,
                run_at=now,
                status=SourceStatus.INDEXING,
                progress=0.0,
            )
        )
        row = (await conn.execute(taken.returning(*_C))).first()
        return origin_of(row) if row else None

    async def progress(
        self, conn: AsyncConnection, origin: Origin, run: str, share: float, now: datetime
    ) -> bool:
        change = change_of(origin).where(_C.run == run).values(progress=share, run_at=now)
        return (await conn.execute(change)).rowcount == 1

    async def synced(
        self,
        conn: AsyncConnection,
        origin: Origin,
        run: str,
        tally: Tally,
        now: datetime,
        next_sync_at: datetime | None,
    ) -> tuple[int, int, int] | None:
        mine = (
            DOCUMENTS.c.workspace_id == origin.scope.workspace_id,
            DOCUMENTS.c.source_id == origin.source_id,
        )
        counted = select(func.count()).select_from(DOCUMENTS).where(*mine).scalar_subquery()
        total = select(func.coalesce(func.sum(DOCUMENTS.c.passages), 0)).where(*mine).scalar_subquery()
        change = (
            change_of(origin)
            .where(_C.run == run)
            .values(
                run=None,
                status=SourceStatus.READY,
                progress=1.0,
                documents=counted,
                passages=total,
                error=tally.error,
                notes=tally.remarks,
                revision=_C.revision + 1,
                last_synced_at=now,
                next_sync_at=next_sync_at,
            )
        )
        row = (await conn.execute(change.returning(_C.revision, _C.documents, _C.passages))).first()
        return (row.revision, row.documents, row.passages) if row else None

    async def failed(
        self, conn: AsyncConnection, origin: Origin, run: str, reason: str, next_sync_at: datetime | None
    ) -> bool:
        change = (
            change_of(origin)
            .where(_C.run == run)
            .values(
                run=None,
                status=SourceStatus.FAILED,
                progress=0.0,
                error=reason,
                next_sync_at=next_sync_at,
            )
        )
        return (await conn.execute(change)).rowcount == 1
