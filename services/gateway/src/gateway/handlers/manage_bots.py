"""Bots of a workspace: what is published, and the drafts beside it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from chassis import clock, ids
from chassis.errors import Conflict, NotFound
from contracts.shapes import BotSettings
from gateway.domain.endings import CLOSED
from gateway.domain.identity import Bot, BotVersion, Draft
from gateway.ports import Bots, Endings, Transactions

NO_BOT = "There is no bot with this id."


@dataclass(frozen=True, slots=True)
class BotDesk:
    """The use cases on bots; what is published is a new revision that the other services hear of.

    `user_id` is who does it.
    """

    database: Transactions
    bots: Bots
    endings: Endings

    async def add(self, workspace_id: str, name: str, settings: BotSettings, user_id: str) -> Bot:
        now = clock.now()
        key = ids.new_secret("pk")
        bot = Bot(ids.new_id("bot"), workspace_id, name, key, 1, settings, False, now, now)
        async with self.database.transaction() as tx:
            await self.bots.add(tx.conn, bot)
            await self.bots.keep_version(tx.conn, bot, user_id)
            tx.emit(bot.as_fact(now), event_id=bot.event_id, workspace_id=workspace_id)
        return bot

    async def get(self, workspace_id: str, bot_id: str) -> Bot:
        """Raises NotFound."""
        async with self.database.read() as conn:
            return _found(await self.bots.get(conn, workspace_id, bot_id))

    async def check_was_ours(self, workspace_id: str, bot_id: str) -> None:
        """What happened with a bot can be read after it was deleted. Raises NotFound."""
        async with self.database.read() as conn:
            if await self.bots.was_deleted(conn, workspace_id, bot_id) is None:
                raise NotFound(NO_BOT)

    async def page(self, workspace_id: str, limit: int, cursor: str | None) -> tuple[list[Bot], str | None]:
        async with self.database.read() as conn:
            bots = await self.bots.page(conn, workspace_id, limit + 1, cursor)
        return bots[:limit], bots[limit - 1].bot_id if len(bots) > limit else None

    async def change(
        self,
        workspace_id: str,
        bot_id: str,
        name: str | None,
        settings: dict[str, Any],
        user_id: str,
        *,
        publish: bool,
    ) -> Bot:
        """Change the draft, which begins as what is published; with `publish` what is published as well.

        Settings that are not named stay. Raises NotFound, or ValidationError for impossible settings.
        """
        async with self.database.transaction() as tx:
            bot = _found(await self.bots.get(tx.conn, workspace_id, bot_id, lock=True))
            draft = bot.draft or Draft(bot.name, bot.settings, clock.now())
            drafted = Draft(name or draft.name, _merged(draft.settings, settings), clock.now())
            if not publish:
                return await self._keep(tx, replace(bot, draft=drafted))
            merged = _merged(bot.settings, settings)
            changed = replace(bot, name=name or bot.name, settings=merged, draft=bot.draft and drafted)
            return await self._publish(tx, changed, user_id)

    async def publish(self, workspace_id: str, bot_id: str, revision: int | None, user_id: str) -> Bot:
        """Publish the draft, or what the bot was at an older `revision`; a draft beside that one stays.

        Raises NotFound, or Conflict when there is no draft.
        """
        async with self.database.transaction() as tx:
            bot = _found(await self.bots.get(tx.conn, workspace_id, bot_id, lock=True))
            if revision is None:
                if bot.draft is None:
                    raise Conflict("There is no draft to publish: nothing was changed since.")
                changed = replace(bot, name=bot.draft.name, settings=bot.draft.settings, draft=None)
                return await self._publish(tx, changed, user_id)
            old = await self.bots.version(tx.conn, workspace_id, bot_id, revision)
            if old is None:
                raise NotFound("This bot has no such revision.")
            return await self._publish(tx, replace(bot, name=old.name, settings=old.settings), user_id)

    async def drop_draft(self, workspace_id: str, bot_id: str) -> None:
        """Raises NotFound."""
        async with self.database.transaction() as tx:
            bot = _found(await self.bots.get(tx.conn, workspace_id, bot_id, lock=True))
            await self._keep(tx, replace(bot, draft=None))

    async def versions(
        self, workspace_id: str, bot_id: str, limit: int, cursor: str | None
    ) -> tuple[list[BotVersion], str | None]:
        """The newest first. Raises NotFound."""
        before = int(cursor) if cursor and cursor.isdecimal() and len(cursor) < 10 else None
        async with self.database.read() as conn:
            _found(await self.bots.get(conn, workspace_id, bot_id))
            found = await self.bots.versions(conn, workspace_id, bot_id, limit + 1, before)
        return found[:limit], str(found[limit - 1].revision) if len(found) > limit else None

    async def remove(self, workspace_id: str, bot_id: str) -> None:
        """Its customers can read on, but not write. Raises NotFound."""
        async with self.database.transaction() as tx:
            bot = _found(await self.bots.get(tx.conn, workspace_id, bot_id, lock=True))
            await self._save(tx, replace(bot, deleted=True))
        await self.endings.tell(workspace_id, bot_id, CLOSED)

    async def _publish(self, tx: Any, bot: Bot, user_id: str) -> Bot:
        saved = await self._save(tx, bot)
        await self.bots.keep_version(tx.conn, saved, user_id)
        return saved

    async def _save(self, tx: Any, bot: Bot) -> Bot:
        now = clock.now()
        saved = replace(bot, revision=bot.revision + 1, updated_at=now)
        await self.bots.save(tx.conn, saved)
        tx.emit(saved.as_fact(now), event_id=saved.event_id, workspace_id=saved.workspace_id)
        return saved

    async def _keep(self, tx: Any, bot: Bot) -> Bot:
        """Without a word to anybody: what is published stays as it is."""
        await self.bots.save(tx.conn, bot)
        return bot


def _merged(settings: BotSettings, changes: dict[str, Any]) -> BotSettings:
    return BotSettings.model_validate({**settings.model_dump(), **changes})


def _found(bot: Bot | None) -> Bot:
    if bot is None:
        raise NotFound(NO_BOT)
    return bot
