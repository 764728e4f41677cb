"""Bots in memory: fresh enough for greetings and origins, never in the way of a message."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

from chassis import clock, logs
from chassis.db import CONNECTION_LOST, Database
from chassis.errors import NotFound, Unavailable
from gateway.domain.identity import Bot
from gateway.store.bots import BotStore

FRESH_SECONDS = 5.0
MOST = 10_000
log = logs.get(__name__)


@dataclass(slots=True)
class _Entry:
    bot: Bot | None
    read_at: float
    refreshing: asyncio.Task[None] | None = None


class BotCache:
    """What was read once is answered from memory and read again in the background after 5 seconds."""

    def __init__(self, database: Database, bots: BotStore) -> None:
        self._database = database
        self._bots = bots
        self._by_key: dict[str, _Entry] = {}
        self._keys: dict[str, str] = {}

    async def by_public_key(self, public_key: str) -> Bot:
        """Raises NotFound, or Unavailable when it was never read and the database is away."""
        entry = self._by_key.get(public_key)
        if entry is None or entry.bot is None:
            await self._read(public_key)
            entry = self._by_key[public_key]
        elif clock.monotonic() - entry.read_at > FRESH_SECONDS and entry.refreshing is None:
            entry.refreshing = asyncio.create_task(self._refresh(public_key))
        if entry.bot is None:
            raise NotFound("There is no bot with this public key.")
        return entry.bot

    async def known(self, bot_id: str) -> Bot | None:
        """The bot, if this process has met it; never waits for the database."""
        public_key = self._keys.get(bot_id)
        if public_key is None or self._by_key[public_key].bot is None:
            return None
        return await self.by_public_key(public_key)

    def forget(self, bot: Bot) -> None:
        """Read it again at the next call: it was changed here."""
        self._by_key.pop(bot.public_key, None)
        self._keys.pop(bot.bot_id, None)

    def end(self, who: str, _: str = "") -> None:
        """A bot or a company is gone."""
        for entry in list(self._by_key.values()):
            if entry.bot is not None and who in (entry.bot.bot_id, entry.bot.workspace_id):
                self.forget(entry.bot)

    async def _read(self, public_key: str) -> None:
        try:
            async with self._database.read() as conn:
                bot = await self._bots.by_public_key(conn, public_key)
        except CONNECTION_LOST as error:
            raise Unavailable() from error
        if len(self._by_key) >= MOST:
            self._by_key.clear()
            self._keys.clear()
        self._by_key[public_key] = _Entry(bot, clock.monotonic())
        if bot is not None:
            self._keys[bot.bot_id] = public_key

    async def _refresh(self, public_key: str) -> None:
        try:
            await self._read(public_key)
        except Unavailable:
            log.warning("bot_cache.stale")
            if public_key in self._by_key:
                self._by_key[public_key].refreshing = None
