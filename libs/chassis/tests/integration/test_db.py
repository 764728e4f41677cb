"""Transactions, their connections and the statements of the hot path, on a real PostgreSQL."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest
from sqlalchemy import exc, text
from sqlalchemy.ext.asyncio import AsyncConnection

from chassis import pool
from chassis.db import CONNECTION_LOST, AlreadyHandled, Database
from chassis.facts import FactMaker
from chassis.migrate import upgrade
from chassis.sql import Statement

from .conftest import MIGRATIONS, handoff, record

INSERT = Statement("insert into effects (what) values (:what)")
WHATS = Statement("select what from effects order by id")
PID = Statement("select pg_backend_pid() as pid")
END = Statement("select pg_terminate_backend(:pid)")


@pytest.fixture
async def database(make_database: Callable[[Path], str]) -> AsyncIterator[Database]:
    url = make_database(MIGRATIONS)
    await asyncio.to_thread(upgrade, url, MIGRATIONS)
    made = Database(url, FactMaker("tests"), pool_size=2)
    yield made
    await made.close()


async def whats(database: Database) -> list[str]:
    async with database.read() as conn:
        return [row["what"] for row in await WHATS.rows(conn)]


async def test_a_statement_takes_its_values_by_name(database: Database) -> None:
    asked = Statement(
        "select :b as b, :a as a, :b || '!' as again, cast(:j as jsonb) as parsed, '12:30'::time as t"
    )
    async with database.read() as conn:
        row = await asked.first(conn, {"a": "1", "b": "two", "j": '{"x": [1]}', "not asked for": 0})
        assert await WHATS.first(conn) is None
        assert await WHATS.value(conn) is None
    assert row is not None
    assert (row["b"], row["a"], row["again"], row["parsed"]) == ("two", "1", "two!", {"x": [1]})


async def test_both_kinds_of_statement_share_a_transaction(database: Database) -> None:
    async with database.transaction() as tx:
        await INSERT.run(tx.conn, {"what": "one"})
        seen = await tx.conn.execute(text("select what from effects"))
        assert seen.scalars().all() == ["one"]
        assert await whats(database) == []
    assert await whats(database) == ["one"]


async def test_what_raises_is_rolled_back_and_its_connection_serves_again(database: Database) -> None:
    for _ in range(5):
        with pytest.raises(exc.ProgrammingError):
            async with database.transaction() as tx:
                await INSERT.run(tx.conn, {"what": "lost"})
                await tx.conn.execute(text("select nothing from nowhere"))
    assert await whats(database) == []


async def test_an_event_has_one_effect(database: Database) -> None:
    event = handoff()
    for expected in (False, True):
        try:
            async with database.transaction(inbox=("durable", event.id)) as tx:
                await record(event, tx)
        except AlreadyHandled:
            assert expected
    assert await whats(database) == ["hnd_1"]


async def test_a_cancelled_block_commits_nothing(database: Database) -> None:
    entered = asyncio.Event()

    async def hang() -> None:
        async with database.transaction() as tx:
            await INSERT.run(tx.conn, {"what": "half"})
            entered.set()
            await asyncio.sleep(60)

    for _ in range(3):
        entered.clear()
        task = asyncio.create_task(hang())
        await entered.wait()
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
    assert await whats(database) == []


async def test_a_connection_that_died_while_resting_is_replaced(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with database.read() as victim, database.read() as other:
        pid = await PID.value(victim)
        await END.run(other, {"pid": pid})
    monkeypatch.setattr(pool, "PING_AFTER_SECONDS", 0.0)
    for _ in range(3):
        assert await whats(database) == []


async def test_a_connection_that_dies_in_use_is_told_apart_from_a_fault(database: Database) -> None:
    with pytest.raises(CONNECTION_LOST):
        async with database.transaction() as tx, database.read() as other:
            await _kill(tx.conn, other)
            await INSERT.run(tx.conn, {"what": "lost"})
    assert await whats(database) == []


async def test_a_connection_that_breaks_under_sqlalchemy_is_not_used_again(database: Database) -> None:
    for _ in range(3):
        with pytest.raises(CONNECTION_LOST):
            async with database.read() as conn, database.read() as other:
                await _kill(conn, other)
                await conn.execute(text("select 1"))
    assert await whats(database) == []


async def _kill(conn: AsyncConnection, by: AsyncConnection) -> None:
    await END.run(by, {"pid": await PID.value(conn)})
    await asyncio.sleep(0.1)


async def test_whoever_finds_no_connection_is_told_in_time(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pool, "WAIT_SECONDS", 0.1)
    async with database.read(), database.read():
        with pytest.raises(exc.TimeoutError, match="No database connection was free"):
            await whats(database)
    assert await whats(database) == []
