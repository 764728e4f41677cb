"""The second fence: a statement that forgets its workspace finds nothing of another's."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import text

from chassis import tenancy
from chassis.db import Database
from chassis.facts import FactMaker
from chassis.sql import Statement
from retrieval.app import MIGRATIONS

FORGETFUL = "select workspace_id from knowledge order by workspace_id"
KEEP = Statement("insert into knowledge (bot_id, workspace_id, version) values (:bot, :workspace, 1)")
ROLE = "retrieval_canary"
"""Neither superuser nor owner: who passes by policies proves nothing."""


@pytest.fixture
async def database(make_database: Callable[[Path], str]) -> AsyncIterator[Database]:
    url = make_database(MIGRATIONS)
    with psycopg.connect(url, autocommit=True) as conn:
        exists = conn.execute("select 1 from pg_roles where rolname = %s", [ROLE]).fetchone()
        if not exists:
            conn.execute(f"create role {ROLE}")
        conn.execute(f"grant all on all tables in schema public to {ROLE}")
    joint = "&" if "?" in url else "?"
    database = Database(
        f"{url}{joint}options=-c%20role%3D{ROLE}", FactMaker("retrieval"), pool_size=2, fenced=True
    )
    for workspace in ("wsp_1", "wsp_2"):
        with tenancy.only(workspace):
            async with database.transaction() as tx:
                await KEEP.run(tx.conn, {"bot": f"bot_{workspace}", "workspace": workspace})
    yield database
    await database.close()


async def seen(database: Database, workspace: str) -> list[list[str]]:
    """What a forgetful statement finds: by the hot path, by SQLAlchemy, and in a transaction."""
    with tenancy.only(workspace):
        async with database.read() as conn:
            hot = [row["workspace_id"] for row in await Statement(FORGETFUL).rows(conn)]
        async with database.read() as conn:
            cold = list((await conn.execute(text(FORGETFUL))).scalars())
        async with database.transaction() as tx:
            inside = list((await tx.conn.execute(text(FORGETFUL))).scalars())
    return [hot, cold, inside]


async def test_each_workspace_sees_its_own(database: Database) -> None:
    for workspace in ("wsp_1", "wsp_2", "wsp_1", "wsp_3"):
        expected = [workspace] if workspace != "wsp_3" else []
        assert await seen(database, workspace) == [expected] * 3
    assert await seen(database, tenancy.EVERYONE) == [["wsp_1", "wsp_2"]] * 3


async def test_a_rollback_does_not_open_the_fence(database: Database) -> None:
    with tenancy.only("wsp_1"), pytest.raises(ZeroDivisionError):
        async with database.transaction() as tx:
            await Statement(FORGETFUL).rows(tx.conn)
            raise ZeroDivisionError
    assert await seen(database, "wsp_1") == [["wsp_1"]] * 3
    assert await seen(database, "wsp_2") == [["wsp_2"]] * 3


async def test_nobody_writes_for_another(database: Database) -> None:
    with tenancy.only("wsp_1"), pytest.raises(psycopg.errors.InsufficientPrivilege):
        async with database.transaction() as tx:
            await KEEP.run(tx.conn, {"bot": "bot_9", "workspace": "wsp_2"})


async def test_without_the_policy_the_canary_is_found(
    database: Database, make_database: Callable[[Path], str]
) -> None:
    """The control: what is seen above is the policy's work."""
    url = make_database(MIGRATIONS)
    open_one = Database(url, FactMaker("retrieval"), pool_size=1, fenced=True)
    with tenancy.only("wsp_2"):
        async with open_one.transaction() as tx:
            await KEEP.run(tx.conn, {"bot": "bot_2", "workspace": "wsp_2"})
    assert await seen(open_one, "wsp_1") == [["wsp_2"]] * 3
    await open_one.close()


async def test_every_table_with_a_workspace_is_fenced(make_database: Callable[[Path], str]) -> None:
    query = """
        select c.relname from pg_class c join pg_attribute a on a.attrelid = c.oid
        where a.attname = 'workspace_id' and c.relkind = 'r'
            and not (c.relrowsecurity and c.relforcerowsecurity)
    """
    with psycopg.connect(make_database(MIGRATIONS)) as conn:
        assert [row[0] for row in conn.execute(query).fetchall()] == ["bots"]
