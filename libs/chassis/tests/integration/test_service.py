"""How a service ends when its bus went away before it."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import Iterator
from contextlib import AsyncExitStack, contextmanager

import pytest

from answerbus.embedded.nats import NatsServer
from answerbus.embedded.supervisor import GRACE, Stage
from chassis import clock
from chassis.consume import Work
from chassis.outcome import DONE, Outcome
from contracts.envelope import AnyEvent
from tests.support.stage import LoopThread

from .conftest import Bench, handoff, record

DEAD, FROZEN = signal.SIGKILL, signal.SIGSTOP


async def handle(event: AnyEvent, work: Work) -> Outcome:
    async with work.transaction() as tx:
        await record(event, tx)
    return DONE


@contextmanager
def away(server: NatsServer, servers: LoopThread, how: signal.Signals) -> Iterator[None]:
    assert server.pid is not None
    os.kill(server.pid, how)
    try:
        yield
    finally:
        if how is FROZEN:
            os.kill(server.pid, signal.SIGCONT)
        else:
            servers.run(server.start())


@pytest.mark.parametrize("how", [DEAD, FROZEN], ids=["dead", "frozen"])
async def test_it_ends_within_its_grace_while_the_bus_is_away(
    bench: Bench, nats_server: NatsServer, servers: LoopThread, how: signal.Signals
) -> None:
    async with AsyncExitStack() as running:
        await running.enter_async_context(bench.running(handle))
        event = handoff()
        await bench.publish(event.to_json(), event.id)
        await bench.settled(1)
        with away(nats_server, servers, how):
            await asyncio.sleep(0.3)
            asked = clock.monotonic()
            await running.aclose()
            assert clock.monotonic() - asked < GRACE[Stage.SERVICE]
    assert await bench.effects() == 1
