"""What the bus promises when its server goes away in the middle."""

from __future__ import annotations

import asyncio
import os
import signal

import nats
import pytest
from nats.aio.msg import Msg

import chassis.bus
from answerbus.embedded.nats import NatsServer
from chassis import clock
from chassis.bus import Bus
from chassis.errors import Unavailable
from contracts.requests import LIST_CONVERSATIONS, ListConversations
from tests.support.stage import LoopThread

from .conftest import freeze

LONG = 60.0
"""Seconds: so long nothing would be confirmed, were it not given back."""


async def test_a_fact_under_way_when_the_server_dies_is_given_back_at_once(
    nats_server: NatsServer, servers: LoopThread, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(chassis.bus, "PUBLISH_TIMEOUT", LONG)
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
    assert clock.monotonic() - killed < LONG / 2
    servers.run(nats_server.start())
    async with asyncio.timeout(30):
        while not bus.connected:
            await asyncio.sleep(0.05)
    await bus.store(*fact)
    await bus.close()


async def test_an_answer_of_another_version_is_the_services_fault_not_the_askers(
    nats_server: NatsServer,
) -> None:
    other = await nats.connect(nats_server.url("admin"))

    async def answer(message: Msg) -> None:
        await message.respond(b'{"answer": {"letters": []}}')

    await other.subscribe(LIST_CONVERSATIONS.subject, cb=answer)
    await other.flush()
    bus = Bus(nats_server.url("gateway"), "gateway")
    await bus.connect()
    with pytest.raises(Unavailable, match="conversation service"):
        await bus.ask(LIST_CONVERSATIONS, ListConversations(workspace_id="wsp_1"))
    await bus.close()
    await other.close()
