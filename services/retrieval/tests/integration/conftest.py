"""A whole retrieval service on real NATS and PostgreSQL, with the real model."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psycopg
import pytest

from chassis.bus import Bus
from chassis.facts import FactMaker
from chassis.service import Service
from chassis.topology import UPLOADS
from contracts.asyncapi import EXAMPLES
from contracts.base import Fact
from contracts.codec import decode
from contracts.event_ids import turn_event
from contracts.facts.chat import TurnGrounded, TurnSubmitted
from contracts.requests import ADD_SOURCE, GET_SOURCE, AddSource, GetSource
from contracts.shapes import Source, SourceStatus
from retrieval.app import MIGRATIONS, build
from retrieval.settings import Settings

WORKSPACE = "wsp_1"
BOT = "bot_1"


@dataclass
class Library:
    """Where the service lives: it is given files and asked questions."""

    nats_url: Callable[[str], str]
    settings: Settings
    gateway: Bus = field(init=False)
    admin: Bus = field(init=False)

    async def open(self) -> None:
        self.gateway = Bus(self.nats_url("gateway"), "gateway")
        self.admin = Bus(self.nats_url("admin"), "admin")
        await asyncio.gather(self.gateway.connect(), self.admin.connect())

    async def close(self) -> None:
        await asyncio.gather(self.gateway.close(), self.admin.close())

    @asynccontextmanager
    async def service(self) -> AsyncIterator[Service]:
        service = build(self.settings)
        await service.start()
        try:
            yield service
        finally:
            await service.stop()

    async def put(self, key: str, body: bytes) -> None:
        bucket = await self.gateway.js.object_store(UPLOADS)
        await bucket.put(key, body)

    async def add(self, name: str, body: bytes, *, bot_id: str = BOT, **changed: Any) -> Source:
        """Upload a file as the gateway does."""
        key = f"{WORKSPACE}/{bot_id}/{name}"
        await self.put(key, body)
        return await self.gateway.ask(ADD_SOURCE, announcement(name, body, key, bot_id, **changed))

    async def settled(self, source: Source) -> Source:
        """The source once it is ready or failed."""
        ask = GetSource(workspace_id=WORKSPACE, source_id=source.id)
        return await until(
            lambda: self.gateway.ask(GET_SOURCE, ask),
            lambda now: now.status in (SourceStatus.READY, SourceStatus.FAILED),
        )

    async def tell(self, fact: Fact, event_id: str) -> None:
        maker = FactMaker("gateway")
        conversation_id = getattr(fact, "conversation_id", None)
        await self.gateway.publish(
            maker.make(fact, event_id=event_id, workspace_id=WORKSPACE, conversation_id=conversation_id)
        )

    async def turn(self, turn_id: str, text: str, *, conversation_id: str = "cnv_1") -> TurnGrounded:
        """Submit a turn and wait for its grounding."""
        await self.tell(turn(turn_id, text, conversation_id), turn_event(turn_id, "submitted"))
        grounded = await until(
            lambda: self.facts("CHAT", "chat.turn_grounded"),
            lambda facts: any(fact.turn_id == turn_id for fact in facts),
        )
        found: TurnGrounded = next(fact for fact in grounded if fact.turn_id == turn_id)
        return found

    async def tell_answered(self, turn_id: str, text: str) -> None:
        """What conversation says when a turn is over."""
        example = EXAMPLES / "chat.turn_answered.v1" / "declined_only_required.json"
        fact = decode(example.read_bytes()).data
        message = fact.message.model_copy(update={"text": text})
        await self.admin.publish(
            FactMaker("conversation").make(
                fact.model_copy(update={"turn_id": turn_id, "message": message}),
                event_id=turn_event(turn_id, "answered"),
                workspace_id=WORKSPACE,
                conversation_id="cnv_1",
            )
        )

    async def facts(self, stream: str, kind: str) -> list[Any]:
        """The data of every stored fact of a kind; the same fact twice is one, as it is for every inbox."""
        state = (await self.admin.js.stream_info(stream)).state
        found = {}
        for seq in range(1, state.last_seq + 1):
            event = decode((await self.admin.js.get_msg(stream, seq)).data or b"")
            if event.data.kind == kind:
                found[event.id] = event.data
        return list(found.values())

    async def rows(self, query: str) -> list[tuple[Any, ...]]:
        url = self.settings.database_url
        async with await psycopg.AsyncConnection.connect(url, autocommit=True) as conn:
            return await (await conn.execute(query.encode())).fetchall()


def announcement(name: str, body: bytes, key: str, bot_id: str = BOT, **changed: Any) -> AddSource:
    values = {
        "workspace_id": WORKSPACE,
        "bot_id": bot_id,
        "source_kind": "file",
        "name": name,
        "media_type": "application/octet-stream",
        "object_key": key,
        "size_bytes": len(body),
        "sha256": hashlib.sha256(body).hexdigest(),
    }
    return AddSource(**{**values, **changed})


def turn(turn_id: str, text: str, conversation_id: str = "cnv_1") -> TurnSubmitted:
    return TurnSubmitted(
        conversation_id=conversation_id,
        turn_id=turn_id,
        bot_id=BOT,
        contact_id="cnt_1",
        client_message_id=turn_id,
        text=text,
        submitted_at=datetime.now(UTC),
    )


async def until(ask: Callable[[], Awaitable[Any]], good: Callable[[Any], bool], seconds: float = 60) -> Any:
    async with asyncio.timeout(seconds):
        while not good(answer := await ask()):
            await asyncio.sleep(0.03)
    return answer


@pytest.fixture
async def library(
    nats_url: Callable[[str], str], make_database: Callable[[Path], str], tmp_path: Path, model_dir: Path
) -> AsyncIterator[Library]:
    settings = Settings(
        nats_url=nats_url("retrieval"),
        database_url=make_database(MIGRATIONS),
        vector_dir=tmp_path / "vectors",
        model_dir=model_dir,
    )
    library = Library(nats_url, settings)
    await library.open()
    yield library
    await library.close()
