"""A whole conversation service on real NATS and PostgreSQL."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import nats
import psycopg
import pytest
from nats.aio.client import Client
from psycopg.rows import dict_row

from chassis.bus import Bus
from chassis.service import Service
from contracts.catalogue import stream_of
from contracts.codec import decode
from contracts.envelope import AnyEvent
from contracts.event_ids import turn_id
from contracts.glimpses import read_conversation_glimpse
from conversation.app import MIGRATIONS, build
from conversation.settings import Settings
from conversation.testing import facts


@dataclass
class Town:
    """Where the service lives: it can be started, told facts, watched, and looked into."""

    client: Client
    nats_url: str
    database_url: str
    said: list[AnyEvent] = field(default_factory=list)
    glimpses: list[Any] = field(default_factory=list)

    @asynccontextmanager
    async def running(self, replicas: int = 1, **settings: Any) -> AsyncIterator[list[Service]]:
        options = {"grounding_patience": 30.0, **settings}
        services = [
            build(Settings(nats_url=self.nats_url, database_url=self.database_url, **options))
            for _ in range(replicas)
        ]
        for service in services:
            await service.start()
        try:
            yield services
        finally:
            for service in services:
                await service.stop()

    async def watch(self) -> None:
        async def on_fact(message: Any) -> None:
            event = decode(message.data)
            if all(event.id != said.id for said in self.said):  # the stream keeps what comes twice once
                self.said.append(event)

        async def on_glimpse(message: Any) -> None:
            self.glimpses.append(read_conversation_glimpse(message.data))

        await self.client.subscribe("chat.>", cb=on_fact)
        await self.client.subscribe("glimpse.conversation.>", cb=on_glimpse)

    async def tell(self, *events: AnyEvent) -> None:
        for event in events:
            await self.client.jetstream().publish(
                event.subject,
                event.to_json(),
                stream=stream_of(event.data.kind),
                headers={"Nats-Msg-Id": event.id},
            )

    def facts(self, kind: str) -> list[Any]:
        return [event.data for event in self.said if event.data.kind == kind]

    def rows(self, statement: str) -> list[dict[str, Any]]:
        with psycopg.connect(self.database_url, row_factory=dict_row, autocommit=True) as conn:
            cursor = conn.execute(statement)
            return cursor.fetchall() if cursor.description else []

    async def heard(self, kind: str, count: int = 1, within: float = 60) -> list[Any]:
        """Wait until so many facts of this kind were said."""
        await self.until(lambda: len(self.facts(kind)) >= count, within)
        return self.facts(kind)

    async def answered(self, count: int = 1, within: float = 60) -> list[Any]:
        return await self.heard("chat.turn_answered", count, within)

    async def answer_to(self, message: str, conversation: str = "cnv_1") -> Any:
        """Of this very turn: facts of others may come late, or twice."""
        turn = turn_id(conversation, message)
        answers: list[Any] = []

        def found() -> bool:
            answers[:] = [fact for fact in self.facts("chat.turn_answered") if fact.turn_id == turn]
            return bool(answers)

        await self.until(found)
        return answers[0]

    async def until(self, condition: Callable[[], object], within: float = 60) -> None:
        async with asyncio.timeout(within):
            while not condition():
                await asyncio.sleep(0.02)


@pytest.fixture
async def town(make_database: Callable[[Path], str], nats_url: Callable[[str], str]) -> AsyncIterator[Town]:
    client = await nats.connect(nats_url("admin"))
    made = Town(client, nats_url("conversation"), make_database(MIGRATIONS))
    await made.watch()
    await made.tell(facts.bot_configured())
    yield made
    await client.close()


@pytest.fixture
async def gateway(nats_url: Callable[[str], str]) -> AsyncIterator[Bus]:
    bus = Bus(nats_url("gateway"), "gateway")
    await bus.connect()
    yield bus
    await bus.close()
