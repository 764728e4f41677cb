"""Copies of bots."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlmodel import col

from contracts.facts.workspace import BotConfigured
from conversation.store.tables import Bot


class BotStore:
    async def put(self, conn: AsyncConnection, workspace_id: str, bot: BotConfigured) -> None:
        statement = insert(Bot).values(
            workspace_id=workspace_id,
            bot_id=bot.bot_id,
            name=bot.name,
            revision=bot.revision,
            settings=bot.settings.model_dump(mode="json"),
            deleted=bot.deleted,
        )
        newer = statement.on_conflict_do_update(
            index_elements=["workspace_id", "bot_id"],
            set_={name: statement.excluded[name] for name in ("name", "revision", "settings", "deleted")},
            where=col(Bot.revision) < statement.excluded.revision,
        )
        await conn.execute(newer)

    async def knows(self, conn: AsyncConnection, workspace_id: str, bot_id: str) -> bool:
        found = select(col(Bot.bot_id)).where(
            col(Bot.workspace_id) == workspace_id, col(Bot.bot_id) == bot_id, ~col(Bot.deleted)
        )
        return (await conn.execute(found)).first() is not None
