"""Bots of a workspace."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from chassis import clock, ids
from chassis.errors import NotFound
from contracts.shapes import BotSettings
from gateway.domain.identity import Bot
from gateway.ports import Bots, Transactions


@dataclass(frozen=True, slots=True)
class BotDesk:
    """The use cases on bots; every change is a new revision that the other services hear of."""

    database: Transactions
    bots: Bots

    async def add(self, workspace_id: str, name: str, settings: BotSettings) -> Bot:
        now = clock.now()
        key = ids.new_secret("pk")
        bot = Bot(ids.new_id("bot"), workspace_id, name, key, 1, settings, False, now, now)
        async with self.database.transaction() as tx:
            await self.bots.add(tx.conn, bot)
            tx.emit(bot.as_fact(now), event_id=bot.event_id, workspace_id=workspace_id)
        return bot

    async def get(self, workspace_id: str, bot_id: str) -> Bot:
        """Raises NotFound."""
        async with self.database.read() as conn:
            return _found(await self.bots.get(conn, workspace_id, bot_id))

    async def page(self, workspace_id: str, limit: int, cursor: str | None) -> tuple[list[Bot], str | None]:
        async with self.database.read() as conn:
            bots = await self.bots.page(conn, workspace_id, limit + 1, cursor)
        return bots[:limit], bots[limit - 1].bot_id if len(bots) > limit else None

    async def change(self, workspace_id: str, bot_id: str, name: str | None, settings: dict[str, Any]) -> Bot:
        """Settings that are not named stay. Raises NotFound, or ValidationError for impossible settings."""
        async with self.database.transaction() as tx:
            bot = _found(await self.bots.get(tx.conn, workspace_id, bot_id, lock=True))
            merged = BotSettings.model_validate({**bot.settings.model_dump(), **settings})
            return await self._save(tx, replace(bot, name=name or bot.name, settings=merged))

    async def remove(self, workspace_id: str, bot_id: str) -> None:
        """Raises NotFound."""
        async with self.database.transaction() as tx:
            bot = _found(await self.bots.get(tx.conn, workspace_id, bot_id, lock=True))
            await self._save(tx, replace(bot, deleted=True))

    async def _save(self, tx: Any, bot: Bot) -> Bot:
        now = clock.now()
        saved = replace(bot, revision=bot.revision + 1, updated_at=now)
        await self.bots.save(tx.conn, saved)
        tx.emit(saved.as_fact(now), event_id=saved.event_id, workspace_id=saved.workspace_id)
        return saved


def _found(bot: Bot | None) -> Bot:
    if bot is None:
        raise NotFound("There is no bot with this id.")
    return bot
