"""All SQL about FAQ entries."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, delete, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from contracts.shapes import FaqEntry
from contracts.source_requests import ChangeEntry, NewFaq, RemoveEntry
from retrieval.domain.sources import Origin
from retrieval.store.tables import ENTRIES, EntryRow

_C = ENTRIES.c


class EntryStore:
    async def add(
        self, conn: AsyncConnection, origin: Origin, faqs: Sequence[tuple[str, NewFaq]], now: datetime
    ) -> None:
        rows = [
            EntryRow(
                id=entry_id,
                workspace_id=origin.scope.workspace_id,
                source_id=origin.source_id,
                updated_at=now,
                **faq.model_dump(),
            ).model_dump()
            for entry_id, faq in faqs
        ]
        await conn.execute(insert(ENTRIES), rows)

    async def get(
        self, conn: AsyncConnection, workspace_id: str, source_id: str, entry_id: str
    ) -> FaqEntry | None:
        mine = (_C.workspace_id == workspace_id, _C.source_id == source_id, _C.id == entry_id)
        row = (await conn.execute(select(*_C).where(*mine).with_for_update())).first()
        return _entry(row) if row else None

    async def page(
        self, conn: AsyncConnection, workspace_id: str, source_id: str, after: str | None, limit: int | None
    ) -> list[FaqEntry]:
        statement = select(*_C).where(_C.workspace_id == workspace_id, _C.source_id == source_id)
        if after is not None:
            statement = statement.where(_C.id > after)
        return [_entry(row) for row in await conn.execute(statement.order_by(_C.id).limit(limit))]

    async def change(self, conn: AsyncConnection, ask: ChangeEntry, now: datetime) -> FaqEntry:
        mine = (_C.workspace_id == ask.workspace_id, _C.source_id == ask.source_id, _C.id == ask.entry_id)
        values = {**ask.faq.model_dump(), "revision": _C.revision + 1, "updated_at": now}
        changed = await conn.execute(update(ENTRIES).where(*mine).values(values).returning(*_C))
        return _entry(changed.one())

    async def remove(self, conn: AsyncConnection, ask: RemoveEntry) -> bool:
        mine = (_C.workspace_id == ask.workspace_id, _C.source_id == ask.source_id, _C.id == ask.entry_id)
        return (await conn.execute(delete(ENTRIES).where(*mine))).rowcount == 1

    async def forget(self, conn: AsyncConnection, origin: Origin) -> None:
        mine = (_C.workspace_id == origin.scope.workspace_id, _C.source_id == origin.source_id)
        await conn.execute(delete(ENTRIES).where(*mine))


def _entry(row: Row[Any]) -> FaqEntry:
    return FaqEntry(
        id=row.id,
        source_id=row.source_id,
        question=row.question,
        answer=row.answer,
        keywords=row.keywords,
        revision=row.revision,
        updated_at=row.updated_at,
    )
