from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from random import Random

import pytest
from sqlalchemy.ext.asyncio import AsyncConnection

from analytics.rebuild import rebuild
from analytics.store import scratch
from analytics.testing.facts import random_history
from chassis.db import Database
from chassis.errors import Conflict
from chassis.facts import FactMaker
from chassis.testing.fakes import event_of
from contracts.facts.chat import ConversationStarted

from .conftest import Office

NOW = datetime.now(UTC)
TABLES = ("conversations", "turns", "tickets", "appointments", "feedback", "sources", "documents", "bots")


async def books(office: Office) -> list[list[tuple[object, ...]]]:
    return [await office.sql(f"select * from {table} order by 1, 2") for table in TABLES]


@pytest.mark.parametrize("seed", [1, 2])
async def test_a_rebuild_gives_the_same_numbers(office: Office, seed: int) -> None:
    events, dice = random_history(seed), Random(seed)
    told = events + dice.sample(events, len(events) // 3)
    dice.shuffle(told)
    async with office.service() as service:
        await office.tell(told)
        await office.all_folded(service)
        figures, rows = await office.figures(), await books(office)
        assert figures[0][0]["turns"] > 20
        summary = await rebuild(office.settings)
        assert sum(summary.facts.values()) == len(told)
        assert (await office.figures(), await books(office)) == (figures, rows)
        await office.sql("update turns set outcome = 'failed', answered_at = answered_at + interval '1 hour'")
        await office.sql("delete from conversations where conversation_id like '%1%'")
        assert await office.figures() != figures
        await rebuild(office.settings)
        assert (await office.figures(), await books(office)) == (figures, rows)
    assert await office.sql("select 1 from pg_namespace where nspname = 'rebuild'") == []


async def test_facts_that_come_during_a_rebuild_are_not_lost(office: Office) -> None:
    events = random_history(3, conversations=60)
    half = len(events) // 2
    async with office.service() as service:
        await office.tell(events[:half])
        await asyncio.gather(rebuild(office.settings), office.tell(events[half:]))
        await office.all_folded(service)
        figures = await office.figures()
        await rebuild(office.settings)
        assert await office.figures() == figures
        await office.tell(random_history(4))
        await office.all_folded(service)
        assert await office.figures() != figures


async def test_what_cannot_be_read_is_counted_and_skipped(office: Office) -> None:
    await office.tell(random_history(1, conversations=1))
    await office.admin.js.publish("chat.turn_submitted.wsp_1", b"not json", stream="CHAT")
    summary = await rebuild(office.settings)
    assert summary.unreadable == 1
    assert "1 could not be read" in str(summary)


@pytest.mark.parametrize("late", [False, True])
async def test_a_fact_no_table_can_hold_does_not_stop_a_rebuild(
    office: Office, monkeypatch: pytest.MonkeyPatch, late: bool
) -> None:
    """The service buries it alone; so does a rebuild, from the history or at its last look."""
    events = random_history(1, conversations=5)
    poison = event_of(
        ConversationStarted(conversation_id="cnv_\x00", bot_id="b", contact_id="c", started_at=NOW)
    )
    async with office.service() as service:
        await office.tell(events)
        await office.all_folded(service)
    rows = await books(office)
    stop = scratch.stop_folding

    async def tell_then_stop(conn: AsyncConnection) -> None:
        await office.tell([poison])
        await stop(conn)

    if late:
        monkeypatch.setattr(scratch, "stop_folding", tell_then_stop)
    else:
        await office.tell([poison])
    summary = await rebuild(office.settings)
    assert (sum(summary.facts.values()), summary.unreadable) == (len(events), 1)
    assert await books(office) == rows


async def test_an_empty_stream_gives_empty_books(office: Office) -> None:
    await office.sql("insert into bots values ('wsp_1', 'bot_1', 1, 'Ghost')")
    summary = await rebuild(office.settings)
    assert set(summary.facts.values()) == {0}
    assert await office.sql("select * from bots") == []


async def test_two_rebuilds_at_once_are_refused(office: Office) -> None:
    database = Database(office.database_url, FactMaker("analytics"))
    async with database.read() as conn:
        assert await scratch.try_lock(conn)
        with pytest.raises(Conflict, match="Another rebuild"):
            await rebuild(office.settings)
        await scratch.unlock(conn)
    await database.close()
    await rebuild(office.settings)
