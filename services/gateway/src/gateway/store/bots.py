"""Every statement about bots."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import RowMapping, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from contracts.shapes import BotSettings
from gateway.domain.identity import Bot, BotVersion, Draft
from gateway.store.tables import BOT_VERSIONS, BOTS


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

    async def was_deleted(self, conn: AsyncConnection, workspace_id: str, bot_id: str) -> bool | None:
        mine = (BOTS.c.workspace_id == workspace_id, BOTS.c.bot_id == bot_id)
        found: bool | None = (await conn.execute(select(BOTS.c.deleted).where(*mine))).scalar()
        return found

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

    async def keep_version(self, conn: AsyncConnection, bot: Bot, user_id: str) -> None:
        """Remember what is published now."""
        version = {
            "workspace_id": bot.workspace_id,
            "bot_id": bot.bot_id,
            "revision": bot.revision,
            "name": bot.name,
            "settings": bot.settings.model_dump(mode="json"),
            "published_at": bot.updated_at,
            "published_by": user_id,
        }
        await conn.execute(insert(BOT_VERSIONS).values(version))

    async def version(
        self, conn: AsyncConnection, workspace_id: str, bot_id: str, revision: int
    ) -> BotVersion | None:
        wanted = (*_versions_of(workspace_id, bot_id), BOT_VERSIONS.c.revision == revision)
        row = (await conn.execute(select(BOT_VERSIONS).where(*wanted))).mappings().first()
        return _version(row) if row else None

    async def versions(
        self, conn: AsyncConnection, workspace_id: str, bot_id: str, limit: int, before: int | None
    ) -> list[BotVersion]:
        """The newest first; `before` is the revision after which the page begins."""
        statement = select(BOT_VERSIONS).where(*_versions_of(workspace_id, bot_id))
        if before is not None:
            statement = statement.where(BOT_VERSIONS.c.revision < before)
        found = await conn.execute(statement.order_by(BOT_VERSIONS.c.revision.desc()).limit(limit))
        return [_version(row) for row in found.mappings()]


def _versions_of(workspace_id: str, bot_id: str) -> tuple[Any, ...]:
    return (BOT_VERSIONS.c.workspace_id == workspace_id, BOT_VERSIONS.c.bot_id == bot_id)


def _living(workspace_id: str) -> tuple[Any, ...]:
    return (BOTS.c.workspace_id == workspace_id, BOTS.c.deleted.is_(False))


def _values(bot: Bot) -> dict[str, Any]:
    values = {name: getattr(bot, name) for name in Bot.__slots__}
    draft = bot.draft and {
        "name": bot.draft.name,
        "settings": bot.draft.settings.model_dump(mode="json"),
        "updated_at": bot.draft.updated_at.isoformat(),
    }
    return {**values, "settings": bot.settings.model_dump(mode="json"), "draft": draft}


def _bot(row: RowMapping) -> Bot:
    values = {name: row[name] for name in Bot.__slots__}
    return Bot(**{**values, "settings": BotSettings.read(row["settings"]), "draft": _draft(row["draft"])})


def _draft(kept: dict[str, Any] | None) -> Draft | None:
    if kept is None:
        return None
    updated_at = datetime.fromisoformat(kept["updated_at"])
    return Draft(kept["name"], BotSettings.read(kept["settings"]), updated_at)


def _version(row: RowMapping) -> BotVersion:
    values = {name: row[name] for name in BotVersion.__slots__}
    return BotVersion(**{**values, "settings": BotSettings.read(row["settings"])})
