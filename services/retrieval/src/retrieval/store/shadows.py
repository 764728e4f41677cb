"""All SQL about documents in an index that is being built."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, delete, func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from retrieval.domain.indexes import Kept
from retrieval.domain.passages import Card, Scope
from retrieval.domain.vocabulary import Vocabulary
from retrieval.store.tables import DOCUMENTS, REVISIONS, SHADOWS, SOURCES

_D, _S = DOCUMENTS.c, SHADOWS.c
_AUDIENCE = func.coalesce(_D.audience, SOURCES.c.audience)
_STAMP = _D.content_hash + ":" + _AUDIENCE


class ShadowStore:
    async def pending(
        self, conn: AsyncConnection, scope: Scope, generation: int, limit: int
    ) -> tuple[list[Kept], int]:
        missing = _missing(scope, generation)
        total = (await conn.execute(select(func.count()).select_from(missing.subquery()))).scalar_one()
        found = await conn.execute(missing.order_by(_D.id).limit(limit))
        return [_kept(row) for row in found], int(total)

    async def stale(self, conn: AsyncConnection, scope: Scope, generation: int) -> list[str]:
        living = select(_D.id).join_from(DOCUMENTS, SOURCES, _LIVING).where(*_mine(scope))
        gone = select(_S.document_id).where(*_shadowed(scope, generation), _S.document_id.not_in(living))
        return list((await conn.execute(gone)).scalars())

    async def enter(
        self, conn: AsyncConnection, scope: Scope, generation: int, documents: Sequence[Kept]
    ) -> None:
        rows = [
            {
                "bot_id": scope.bot_id,
                "generation": generation,
                "document_id": one.card.document_id,
                "workspace_id": scope.workspace_id,
                "stamp": "",
                "language": "",
                "vocabulary": b"",
            }
            for one in documents
        ]
        await conn.execute(insert(SHADOWS).on_conflict_do_nothing(), rows)

    async def entered(
        self,
        conn: AsyncConnection,
        scope: Scope,
        generation: int,
        document: Kept,
        language: str,
        vocabulary: Vocabulary,
    ) -> None:
        mine = update(SHADOWS).where(
            *_shadowed(scope, generation), _S.document_id == document.card.document_id
        )
        values = {"stamp": document.stamp, "language": language, "vocabulary": vocabulary.to_bytes()}
        await conn.execute(mine.values(values))

    async def leave(
        self, conn: AsyncConnection, scope: Scope, generation: int, document_ids: Sequence[str]
    ) -> None:
        mine = delete(SHADOWS).where(*_shadowed(scope, generation), _S.document_id.in_(document_ids))
        await conn.execute(mine)

    async def take_over(self, conn: AsyncConnection, scope: Scope, generation: int) -> None:
        """From now on the documents' words are those of this generation."""
        both = (*_shadowed(scope, generation), _S.document_id == _D.id, *_mine(scope))
        taken = update(DOCUMENTS).where(*both)
        await conn.execute(taken.values(vocabulary=_S.vocabulary, language=_S.language))
        await conn.execute(delete(SHADOWS).where(*_shadowed(scope, generation)))


def _kept(row: Any) -> Kept:
    card = Card(row.source_id, row.id, row.revision, row.content_hash, row.title, row.url, row.holds_for)
    return Kept(card, row.body)


_LIVING = and_(
    SOURCES.c.id == _D.source_id, SOURCES.c.workspace_id == _D.workspace_id, SOURCES.c.deleted_at.is_(None)
)


def _mine(scope: Scope) -> tuple[ColumnElement[bool], ...]:
    return (_D.workspace_id == scope.workspace_id, _D.bot_id == scope.bot_id)


def _shadowed(scope: Scope, generation: int) -> tuple[ColumnElement[bool], ...]:
    return (
        _S.workspace_id == scope.workspace_id,
        _S.bot_id == scope.bot_id,
        _S.generation == generation,
    )


def _missing(scope: Scope, generation: int) -> Select[Any]:
    """Living documents that this generation lacks in their present form."""
    done = select(_S.document_id).where(
        *_shadowed(scope, generation), _S.document_id == _D.id, _S.stamp == _STAMP
    )
    revision = and_(REVISIONS.c.document_id == _D.id, REVISIONS.c.revision == _D.revision)
    return (
        select(_D.id, _D.source_id, _D.revision, _D.title, _D.url, _D.content_hash, REVISIONS.c.body)
        .add_columns(_AUDIENCE.label("holds_for"))
        .join_from(DOCUMENTS, SOURCES, _LIVING)
        .join(REVISIONS, revision, isouter=True)
        .where(*_mine(scope), ~done.exists())
    )
