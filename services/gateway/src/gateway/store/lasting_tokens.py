"""Every statement about lasting tokens."""

from __future__ import annotations

from dataclasses import asdict

from sqlalchemy import ColumnElement, delete, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from gateway.domain.identity import LastingToken
from gateway.store.tables import LASTING_TOKENS


class LastingTokenStore:
    async def add(self, conn: AsyncConnection, token: LastingToken) -> None:
        await conn.execute(insert(LASTING_TOKENS).values(asdict(token)))

    async def of_user(self, conn: AsyncConnection, workspace_id: str, user_id: str) -> list[LastingToken]:
        """The newest first."""
        mine = select(LASTING_TOKENS).where(*_of(workspace_id, user_id))
        rows = await conn.execute(mine.order_by(LASTING_TOKENS.c.created_at.desc()))
        return [LastingToken(**row) for row in rows.mappings()]

    async def holds(self, conn: AsyncConnection, workspace_id: str, user_id: str, token_id: str) -> bool:
        mine = select(LASTING_TOKENS.c.token_id).where(
            *_of(workspace_id, user_id), LASTING_TOKENS.c.token_id == token_id
        )
        return (await conn.execute(mine)).first() is not None

    async def drop(self, conn: AsyncConnection, workspace_id: str, user_id: str, token_id: str) -> bool:
        """False when there is none."""
        mine = delete(LASTING_TOKENS).where(
            *_of(workspace_id, user_id), LASTING_TOKENS.c.token_id == token_id
        )
        return bool((await conn.execute(mine)).rowcount)


def _of(workspace_id: str, user_id: str) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return LASTING_TOKENS.c.workspace_id == workspace_id, LASTING_TOKENS.c.user_id == user_id
