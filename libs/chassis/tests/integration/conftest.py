"""A small service on real NATS and PostgreSQL, whose handler each test chooses."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import nats
import pytest
from nats.js import JetStreamContext
from sqlalchemy import text

from chassis.db import Tx
from chassis.outcome import Outcome
from chassis.service import Service
from chassis.settings import ServiceSettings
from chassis.testing.fakes import event_of
from contracts.envelope import AnyEvent
from contracts.facts.chat import HandoffRequested
from contracts.facts.ticket import TicketOpened
from contracts.shapes import Priority, Requester

MIGRATIONS = Path(__file__).parent.parent / "migrations"
SUBJECT = "chat.handoff_requested.wsp_1"
DURABLE = "ticketing-chat-handoff_requested"
Handler = Callable[..., Awaitable[Outcome]]


def handoff(number: int = 1) -> AnyEvent:
    fact = HandoffRequested(
        handoff_id=f"hnd_{number}",
        conversation_id="cnv_1",
        bot_id="bot_1",
        reason="form",
        priority=Priority.MEDIUM,
        subject="Parcel",
        description="Where is it?",
        requester=Requester(),
        requested_at=datetime.now(UTC),
    )
    return event_of(fact, event_id=f"handoff:{number}:requested")


def opened(event: AnyEvent) -> TicketOpened:
    now = datetime.now(UTC)
    return TicketOpened(
        ticket_id="tkt_1",
        number="T-1",
        handoff_id=event.data.handoff_id,
        conversation_id="cnv_1",
        bot_id="bot_1",
        priority=Priority.MEDIUM,
        subject="Parcel",
        requested_at=now,
        opened_at=now,
    )


async def record(event: AnyEvent, tx: Tx) -> None:
    """The effect of every test's handler: a row and a fact."""
    await tx.conn.execute(text("insert into effects (what) values (:w)"), {"w": event.data.handoff_id})
    tx.emit(opened(event), event_id=f"{event.id}:opened", workspace_id="wsp_1")


@dataclass
class Bench:
    """The servers, and what tests ask about them."""

    settings: ServiceSettings
    js: JetStreamContext
    services: list[Service] = field(default_factory=list)

    @asynccontextmanager
    async def running(self, handler: Handler, **options: float) -> AsyncIterator[Service]:
        service = Service("ticketing", self.settings, migrations=MIGRATIONS)
        service.consume(HandoffRequested, handler, **options)  # type: ignore[arg-type]
        await service.start()
        self.services.append(service)
        try:
            yield service
        finally:
            await service.stop()

    async def publish(self, body: bytes, message_id: str) -> None:
        await self.js.publish(SUBJECT, body, stream="CHAT", headers={"Nats-Msg-Id": message_id})

    async def effects(self) -> int:
        service = Service("ticketing", self.settings, migrations=MIGRATIONS)
        async with service.database.read() as conn:
            count = (await conn.execute(text("select count(*) from effects"))).scalar_one()
        await service.database.close()
        return int(count)

    async def lease(self, seconds: float) -> None:
        """How long the server waits for a sign of life before it delivers the same again."""
        config = (await self.js.consumer_info("CHAT", DURABLE)).config
        config.ack_wait = seconds
        await self.js.add_consumer("CHAT", config)

    async def settled(self, acked: int, within: float = 60) -> None:
        """Wait until the durable has acknowledged so many messages of the stream."""

        async def reached() -> bool:
            info = await self.js.consumer_info("CHAT", DURABLE)
            assert info.ack_floor is not None
            return info.ack_floor.stream_seq >= acked and not info.num_ack_pending

        await until(reached, within)

    async def sent(self) -> int:
        """How often the server has delivered anything to the durable."""
        info = await self.js.consumer_info("CHAT", DURABLE)
        assert info.delivered is not None
        return info.delivered.consumer_seq

    async def stored(self, stream: str) -> int:
        return (await self.js.stream_info(stream)).state.messages


async def freeze(pid: int) -> None:
    """Stop a process; the signal alone would let it go on for a moment on a busy machine."""
    os.kill(pid, signal.SIGSTOP)

    async def stopped() -> bool:
        threads = [Path(f"/proc/{pid}/task", each, "stat") for each in os.listdir(f"/proc/{pid}/task")]
        try:
            return all(thread.read_text().rpartition(")")[2].split()[0] == "T" for thread in threads)
        except (FileNotFoundError, ProcessLookupError):  # one that ended while they were listed
            return False

    await until(stopped)


async def until(condition: Callable[[], Awaitable[bool]], within: float = 60) -> None:
    async with asyncio.timeout(within):
        while not await condition():
            await asyncio.sleep(0.02)


@pytest.fixture
async def bench(make_database: Callable[[Path], str], nats_url: Callable[[str], str]) -> AsyncIterator[Bench]:
    settings = ServiceSettings(nats_url=nats_url("ticketing"), database_url=make_database(MIGRATIONS))
    client = await nats.connect(nats_url("admin"))
    bench = Bench(settings, client.jetstream())
    await bench.lease(60.0)  # who stands still is not delivered to again, unless a test wants that
    yield bench
    await client.close()
