"""Delivery on a real server: effects happen once, poison is buried, nothing is lost."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from prometheus_client import REGISTRY

import chassis.consume
import chassis.db
from chassis import dead_letters
from chassis.consume import Consumption, Work
from chassis.outcome import DONE, Dead, Outcome, Retry
from chassis.testing.fakes import event_of

from .conftest import Bench, handoff, opened, record, until


async def keep(event: Any, work: Work) -> Outcome:
    async with work.transaction() as tx:
        await record(event, tx)
    return DONE


async def publish_twice(bench: Bench) -> None:
    """The same event under two message ids, as a redrive or an expired duplicate window gives."""
    for message_id in ("first", "second"):
        await bench.publish(handoff().to_json(), message_id)
    await bench.settled(2)


async def test_event_that_comes_twice_has_one_effect(bench: Bench) -> None:
    async with bench.running(keep):
        await publish_twice(bench)
    assert await bench.effects() == 1
    assert await bench.stored("TICKET") == 1


async def test_control_without_inbox_has_two_effects(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    async def no_inbox(*_: object) -> None: ...

    async def keep_distinct(event: Any, work: Work) -> Outcome:
        async with work.transaction() as tx:
            await record(event, tx)
            tx._events.clear()
        return DONE

    monkeypatch.setattr(chassis.db, "_claim", no_inbox)
    async with bench.running(keep_distinct):
        await publish_twice(bench)
    assert await bench.effects() == 2


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"{not json", "not JSON"),
        (b"\xff\xfe\x00", "not JSON"),
        (b"[1, 2]", "not an object"),
        (handoff().to_json().replace(b"requested.v1", b"requested.v9"), "newer"),
        (handoff().to_json().replace(b'"handoff_id"', b'"other"'), "handoff_id"),
        (
            event_of(opened(handoff())).to_json(),
            "is for chat.handoff_requested, but this event is ticket.opened",
        ),
    ],
)
async def test_body_that_cannot_be_read_is_buried_and_others_go_on(
    bench: Bench, body: bytes, reason: str
) -> None:
    async with bench.running(keep):
        await bench.publish(body, "poison")
        await bench.publish(handoff(2).to_json(), "good")
        await bench.settled(2)
    assert await bench.effects() == 1
    [letter] = await dead_letters.find(bench.js)
    assert letter.body == body
    assert reason in letter.grave.reason
    assert letter.grave.deliveries == 1


async def test_handler_that_always_fails_is_buried_after_five_deliveries_and_redriven(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(chassis.consume, "BACKOFF", (0.05,))
    deliveries = 0

    async def fail(event: Any, work: Work) -> Outcome:
        nonlocal deliveries
        deliveries += 1
        raise ValueError("this handler is broken")

    async with bench.running(fail):
        await bench.publish(handoff().to_json(), "poison")
        await bench.settled(1)
    [letter] = await dead_letters.find(bench.js)
    assert deliveries == letter.grave.deliveries == 5
    assert "this handler is broken" in letter.grave.reason

    async with bench.running(keep):
        await dead_letters.redrive(bench.js, letter)
        await bench.settled(2)
    assert await bench.effects() == 1
    assert await dead_letters.find(bench.js) == []


async def test_failing_half_way_leaves_nothing(bench: Bench) -> None:
    async def half(event: Any, work: Work) -> Outcome:
        async with work.transaction() as tx:
            await record(event, tx)
            if work.delivery == 1:
                raise RuntimeError("crashed before the commit")
        return DONE

    async with bench.running(half):
        await bench.publish(handoff().to_json(), "one")
        await bench.settled(1)
    assert await bench.effects() == 1
    assert await bench.stored("TICKET") == 1


async def test_retry_waits_and_dead_buries(bench: Bench) -> None:
    async def later(event: Any, work: Work) -> Outcome:
        return Retry("not yet", delay=0.3) if work.delivery < 3 else Dead("never")

    async with bench.running(later):
        started = asyncio.get_running_loop().time()
        await bench.publish(handoff().to_json(), "one")
        await bench.settled(1)
        assert asyncio.get_running_loop().time() - started >= 0.6
    [letter] = await dead_letters.find(bench.js)
    assert letter.grave.reason == "never"


@pytest.mark.parametrize("year", [2020, 2999])
async def test_a_retry_ends_whatever_the_clock_of_the_writer_says(bench: Bench, year: int) -> None:
    async def never(event: Any, work: Work) -> Outcome:
        return Retry("not yet", delay=0.05, give_up_after=0.3)

    async with bench.running(never):
        event = handoff().model_copy(update={"time": datetime(year, 1, 1, tzinfo=UTC)})
        await bench.publish(event.to_json(), "one")
        await bench.settled(1)
    [letter] = await dead_letters.find(bench.js)
    assert "Gave up after" in letter.grave.reason


LEASE = 1.0
"""Seconds, as in the catalogue."""


@asynccontextmanager
async def slow_handler(bench: Bench, lease: float) -> AsyncIterator[None]:
    """In the block, a handler is at a delivery and does not end."""
    begun, may_end = asyncio.Event(), asyncio.Event()

    async def slow(event: Any, work: Work) -> Outcome:
        begun.set()
        await may_end.wait()
        return DONE

    await bench.lease(lease)
    async with bench.running(slow, workers=2):
        await bench.publish(handoff().to_json(), "one")
        await begun.wait()
        yield
        may_end.set()


async def test_heartbeat_keeps_a_slow_delivery(bench: Bench) -> None:
    """On a longer lease, since a machine that stands still for a second loses one of a second."""
    lease = 4 * LEASE
    async with slow_handler(bench, lease):
        await asyncio.sleep(1.5 * lease)
        assert await bench.sent() == 1


async def test_control_without_heartbeat_delivers_again(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(chassis.consume, "HEARTBEAT_SECONDS", 60.0)

    async def delivered_again() -> bool:
        return await bench.sent() > 1

    async with slow_handler(bench, LEASE):
        await until(delivered_again)


def stand_still() -> None:
    """Longer than the lease: no heartbeat leaves the process."""
    time.sleep(1.5 * LEASE)


def dropped() -> float:
    """How many deliveries found that what they bring is under way."""
    labels = {"kind": "chat.handoff_requested", "outcome": "under_way"}
    return REGISTRY.get_sample_value("answerbus_consumed_total", labels) or 0.0


async def begun_by_a_process_that_stood_still(bench: Bench) -> int:
    begun, before = 0, dropped()

    async def came_again() -> bool:
        return begun > 1 or dropped() > before

    async def stands_still(event: Any, work: Work) -> Outcome:
        nonlocal begun
        begun += 1
        if begun == 1:
            stand_still()
            await until(came_again)
        return DONE

    await bench.lease(LEASE)
    async with bench.running(stands_still, workers=2):
        await bench.publish(handoff().to_json(), "one")
        await bench.settled(1)
        assert await bench.sent() > 1
    return begun


async def test_what_is_under_way_is_not_begun_again(bench: Bench) -> None:
    assert await begun_by_a_process_that_stood_still(bench) == 1


async def test_control_without_the_set_of_what_is_under_way_begins_again(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Consumption, "on_message", Consumption._conclude)
    assert await begun_by_a_process_that_stood_still(bench) > 1


async def test_database_away_is_no_poison(bench: Bench) -> None:
    away = True

    async def needs_database(event: Any, work: Work) -> Outcome:
        if away:
            raise OSError("connection refused")
        return await keep(event, work)

    async with bench.running(needs_database):
        await bench.publish(handoff().to_json(), "one")
        await asyncio.sleep(2.2)
        away = False
        await bench.settled(1)
    assert await bench.effects() == 1
    assert await dead_letters.find(bench.js) == []


async def test_stop_waits_for_what_is_under_way(bench: Bench) -> None:
    begun = asyncio.Event()

    async def slow(event: Any, work: Work) -> Outcome:
        begun.set()
        await asyncio.sleep(0.5)
        return await keep(event, work)

    async with bench.running(slow):
        await bench.publish(handoff().to_json(), "one")
        await begun.wait()
    assert await bench.effects() == 1
    assert await bench.stored("TICKET") == 1


async def test_fact_committed_before_a_crash_is_published_by_the_next_start(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("chassis.relay.ORPHANED_AFTER", timedelta(days=1))  # nobody else sweeps meanwhile
    async with bench.running(keep) as service:
        service.database.on_commit = lambda _: None
        await bench.publish(handoff().to_json(), "one")
        await bench.settled(1)
        assert await bench.stored("TICKET") == 0

    async def sent() -> bool:
        return await bench.stored("TICKET") == 1

    async with bench.running(keep):
        await until(sent)


async def test_service_may_only_say_what_the_catalogue_gives_it(bench: Bench) -> None:
    async with bench.running(keep) as service:
        await service.bus.client.publish("chat.turn_answered.wsp_1", b"{}")
        await service.bus.client.flush()
    assert await bench.stored("CHAT") == 0
