"""A whole ticketing service on real NATS, PostgreSQL and SMTP."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import nats
import psycopg
import pytest
from aiosmtpd.smtp import SMTP

from chassis.bus import Bus
from chassis.facts import FactMaker
from chassis.service import Service
from contracts.base import Fact
from contracts.catalogue import durables
from ticketing.app import MIGRATIONS, build
from ticketing.settings import Settings
from ticketing.testing import facts


@dataclass
class Mailbox:
    """What an SMTP server took; `refuse` makes it say no."""

    messages: list[EmailMessage] = field(default_factory=list)
    refuse: bool = False
    port: int = 0

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        if self.refuse:
            return "451 try again later"
        self.messages.append(message_from_bytes(envelope.content, policy=policy.default))
        return "250 OK"

    def ids(self) -> list[str]:
        return sorted(str(message["Message-ID"]) for message in self.messages)


@pytest.fixture
async def mailbox() -> AsyncIterator[Mailbox]:
    box = Mailbox()
    server = await asyncio.get_running_loop().create_server(lambda: SMTP(box), "127.0.0.1", 0)
    box.port = server.sockets[0].getsockname()[1]
    yield box
    server.close()


@dataclass
class Town:
    """Where the service lives: it can be started, told facts, and looked into."""

    nats_url: Callable[[str], str]
    database_url: str
    mailbox: Mailbox
    gateway: Bus = field(init=False)
    conversation: Bus = field(init=False)

    async def open(self) -> None:
        self.gateway = Bus(self.nats_url("gateway"), "gateway")
        self.conversation = Bus(self.nats_url("conversation"), "conversation")
        await asyncio.gather(self.gateway.connect(), self.conversation.connect())

    async def close(self) -> None:
        await asyncio.gather(self.gateway.close(), self.conversation.close())

    @asynccontextmanager
    async def service(self) -> AsyncIterator[Service]:
        settings = Settings(
            nats_url=self.nats_url("ticketing"),
            database_url=self.database_url,
            smtp_url=f"smtp://127.0.0.1:{self.mailbox.port}",
            mail_from="Support <support@answerbus.example>",
        )
        service = build(settings)
        await service.start()
        await self.known()
        try:
            yield service
        finally:
            await service.stop()

    async def tell(self, bus: Bus, fact: Fact, event_id: str, workspace_id: str = "wsp_1") -> None:
        conversation_id = getattr(fact, "conversation_id", None)
        maker = FactMaker(bus.service)
        await bus.publish(
            maker.make(fact, event_id=event_id, workspace_id=workspace_id, conversation_id=conversation_id)
        )

    async def set_up(self, workspace_id: str = "wsp_1", *, agents: int = 1) -> None:
        """A company with a bot and `agents` agents."""
        await self.tell(self.gateway, facts.workspace(workspace_id), f"{workspace_id}:created", workspace_id)
        await self.tell(self.gateway, facts.bot(), f"{workspace_id}:bot", workspace_id)
        for n in range(agents):
            user = facts.user(f"usr_{n}")
            await self.tell(self.gateway, user, f"{workspace_id}:user:{n}", workspace_id)

    async def known(self) -> None:
        """Wait until the service knows what the gateway told so far: facts of other kinds may overtake it."""
        own = [each for each in durables() if (each.service, each.stream) == ("ticketing", "WORKSPACE")]
        client = await nats.connect(self.nats_url("admin"))
        async with asyncio.timeout(60):
            for durable in own:
                while _open(await client.jetstream().consumer_info(durable.stream, durable.name)):
                    await asyncio.sleep(0.02)
        await client.close()

    async def rows(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        async with await psycopg.AsyncConnection.connect(self.database_url, autocommit=True) as conn:
            cursor = await conn.execute(query.encode(), values)
            return await cursor.fetchall() if cursor.description else []

    async def all_handled(self, service: Service) -> None:
        """Wait until every handoff told so far is settled."""
        async with asyncio.timeout(60):
            while True:
                info = await service.bus.js.consumer_info("CHAT", "ticketing-chat-handoff_requested")
                if not _open(info):
                    return
                await asyncio.sleep(0.02)

    async def until(self, query: str, expected: int, *, seconds: float = 60) -> None:
        """Wait until a count in the database is what it should become."""
        async with asyncio.timeout(seconds):
            while (await self.rows(query))[0][0] != expected:
                await asyncio.sleep(0.02)


def _open(consumer: Any) -> int:
    """How many deliveries were not settled yet."""
    return int(consumer.num_pending + consumer.num_ack_pending)


@pytest.fixture
async def town(
    nats_url: Callable[[str], str], make_database: Callable[[Path], str], mailbox: Mailbox
) -> AsyncIterator[Town]:
    town = Town(nats_url, make_database(MIGRATIONS), mailbox)
    await town.open()
    yield town
    await town.close()
