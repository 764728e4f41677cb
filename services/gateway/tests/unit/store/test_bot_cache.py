"""Bots in memory: read once, refreshed behind the caller's back, served while the database is away."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from chassis.errors import NotFound, Unavailable
from contracts.shapes import BotSettings
from gateway.domain.identity import Bot
from gateway.store.bot_cache import BotCache

NOW = datetime(2026, 1, 1, tzinfo=UTC)
ROBIN = Bot("bot_1", "wsp_1", "Robin", "pk_1", 1, BotSettings(), False, NOW, NOW)


class FakeBots:
    """A database of bots that counts reads and can be away."""

    def __init__(self, *bots: Bot) -> None:
        self.bots = {bot.public_key: bot for bot in bots}
        self.reads = 0
        self.away = False

    @asynccontextmanager
    async def read(self) -> AsyncIterator[None]:
        if self.away:
            raise OSError("connection refused")
        yield

    async def by_public_key(self, _: Any, public_key: str) -> Bot | None:
        self.reads += 1
        return self.bots.get(public_key)


def cache_of(fake: Any) -> BotCache:
    return BotCache(fake, fake)


async def test_a_bot_is_read_once() -> None:
    fake = FakeBots(ROBIN)
    cache = cache_of(fake)
    assert [await cache.by_public_key("pk_1") for _ in range(5)] == [ROBIN] * 5
    assert (await cache.known("bot_1"), await cache.known("bot_2"), fake.reads) == (ROBIN, None, 1)


async def test_an_old_bot_is_answered_at_once_and_refreshed(monkeypatch: pytest.MonkeyPatch) -> None:
    fake = FakeBots(ROBIN)
    cache = cache_of(fake)
    await cache.by_public_key("pk_1")
    monkeypatch.setattr("gateway.store.bot_cache.FRESH_SECONDS", -1.0)
    fake.bots["pk_1"] = replace(ROBIN, name="Ada")
    assert (await cache.by_public_key("pk_1")).name == "Robin"
    await asyncio.sleep(0)
    assert (await cache.by_public_key("pk_1")).name == "Ada"


async def test_a_known_bot_outlives_the_database(monkeypatch: pytest.MonkeyPatch) -> None:
    fake = FakeBots(ROBIN)
    cache = cache_of(fake)
    await cache.by_public_key("pk_1")
    monkeypatch.setattr("gateway.store.bot_cache.FRESH_SECONDS", -1.0)
    fake.away = True
    for _ in range(3):
        assert await cache.by_public_key("pk_1") == ROBIN
        await asyncio.sleep(0)
    with pytest.raises(Unavailable):
        await cache.by_public_key("pk_2")


async def test_a_changed_bot_is_forgotten_and_unknown_ones_are_asked_for_again() -> None:
    fake = FakeBots()
    cache = cache_of(fake)
    with pytest.raises(NotFound):
        await cache.by_public_key("pk_1")
    fake.bots["pk_1"] = ROBIN
    assert await cache.by_public_key("pk_1") == ROBIN
    cache.forget(ROBIN)
    assert await cache.known("bot_1") is None
