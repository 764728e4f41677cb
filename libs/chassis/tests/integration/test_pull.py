"""Requests for deliveries: one at a time, and made again when the server has forgotten them."""

from __future__ import annotations

import asyncio
import os
import signal
from typing import Any

import pytest

import chassis.pull
from answerbus.embedded.nats import NatsServer
from chassis.bus import BUS_AWAY
from chassis.consume import Work
from chassis.outcome import DONE, Outcome
from tests.support.stage import LoopThread

from .conftest import DURABLE, Bench, handoff, until


async def done(event: Any, work: Work) -> Outcome:
    return DONE


async def open_requests(bench: Bench) -> int:
    info = await bench.js.consumer_info("CHAT", DURABLE)
    return int(info.num_waiting or 0)


async def asks(bench: Bench, workers: int) -> None:
    async def all_ask() -> bool:
        try:
            return await open_requests(bench) == workers
        except BUS_AWAY:  # the test's own connection comes back later
            return False

    await until(all_ask)


async def test_each_worker_has_one_request_open_however_much_it_was_given(bench: Bench) -> None:
    async with bench.running(done, workers=3):
        for number in range(30):
            event = handoff(number)
            await bench.publish(event.to_json(), event.id)
        await bench.settled(30)
        await asks(bench, 3)
    assert await bench.sent() == 30


async def test_request_that_lapsed_is_made_again(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(chassis.pull, "_WANTED", b'{"batch":1,"expires":100000000}')
    monkeypatch.setattr(chassis.pull, "EXPIRES_SECONDS", 3600.0)  # only the server says that it lapsed
    async with bench.running(done, workers=2):
        await asyncio.sleep(0.5)
        await bench.publish(handoff().to_json(), "one")
        await bench.settled(1)


async def test_server_that_was_away_is_asked_again(
    bench: Bench, nats_server: NatsServer, servers: LoopThread, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(chassis.pull, "EXPIRES_SECONDS", 3600.0)  # none lapses meanwhile
    async with bench.running(done, workers=2):
        await asks(bench, 2)
        assert nats_server.pid is not None
        os.kill(nats_server.pid, signal.SIGKILL)
        servers.run(nats_server.start())
        await asks(bench, 2)
        await bench.publish(handoff().to_json(), "one")
        await bench.settled(1)
    assert await bench.sent() == 1
