"""Every statement about refresh tokens."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime

from sqlalchemy import delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from gateway.domain.refresh import Refresh
from gateway.store.tables import REFRESH_TOKENS


class RefreshTokenStore:
    async def add(self, conn: AsyncConnection, token: Refresh) -> None:
        await conn.execute(insert(REFRESH_TOKENS).values(asdict(token)))

    async def lock(self, conn: AsyncConnection, token_hash: str) -> Refresh | None:
        """The token, held until the transaction ends, so that it is used once."""
        mine = select(REFRESH_TOKENS).where(REFRESH_TOKENS.c.token_hash == token_hash)
        row = (await conn.execute(mine.with_for_update())).mappings().first()
        return Refresh(**row) if row else None

    async def use(self, conn: AsyncConnection, token_hash: str, at: datetime) -> None:
        mine = update(REFRESH_TOKENS).where(REFRESH_TOKENS.c.token_hash == token_hash)
        await conn.execute(mine.values(used_at=at))

    async def holds_family(self, conn: AsyncConnection, family: str) -> bool:
        mine = select(REFRESH_TOKENS.c.token_hash).where(REFRESH_TOKENS.c.family == family).limit(1)
        return (await conn.execute(mine)).first() is not None

    async def end_family(self, conn: AsyncConnection, family: str) -> None:
        await conn.execute(delete(REFRESH_TOKENS).where(REFRESH_TOKENS.c.family == family))

    async def end_user(self, conn: AsyncConnection, workspace_id: str, user_id: str) -> list[str]:
        """The families that ended."""
        mine = (REFRESH_TOKENS.c.workspace_id == workspace_id, REFRESH_TOKENS.c.user_id == user_id)
        ended = await conn.execute(delete(REFRESH_TOKENS).where(*mine).returning(REFRESH_TOKENS.c.family))
        return sorted(set(ended.scalars()))
