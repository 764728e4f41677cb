"""Every statement about bots."""

from __future__ import annotations

from typing import Any

from sqlalchemy import RowMapping, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from contracts.shapes import BotSettings
from gateway.domain.identity import Bot
from gateway.store.tables import BOTS


class BotStore:
    async def add(self, conn: AsyncConnection, bot: Bot) -> None:
        await conn.execute(insert(BOTS).values(_values(bot)))

    async def get(
        self, conn: AsyncConnection, workspace_id: str, bot_id: str, *, lock: bool = False
    ) -> Bot | None:
        """None for bots that were deleted. `lock` holds it until the transaction ends."""
        statement = select(BOTS).where(*_living(workspace_id), BOTS.c.bot_id == bot_id)
        found = await conn.execute(statement.with_for_update() if lock else statement)
        row = found.mappings().first()
        return _bot(row) if row else None

    async def by_public_key(self, conn: AsyncConnection, public_key: str) -> Bot | None:
        statement = select(BOTS).where(BOTS.c.public_key == public_key, BOTS.c.deleted.is_(False))
        row = (await conn.execute(statement)).mappings().first()
        return _bot(row) if row else None

    async def page(
        self, conn: AsyncConnection, workspace_id: str, limit: int, after: str | None
    ) -> list[Bot]:
        statement = select(BOTS).where(*_living(workspace_id), BOTS.c.bot_id > (after or ""))
        found = await conn.execute(statement.order_by(BOTS.c.bot_id).limit(limit))
        return [_bot(row) for row in found.mappings()]

    async def save(self, conn: AsyncConnection, bot: Bot) -> None:
        mine = (BOTS.c.workspace_id == bot.workspace_id, BOTS.c.bot_id == bot.bot_id)
        await conn.execute(update(BOTS).where(*mine).values(_values(bot)))


def _living(workspace_id: str) -> tuple[Any, ...]:
    return (BOTS.c.workspace_id == workspace_id, BOTS.c.deleted.is_(False))


def _values(bot: Bot) -> dict[str, Any]:
    values = {name: getattr(bot, name) for name in Bot.__slots__}
    return {**values, "settings": bot.settings.model_dump(mode="json")}


def _bot(row: RowMapping) -> Bot:
    values = {name: row[name] for name in Bot.__slots__}
    return Bot(**{**values, "settings": BotSettings.read(row["settings"])})
