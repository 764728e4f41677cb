"""All SQL about the generations of bots' indexes."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, delete, func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from retrieval.domain.indexes import FIRST, BotIndex, Recipe
from retrieval.domain.passages import SIZE, Scope
from retrieval.store.shadows import ShadowStore
from retrieval.store.tables import DOCUMENTS, INDEXES, KNOWLEDGE, SHADOWS

_C = INDEXES.c
BUILDING, SERVING, FAILED, RETIRED = "building", "serving", "failed", "retired"


class IndexStore(ShadowStore):
    async def serving(self, conn: AsyncConnection, scope: Scope) -> BotIndex:
        return await _one(conn, scope, SERVING) or FIRST

    async def building(self, conn: AsyncConnection, scope: Scope) -> BotIndex | None:
        return await _one(conn, scope, BUILDING)

    async def failed(self, conn: AsyncConnection, scope: Scope) -> BotIndex | None:
        return await _one(conn, scope, FAILED)

    async def languages(self, conn: AsyncConnection, scope: Scope) -> list[str]:
        mine = (DOCUMENTS.c.workspace_id == scope.workspace_id, DOCUMENTS.c.bot_id == scope.bot_id)
        spoken = select(DOCUMENTS.c.language).where(*mine).group_by(DOCUMENTS.c.language)
        most_first = spoken.order_by(func.sum(DOCUMENTS.c.passages).desc(), DOCUMENTS.c.language)
        return list((await conn.execute(most_first)).scalars())

    async def begin(self, conn: AsyncConnection, scope: Scope, recipe: Recipe, now: datetime) -> int:
        await self.stop(conn, scope, now)
        highest = await conn.execute(select(func.coalesce(func.max(_C.generation), 0)).where(*_mine(scope)))
        generation = int(highest.scalar_one()) + 1
        await conn.execute(insert(INDEXES).values(_row(scope, generation, recipe, BUILDING)))
        return generation

    async def stop(self, conn: AsyncConnection, scope: Scope, now: datetime) -> None:
        unwanted = _of(scope).where(_C.status.in_((BUILDING, FAILED)))
        await conn.execute(unwanted.values(status=RETIRED, ended_at=now))

    async def advance(self, conn: AsyncConnection, scope: Scope, index: BotIndex) -> bool:
        mine = _of(scope).where(_C.generation == index.generation, _C.status == BUILDING)
        return (await conn.execute(mine.values(size=index.size, progress=index.progress))).rowcount == 1

    async def fail(
        self, conn: AsyncConnection, scope: Scope, generation: int, error: str, now: datetime
    ) -> None:
        mine = _of(scope).where(_C.generation == generation, _C.status == BUILDING)
        await conn.execute(mine.values(status=FAILED, error=error, ended_at=now))

    async def swap(self, conn: AsyncConnection, scope: Scope, generation: int, now: datetime) -> bool:
        """The caller has already counted a change of the knowledge, which locks out others."""
        _, missing = await self.pending(conn, scope, generation, 1)
        if missing or await self.stale(conn, scope, generation):
            return False
        mine = _of(scope).where(_C.generation == generation, _C.status == BUILDING)
        if (await conn.execute(mine.values(status=SERVING, progress=1.0))).rowcount != 1:
            return False
        first = _row(scope, 0, Recipe(), SERVING)
        await conn.execute(insert(INDEXES).values(first).on_conflict_do_nothing())
        others = _of(scope).where(_C.generation != generation, _C.status == SERVING)
        await conn.execute(others.values(status=RETIRED, ended_at=now))
        await self.take_over(conn, scope, generation)
        return True

    async def retired(self, conn: AsyncConnection, before: datetime) -> list[Scope]:
        done = select(*_C).where(_C.status.in_((RETIRED, FAILED)), ~_C.dropped, _C.ended_at < before)
        return [
            Scope(row.workspace_id, row.bot_id, row.generation, row.size) for row in await conn.execute(done)
        ]

    async def dropped(self, conn: AsyncConnection, scope: Scope) -> None:
        """The row stays, so that its number is never used again."""
        await conn.execute(
            delete(SHADOWS).where(
                SHADOWS.c.workspace_id == scope.workspace_id,
                SHADOWS.c.bot_id == scope.bot_id,
                SHADOWS.c.generation == scope.generation,
            )
        )
        await conn.execute(_of(scope).where(_C.generation == scope.generation).values(dropped=True))

    async def forget_workspace(self, conn: AsyncConnection, workspace_id: str) -> None:
        for table in (INDEXES, SHADOWS, KNOWLEDGE):
            await conn.execute(delete(table).where(table.c.workspace_id == workspace_id))


def _mine(scope: Scope) -> tuple[ColumnElement[bool], ...]:
    return (_C.workspace_id == scope.workspace_id, _C.bot_id == scope.bot_id)


def _of(scope: Scope) -> Any:
    return update(INDEXES).where(*_mine(scope))


async def _one(conn: AsyncConnection, scope: Scope, status: str) -> BotIndex | None:
    newest: Select[Any] = select(*_C).where(*_mine(scope), _C.status == status)
    row = (await conn.execute(newest.order_by(_C.generation.desc()).limit(1))).first()
    return _index(row) if row else None


def _row(scope: Scope, generation: int, recipe: Recipe, status: str) -> dict[str, Any]:
    return {
        "bot_id": scope.bot_id,
        "generation": generation,
        "workspace_id": scope.workspace_id,
        "model": recipe.model,
        "language": recipe.language,
        "size": SIZE,
        "status": status,
        "progress": 0.0,
        "dropped": False,
    }


def _index(row: Row[Any]) -> BotIndex:
    recipe = Recipe(row.model, row.language)
    return BotIndex(row.generation, recipe, row.size, row.progress, row.error)
