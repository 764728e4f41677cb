"""The database: the only place that opens transactions and the only one that commits."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from typing import NamedTuple

import psycopg
from sqlalchemy import exc
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine

from chassis import metrics, telemetry, tenancy
from chassis.facts import FactMaker
from chassis.pool import Pool
from chassis.sql import Statement, info_of
from contracts.base import Fact
from contracts.envelope import AnyEvent

CONNECTION_LOST = (
    exc.OperationalError,
    exc.InterfaceError,
    exc.TimeoutError,
    psycopg.OperationalError,
    psycopg.InterfaceError,
    OSError,
)
"""What a database that is away looks like; none of these says anything about the message."""

_BEGIN = Statement("begin")
_COMMIT = Statement("commit")
_ROLLBACK = Statement("rollback")
_CLAIM = Statement("""
insert into inbox (consumer, event_id) values (:consumer, :event_id) on conflict do nothing returning event_id
""")
_KEEP = Statement("""
insert into outbox (event_id, kind, subject, body) values (:event_id, :kind, :subject, :body) returning id
""")
_SYSTEM = {"db.system.name": "postgresql"}


class StoredFact(NamedTuple):
    """A row of the outbox."""

    id: int
    event_id: str
    kind: str
    subject: str
    body: bytes


class AlreadyHandled(Exception):
    """The inbox says that this event's effect is committed."""


@dataclass
class Tx:
    """An open transaction: `conn` is for stores alone, `emit` for handlers."""

    conn: AsyncConnection
    _maker: FactMaker
    _events: list[AnyEvent] = field(default_factory=list)

    def emit(
        self, fact: Fact, *, event_id: str, workspace_id: str, conversation_id: str | None = None
    ) -> AnyEvent:
        """The fact leaves when this transaction commits, and only then."""
        made = self._maker.make(
            fact, event_id=event_id, workspace_id=workspace_id, conversation_id=conversation_id
        )
        self._events.append(made)
        return made


def async_url(url: str) -> str:
    return url.replace("postgresql://", "postgresql+psycopg://", 1)


class Database:
    """One service's own database."""

    def __init__(self, url: str, maker: FactMaker, *, pool_size: int = 8, fenced: bool = False) -> None:
        self._engine = create_async_engine(
            async_url(url),
            pool_size=pool_size,
            max_overflow=0,
            connect_args={"connect_timeout": 3, "prepare_threshold": 2},
        )
        self._pool = Pool(self._engine, pool_size, fenced=fenced)
        self._maker = maker
        self.on_commit: Callable[[list[StoredFact]], None] = lambda _: None

    @asynccontextmanager
    async def transaction(self, *, inbox: tuple[str, str] | None = None) -> AsyncIterator[Tx]:
        """Commit the block's writes, the inbox row (consumer, event id) and the facts together.

        Raises AlreadyHandled before the block runs when the inbox row exists.
        """
        with telemetry.span("db.transaction", attributes=_SYSTEM):
            async with self._pool.connection() as conn:
                await _BEGIN.run(conn)
                try:
                    if inbox is not None:
                        await _claim(conn, *inbox)
                    tx = Tx(conn, self._maker)
                    yield tx
                    stored = await _store_facts(conn, tx._events)
                except Exception:
                    await _roll_back(conn)
                    raise
                await _COMMIT.run(conn)
        metrics.TRANSACTIONS.inc()
        if stored:
            self.on_commit(stored)

    @asynccontextmanager
    async def read(self) -> AsyncIterator[AsyncConnection]:
        """A connection on which every statement is its own transaction: for reading, or one lone write."""
        with telemetry.span("db.read", attributes=_SYSTEM):
            async with self._pool.connection() as conn:
                yield conn

    async def close(self) -> None:
        await self._pool.close()
        await self._engine.dispose()


async def _claim(conn: AsyncConnection, consumer: str, event_id: str) -> None:
    if await _CLAIM.first(conn, {"consumer": consumer, "event_id": event_id}) is None:
        raise AlreadyHandled(event_id)


async def _roll_back(conn: AsyncConnection) -> None:
    """A connection too broken to roll back is dropped by its pool."""
    tenancy.forget(info_of(conn))
    with suppress(*CONNECTION_LOST):
        await _ROLLBACK.run(conn)


async def _store_facts(conn: AsyncConnection, events: list[AnyEvent]) -> list[StoredFact]:
    stored = []
    for one in events:
        fact = {"event_id": one.id, "kind": one.data.kind, "subject": one.subject, "body": one.to_json()}
        stored.append(StoredFact(id=await _KEEP.value(conn, fact), **fact))
    return stored
