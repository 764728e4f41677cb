"""A few connections that stay open under SQLAlchemy: taking one from its pool costs more than a statement."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from typing import Any

import psycopg
from psycopg.pq import TransactionStatus
from sqlalchemy import exc
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from chassis import clock, tenancy
from chassis.sql import Statement, give_cursor, info_of

PING_AFTER_SECONDS = 2.0
WAIT_SECONDS = 5.0
_PING = Statement("select 1")


@dataclass
class _Held:
    conn: AsyncConnection
    driver: psycopg.AsyncConnection[Any]
    rested_since: float

    @property
    def fit(self) -> bool:
        """SQLAlchemy lets go of a connection that broke under one of its statements."""
        idle = self.driver.info.transaction_status is TransactionStatus.IDLE
        return idle and not self.driver.closed and not self.conn.invalidated

    async def answers(self) -> bool:
        """A connection that has rested is asked first; asking at every turn would double the round trips."""
        if clock.monotonic() - self.rested_since < PING_AFTER_SECONDS:
            return True
        try:
            await _PING.run(self.conn)
        except psycopg.Error:
            return False
        return True


class Pool:
    """At most `size` connections, each on autocommit and used by one block at a time."""

    def __init__(self, engine: AsyncEngine, size: int, *, fenced: bool = False) -> None:
        self._engine = engine.execution_options(isolation_level="AUTOCOMMIT")
        self._turns = asyncio.Semaphore(size)
        self._fenced = fenced
        if fenced:
            tenancy.tell_before_statements(engine)
        self._resting: list[_Held] = []

    @asynccontextmanager
    async def connection(self) -> AsyncIterator[AsyncConnection]:
        """One for the block. Raises sqlalchemy's TimeoutError when none is free within 5 s.

        It is used again only when the block ends well, outside any transaction.
        """
        await self._take_turn()
        try:
            held = await self._next()
            if self._fenced:
                tenancy.want(info_of(held.conn), tenancy.current())
            try:
                yield held.conn
            finally:
                await self._put_back(held)
        finally:
            self._turns.release()

    async def _take_turn(self) -> None:
        try:
            async with asyncio.timeout(WAIT_SECONDS):
                await self._turns.acquire()
        except TimeoutError as error:
            raise exc.TimeoutError(f"No database connection was free for {WAIT_SECONDS:.0f} s.") from error

    async def _next(self) -> _Held:
        while self._resting:
            held = self._resting.pop(self._nearest())
            if await held.answers():
                return held
            await _drop(held.conn)
        return await self._open()

    def _nearest(self) -> int:
        """One that shows the rows of the current workspace already, else the one that rested least."""
        if not self._fenced:
            return -1
        mine = tenancy.current()
        count = range(len(self._resting) - 1, -1, -1)
        return next((at for at in count if tenancy.shows(info_of(self._resting[at].conn), mine)), -1)

    async def _open(self) -> _Held:
        conn = await self._engine.connect()
        driver = await give_cursor(conn)
        return _Held(conn, driver, clock.monotonic())

    async def _put_back(self, held: _Held) -> None:
        if held.fit:
            held.rested_since = clock.monotonic()
            self._resting.append(held)
        else:
            await asyncio.shield(_drop(held.conn))

    async def close(self) -> None:
        while self._resting:
            await _drop(self._resting.pop().conn)


async def _drop(conn: AsyncConnection) -> None:
    with suppress(psycopg.Error, exc.SQLAlchemyError, OSError):
        await conn.invalidate()
        await conn.close()
