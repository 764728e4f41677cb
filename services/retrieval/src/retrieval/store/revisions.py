"""All SQL about what documents said, also before."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import delete, func, select
from sqlalchemy.dialects.postgresql import distinct_on, insert
from sqlalchemy.ext.asyncio import AsyncConnection

from contracts.shapes import DocumentRevision
from retrieval.domain.revisions import passages_in
from retrieval.domain.sources import Indexed, Known, Origin
from retrieval.store.tables import DOCUMENTS, REVISIONS, SOURCES

_C = REVISIONS.c


class RevisionStore:
    async def put(
        self, conn: AsyncConnection, origin: Origin, documents: Sequence[Indexed], now: datetime
    ) -> None:
        rows = [
            {
                "document_id": document.document_id,
                "revision": document.revision,
                "workspace_id": origin.scope.workspace_id,
                "source_id": origin.source_id,
                "title": document.title,
                "url": document.url,
                "content_hash": document.content_hash,
                "pages": document.pages,
                "indexed_at": now,
                "body": document.body,
            }
            for document in documents
        ]
        await conn.execute(insert(REVISIONS).on_conflict_do_nothing(), rows)

    async def known(
        self, conn: AsyncConnection, origin: Origin, document_ids: Sequence[str]
    ) -> dict[str, Known]:
        newest = (
            select(_C.document_id, _C.revision, _C.content_hash, DOCUMENTS.c.audience)
            .add_columns((DOCUMENTS.c.revision == _C.revision).label("here"))
            .join_from(REVISIONS, DOCUMENTS, DOCUMENTS.c.id == _C.document_id, isouter=True)
            .where(_C.workspace_id == origin.scope.workspace_id, _C.document_id.in_(document_ids))
            .ext(distinct_on(_C.document_id))
            .order_by(_C.document_id, _C.revision.desc())
        )
        return {
            row.document_id: Known(
                row.document_id, row.revision, row.content_hash, bool(row.here), row.audience
            )
            for row in await conn.execute(newest)
        }

    async def bodies(self, conn: AsyncConnection, origin: Origin, known: Sequence[Known]) -> dict[str, bytes]:
        wanted = {one.document_id: one.revision for one in known}
        found = await conn.execute(
            select(_C.document_id, _C.revision, _C.body).where(
                _C.workspace_id == origin.scope.workspace_id, _C.document_id.in_(wanted)
            )
        )
        return {row.document_id: row.body for row in found if wanted[row.document_id] == row.revision}

    async def get(
        self, conn: AsyncConnection, workspace_id: str, document_id: str, revision: int | None
    ) -> DocumentRevision | None:
        mine = (_C.workspace_id == workspace_id, _C.document_id == document_id)
        latest = select(func.max(_C.revision)).where(*mine).scalar_subquery()
        row = (
            await conn.execute(
                select(*_C, latest.label("latest"), DOCUMENTS.c.id.is_(None).label("removed"))
                .join_from(REVISIONS, DOCUMENTS, DOCUMENTS.c.id == _C.document_id, isouter=True)
                .join(SOURCES, (SOURCES.c.id == _C.source_id) & SOURCES.c.deleted_at.is_(None))
                .where(*mine, _C.revision == (latest if revision is None else revision))
            )
        ).first()
        return _revision(row) if row else None

    async def forget(self, conn: AsyncConnection, origin: Origin) -> None:
        mine = (_C.workspace_id == origin.scope.workspace_id, _C.source_id == origin.source_id)
        await conn.execute(delete(REVISIONS).where(*mine))


def _revision(row: Any) -> DocumentRevision:
    return DocumentRevision(
        id=row.document_id,
        source_id=row.source_id,
        title=row.title,
        url=row.url,
        revision=row.revision,
        latest=row.latest,
        removed=row.removed,
        content_hash=row.content_hash,
        pages=row.pages,
        indexed_at=row.indexed_at,
        passages=passages_in(row.body),
    )
