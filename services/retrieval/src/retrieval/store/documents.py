"""All SQL about documents as they are now, and the words in them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, delete, func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from contracts.shapes import Audience, Document
from retrieval.domain.passages import Scope
from retrieval.domain.sources import Indexed, Origin
from retrieval.domain.vocabulary import Vocabulary
from retrieval.store.answers import forget_answers
from retrieval.store.tables import DOCUMENTS, KNOWLEDGE, SOURCES

_C = DOCUMENTS.c
CHANGING = (
    *("title", "url", "revision", "content_hash", "passages", "pages"),
    *("vocabulary", "audience", "language"),
)


class DocumentStore:
    async def get(self, conn: AsyncConnection, workspace_id: str, document_id: str) -> Document | None:
        row = (await conn.execute(_living(workspace_id).where(_C.id == document_id))).first()
        return _document(row) if row else None

    async def page(
        self, conn: AsyncConnection, workspace_id: str, source_id: str, after: str | None, limit: int
    ) -> list[Document]:
        statement = _living(workspace_id).where(_C.source_id == source_id).order_by(_C.id).limit(limit)
        if after is not None:
            statement = statement.where(_C.id > after)
        return [_document(row) for row in await conn.execute(statement)]

    async def put(
        self, conn: AsyncConnection, origin: Origin, documents: Sequence[Indexed], now: datetime
    ) -> None:
        await self.changed(conn, origin.scope)
        rows = [_row(origin, document, now) for document in documents]
        statement = insert(DOCUMENTS)
        changed = {name: statement.excluded[name] for name in CHANGING}
        await conn.execute(statement.on_conflict_do_update(index_elements=["id"], set_=changed), rows)

    async def ids(self, conn: AsyncConnection, origin: Origin) -> list[str]:
        mine = (_C.workspace_id == origin.scope.workspace_id, _C.source_id == origin.source_id)
        return list((await conn.execute(select(_C.id).where(*mine))).scalars())

    async def remove(
        self, conn: AsyncConnection, origin: Origin, document_ids: Sequence[str] | None = None
    ) -> list[tuple[str, int]]:
        gone = delete(DOCUMENTS).where(
            _C.workspace_id == origin.scope.workspace_id, _C.source_id == origin.source_id
        )
        if document_ids is not None:
            gone = gone.where(_C.id.in_(document_ids))
        removed = [(row.id, row.revision) for row in await conn.execute(gone.returning(_C.id, _C.revision))]
        if removed:
            await self.changed(conn, origin.scope)
        return removed

    async def set_audience(
        self, conn: AsyncConnection, workspace_id: str, document_id: str, audience: Audience
    ) -> None:
        change = update(DOCUMENTS).where(_C.workspace_id == workspace_id, _C.id == document_id)
        await conn.execute(change.values(audience=audience))

    async def audiences(self, conn: AsyncConnection, origin: Origin) -> dict[str, Audience]:
        mine = (_C.workspace_id == origin.scope.workspace_id, _C.source_id == origin.source_id)
        found = await conn.execute(select(_C.id, _C.audience).where(*mine, _C.audience.is_not(None)))
        return {row.id: row.audience for row in found}

    async def version(self, conn: AsyncConnection, scope: Scope) -> int:
        found = await conn.execute(
            select(KNOWLEDGE.c.version).where(
                KNOWLEDGE.c.workspace_id == scope.workspace_id, KNOWLEDGE.c.bot_id == scope.bot_id
            )
        )
        return found.scalar() or 0

    async def vocabularies(self, conn: AsyncConnection, scope: Scope) -> list[Vocabulary]:
        mine = (_C.workspace_id == scope.workspace_id, _C.bot_id == scope.bot_id)
        found = await conn.execute(select(_C.vocabulary).where(*mine))
        return [Vocabulary.from_bytes(raw) for raw in found.scalars()]

    async def changed(self, conn: AsyncConnection, scope: Scope) -> None:
        """Count the change; answers kept from the earlier knowledge can no longer be reused."""
        first = {"bot_id": scope.bot_id, "workspace_id": scope.workspace_id, "version": 1}
        await conn.execute(
            insert(KNOWLEDGE)
            .values(first)
            .on_conflict_do_update(index_elements=["bot_id"], set_={"version": KNOWLEDGE.c.version + 1})
        )
        await forget_answers(conn, scope)


def _living(workspace_id: str) -> Select[Any]:
    """Documents of sources that are not being removed, with the audience in force."""
    both = (SOURCES.c.id == _C.source_id) & (SOURCES.c.workspace_id == _C.workspace_id)
    holds = func.coalesce(_C.audience, SOURCES.c.audience).label("holds_for")
    return (
        select(*_C, holds)
        .join_from(DOCUMENTS, SOURCES, both)
        .where(_C.workspace_id == workspace_id, SOURCES.c.deleted_at.is_(None))
    )


def _row(origin: Origin, document: Indexed, now: datetime) -> dict[str, Any]:
    return {
        "id": document.document_id,
        "workspace_id": origin.scope.workspace_id,
        "bot_id": origin.scope.bot_id,
        "source_id": origin.source_id,
        "place": document.place,
        "title": document.title,
        "url": document.url,
        "revision": document.revision,
        "content_hash": document.content_hash,
        "passages": document.passages,
        "pages": document.pages,
        "vocabulary": document.vocabulary.to_bytes(),
        "audience": document.audience,
        "language": document.language,
        "created_at": now,
    }


def _document(row: Row[Any]) -> Document:
    return Document(
        id=row.id,
        source_id=row.source_id,
        title=row.title,
        url=row.url,
        revision=row.revision,
        content_hash=row.content_hash,
        passages=row.passages,
        pages=row.pages,
        created_at=row.created_at,
        audience=row.holds_for,
    )
