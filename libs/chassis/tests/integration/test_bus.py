"""What the bus promises when its server goes away in the middle."""

from __future__ import annotations

import asyncio
import os
import signal

import pytest

from answerbus.embedded.nats import NatsServer
from chassis import clock
from chassis.bus import PUBLISH_TIMEOUT, Bus
from chassis.errors import Unavailable
from tests.support.stage import LoopThread

from .conftest import freeze


async def test_a_fact_under_way_when_the_server_dies_is_given_back_at_once(
    nats_server: NatsServer, servers: LoopThread
) -> None:
    bus = Bus(nats_server.url("ticketing"), "ticketing")
    await bus.connect()
    assert nats_server.pid is not None
    await freeze(nats_server.pid)
    fact = ("ticket.opened", "ticket.opened.wsp_1", "handoff:1:requested:opened", b"{}")
    sent = asyncio.ensure_future(bus.store(*fact))
    await asyncio.sleep(0.3)
    assert not sent.done()
    killed = clock.monotonic()
    os.kill(nats_server.pid, signal.SIGKILL)
    with pytest.raises(Unavailable, match="did not confirm"):
        await sent
    assert clock.monotonic() - killed < PUBLISH_TIMEOUT / 2
    servers.run(nats_server.start())
    async with asyncio.timeout(30):
        while not bus.connected:
            await asyncio.sleep(0.05)
    await bus.store(*fact)
    await bus.close()
