"""All SQL about documents and the words in them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, delete, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from contracts.shapes import Document
from retrieval.domain.passages import Scope
from retrieval.domain.vocabulary import Vocabulary
from retrieval.ports import Indexed, Upload
from retrieval.store.tables import DocumentRow, KnowledgeRow

DOCUMENTS = DocumentRow.__table__  # type: ignore[attr-defined]
KNOWLEDGE = KnowledgeRow.__table__  # type: ignore[attr-defined]
_C = DOCUMENTS.c


class DocumentStore:
    async def get(self, conn: AsyncConnection, workspace_id: str, document_id: str) -> Document | None:
        found = await conn.execute(select(*_C).where(_C.workspace_id == workspace_id, _C.id == document_id))
        row = found.first()
        return _document(row) if row else None

    async def page(
        self, conn: AsyncConnection, workspace_id: str, source_id: str, after: str | None, limit: int
    ) -> list[Document]:
        statement = (
            select(*_C)
            .where(_C.workspace_id == workspace_id, _C.source_id == source_id)
            .order_by(_C.id)
            .limit(limit)
        )
        if after is not None:
            statement = statement.where(_C.id > after)
        return [_document(row) for row in await conn.execute(statement)]

    async def put(self, conn: AsyncConnection, upload: Upload, document: Indexed, now: datetime) -> None:
        values = {
            "title": document.title,
            "revision": document.revision,
            "content_hash": document.content_hash,
            "passages": document.passages,
            "pages": document.pages,
            "vocabulary": document.vocabulary.to_bytes(),
        }
        row = {
            **values,
            "id": document.document_id,
            "workspace_id": upload.scope.workspace_id,
            "bot_id": upload.scope.bot_id,
            "source_id": upload.source_id,
            "created_at": now,
        }
        await conn.execute(
            insert(DOCUMENTS).values(row).on_conflict_do_update(index_elements=["id"], set_=values)
        )
        await _changed(conn, upload.scope)

    async def remove(self, conn: AsyncConnection, upload: Upload) -> list[str]:
        mine: ColumnElement[bool] = _C.workspace_id == upload.scope.workspace_id
        gone = delete(DOCUMENTS).where(mine, _C.source_id == upload.source_id).returning(_C.id)
        removed = list((await conn.execute(gone)).scalars())
        if removed:
            await _changed(conn, upload.scope)
        return removed

    async def version(self, conn: AsyncConnection, scope: Scope) -> int:
        found = await conn.execute(
            select(KNOWLEDGE.c.version).where(
                KNOWLEDGE.c.workspace_id == scope.workspace_id, KNOWLEDGE.c.bot_id == scope.bot_id
            )
        )
        return found.scalar() or 0

    async def vocabularies(self, conn: AsyncConnection, scope: Scope) -> list[Vocabulary]:
        mine: ColumnElement[bool] = _C.workspace_id == scope.workspace_id
        found = await conn.execute(select(_C.vocabulary).where(mine, _C.bot_id == scope.bot_id))
        return [Vocabulary.from_bytes(raw) for raw in found.scalars()]


async def _changed(conn: AsyncConnection, scope: Scope) -> None:
    first = {"bot_id": scope.bot_id, "workspace_id": scope.workspace_id, "version": 1}
    await conn.execute(
        insert(KNOWLEDGE)
        .values(first)
        .on_conflict_do_update(index_elements=["bot_id"], set_={"version": KNOWLEDGE.c.version + 1})
    )


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
    )
