"""Recomputes every figure from the streams and nothing else."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass

from sqlalchemy.exc import DataError

from analytics.app import MIGRATIONS
from analytics.handlers.fold_facts import fold_facts
from analytics.inbound.events import STREAMS
from analytics.store import scratch
from analytics.store.books import BookStore
from chassis import clock
from chassis.bus import Bus
from chassis.db import Database, Tx
from chassis.errors import Conflict
from chassis.facts import FactMaker
from chassis.history import History, history
from chassis.migrate import upgrade
from chassis.settings import ServiceSettings
from contracts.envelope import AnyEvent

_BOOKS = BookStore(scratch.SCRATCH)


@dataclass(frozen=True, slots=True)
class Summary:
    """What a rebuild read; `seconds` it took."""

    facts: dict[str, int]
    unreadable: int
    seconds: float

    def __str__(self) -> str:
        counted = ", ".join(f"{count} from {stream}" for stream, count in self.facts.items())
        total = sum(self.facts.values())
        skipped = f" {self.unreadable} could not be read and were skipped." if self.unreadable else ""
        return f"Rebuilt from {total} facts ({counted}) in {self.seconds:.1f} s.{skipped}"


async def rebuild(settings: ServiceSettings) -> Summary:
    """Fold every stream into fresh tables, then swap them in; a running service goes on meanwhile.

    Raises Conflict when another rebuild is under way, Unavailable when the bus goes away; then the
    current figures stay as they were.
    """
    started = clock.monotonic()
    await asyncio.to_thread(upgrade, settings.database_url, MIGRATIONS)
    async with _parts(settings) as (bus, database), _alone(database), AsyncExitStack() as stack:
        streams = [await stack.enter_async_context(history(bus, "analytics", stream)) for stream in STREAMS]
        counted = Counter(dict.fromkeys(STREAMS, 0))
        for stream in streams:
            counted[stream.stream] += await _fold(stream, database)
        async with database.transaction() as tx:
            await scratch.stop_folding(tx.conn)
            for stream in streams:
                counted[stream.stream] += await _fold_last(stream, tx)
            await scratch.swap(tx.conn)
    unreadable = sum(stream.unreadable for stream in streams)
    return Summary(dict(counted), unreadable, clock.monotonic() - started)


async def _fold(stream: History, database: Database) -> int:
    count = 0
    async for events in stream.unread():
        async with database.transaction() as tx:
            count += await _enter(events, tx, stream)
    return count


async def _fold_last(stream: History, tx: Tx) -> int:
    """What came meanwhile: what the running service folded into the old tables must not be lost."""
    count = 0
    async for events in stream.unread():
        count += await _enter(events, tx, stream)
    return count


async def _enter(events: list[AnyEvent], tx: Tx, stream: History) -> int:
    """How many could be folded; what no column can hold lies in the dead letters, and is skipped."""
    if await _try(events, tx):
        return len(events)
    held = [event for event in events if await _try([event], tx)]
    stream.unreadable += len(events) - len(held)
    return len(held)


async def _try(events: list[AnyEvent], tx: Tx) -> bool:
    try:
        async with scratch.savepoint(tx.conn):
            await fold_facts(events, tx, books=_BOOKS)
    except DataError:
        return False
    return True


@asynccontextmanager
async def _parts(settings: ServiceSettings) -> AsyncIterator[tuple[Bus, Database]]:
    bus = Bus(settings.nats_url, "analytics")
    database = Database(settings.database_url, FactMaker("analytics"), pool_size=2)
    try:
        await bus.connect()
        yield bus, database
    finally:
        await bus.close()
        await database.close()


@asynccontextmanager
async def _alone(database: Database) -> AsyncIterator[None]:
    async with database.read() as holder:
        if not await scratch.try_lock(holder):
            raise Conflict("Another rebuild is under way; wait until it is done.")
        try:
            async with database.transaction() as tx:
                await scratch.create(tx.conn)
            yield
        finally:
            async with database.transaction() as tx:
                await scratch.drop(tx.conn)
            await scratch.unlock(holder)
