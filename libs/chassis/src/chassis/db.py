"""The database: the only place that opens transactions and the only one that commits."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import psycopg
from sqlalchemy import event, exc, insert
from sqlalchemy.dialects import postgresql
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from chassis import clock, metrics, telemetry
from chassis.facts import FactMaker
from chassis.tables import INBOX, OUTBOX
from contracts.base import Fact
from contracts.envelope import AnyEvent

CONNECTION_LOST = (
    exc.OperationalError,
    exc.InterfaceError,
    exc.TimeoutError,
    psycopg.OperationalError,
    OSError,
)
"""What a database that is away looks like; none of these says anything about the message."""


PING_AFTER_SECONDS = 2.0
_CLAIM = postgresql.insert(INBOX).on_conflict_do_nothing().returning(INBOX.c.event_id)
_KEEP = insert(OUTBOX).returning(OUTBOX.c.id, sort_by_parameter_order=True)
_SYSTEM = {"db.system.name": "postgresql"}


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

    def __init__(self, url: str, maker: FactMaker, *, pool_size: int = 8) -> None:
        self.engine: AsyncEngine = create_async_engine(
            async_url(url),
            pool_size=pool_size,
            max_overflow=0,
            pool_timeout=5,
            connect_args={"connect_timeout": 3, "prepare_threshold": 2},
        )
        ping_after_idling(self.engine)
        self._reads = self.engine.execution_options(isolation_level="AUTOCOMMIT")
        self._maker = maker
        self.on_commit: Callable[[list[tuple[int, AnyEvent]]], None] = lambda _: None

    @asynccontextmanager
    async def transaction(self, *, inbox: tuple[str, str] | None = None) -> AsyncIterator[Tx]:
        """Commit the block's writes, the inbox row (consumer, event id) and the facts together.

        Raises AlreadyHandled before the block runs when the inbox row exists.
        """
        with telemetry.span("db.transaction", attributes=_SYSTEM):
            async with self.engine.connect() as conn:
                if inbox is not None:
                    await _claim(conn, *inbox)
                tx = Tx(conn, self._maker)
                yield tx
                stored = await _store_facts(conn, tx._events)
                await conn.commit()
        metrics.TRANSACTIONS.inc()
        if stored:
            self.on_commit(stored)

    @asynccontextmanager
    async def read(self) -> AsyncIterator[AsyncConnection]:
        """A connection on which every statement is its own transaction: for reading, or one lone write."""
        with telemetry.span("db.read", attributes=_SYSTEM):
            async with self._reads.connect() as conn:
                yield conn

    async def close(self) -> None:
        await self.engine.dispose()


def ping_after_idling(engine: AsyncEngine) -> None:
    """Ping a pooled connection that has rested; a ping at every checkout would double the round trips."""

    def checked_in(_: Any, record: Any) -> None:
        record.info["rested_since"] = clock.monotonic()

    def checked_out(connection: Any, record: Any, _: Any) -> None:
        if clock.monotonic() - record.info.get("rested_since", clock.monotonic()) < PING_AFTER_SECONDS:
            return
        try:
            engine.dialect.do_ping(connection)
        except Exception as error:
            raise exc.DisconnectionError from error

    event.listen(engine.sync_engine, "checkin", checked_in)
    event.listen(engine.sync_engine, "checkout", checked_out)


async def _claim(conn: AsyncConnection, consumer: str, event_id: str) -> None:
    row = (await conn.execute(_CLAIM, {"consumer": consumer, "event_id": event_id})).first()
    if row is None:
        raise AlreadyHandled(event_id)


async def _store_facts(conn: AsyncConnection, events: list[AnyEvent]) -> list[tuple[int, AnyEvent]]:
    if not events:
        return []
    rows: list[dict[str, Any]] = [
        {"event_id": e.id, "kind": e.data.kind, "subject": e.subject, "body": e.to_json()} for e in events
    ]
    result = await conn.execute(_KEEP, rows)
    return list(zip(result.scalars().all(), events, strict=True))
