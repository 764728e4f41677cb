"""Fresh tables beside the current ones, and the moment they take their place."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from sqlalchemy import Connection, text
from sqlalchemy.ext.asyncio import AsyncConnection

from analytics.store.tables import METADATA, TABLES

SCRATCH = "rebuild"
LOCK = 4_711_001
SWAP_TIMEOUT = "120s"


async def try_lock(conn: AsyncConnection) -> bool:
    """Whether this connection is now the only one that rebuilds."""
    locked = await conn.execute(text("select pg_try_advisory_lock(:lock)"), {"lock": LOCK})
    return bool(locked.scalar_one())


async def unlock(conn: AsyncConnection) -> None:
    await conn.execute(text("select pg_advisory_unlock(:lock)"), {"lock": LOCK})


async def create(conn: AsyncConnection) -> None:
    """Empty tables in the scratch schema; what an interrupted rebuild left is dropped."""
    await conn.execute(text(f"drop schema if exists {SCRATCH} cascade"))
    await conn.execute(text(f"create schema {SCRATCH}"))
    await conn.run_sync(_create_tables)


async def drop(conn: AsyncConnection) -> None:
    await conn.execute(text(f"drop schema if exists {SCRATCH} cascade"))


@asynccontextmanager
async def savepoint(conn: AsyncConnection) -> AsyncIterator[None]:
    """What fails in the block is undone; the transaction goes on."""
    await conn.execute(text("savepoint folding"))
    try:
        yield
    except BaseException:
        await conn.execute(text("rollback to savepoint folding"))
        raise
    await conn.execute(text("release savepoint folding"))


async def stop_folding(conn: AsyncConnection) -> None:
    """Nobody reads or writes the current tables until this transaction ends."""
    for setting in ("statement_timeout", "idle_in_transaction_session_timeout"):
        await conn.execute(text(f"set local {setting} = '{SWAP_TIMEOUT}'"))
    names = ", ".join(f"public.{name}" for name in sorted(TABLES))
    await conn.execute(text(f"lock table {names} in access exclusive mode"))


async def swap(conn: AsyncConnection) -> None:
    """The scratch tables become the current ones when this transaction commits."""
    for name in sorted(TABLES):
        await conn.execute(text(f"drop table public.{name}"))
        await conn.execute(text(f"alter table {SCRATCH}.{name} set schema public"))
    await drop(conn)


def _create_tables(conn: Connection) -> None:
    METADATA.create_all(conn.execution_options(schema_translate_map={None: SCRATCH}), checkfirst=False)
