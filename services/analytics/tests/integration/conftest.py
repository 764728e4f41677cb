"""Analytics on real NATS and PostgreSQL."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import psycopg
import pytest

from analytics.app import MIGRATIONS, build
from analytics.settings import Settings
from chassis.bus import Bus
from chassis.service import Service
from contracts.catalogue import durables, stream_of
from contracts.envelope import AnyEvent
from contracts.requests import OUTCOMES, OVERVIEW, VOLUME, Figures

ACK_WAIT = min(each.ack_wait for each in durables() if each.service == "analytics")
WEEK = Figures(workspace_id="wsp_1", first_day=date(2026, 3, 1), last_day=date(2026, 3, 10))


@dataclass
class Office:
    """Facts can be told, the service started, figures asked for."""

    nats_url: Callable[[str], str]
    database_url: str
    admin: Bus = field(init=False)
    gateway: Bus = field(init=False)
    told: int = 0

    @property
    def settings(self) -> Settings:
        return Settings(nats_url=self.nats_url("analytics"), database_url=self.database_url)

    async def open(self) -> None:
        self.admin, self.gateway = (
            Bus(self.nats_url("admin"), "admin"),
            Bus(self.nats_url("gateway"), "gateway"),
        )
        await asyncio.gather(self.admin.connect(), self.gateway.connect())

    async def close(self) -> None:
        await asyncio.gather(self.admin.close(), self.gateway.close())

    @asynccontextmanager
    async def service(self) -> AsyncIterator[Service]:
        service = build(self.settings)
        await service.start()
        try:
            yield service
        finally:
            await service.stop()

    async def tell(self, events: Sequence[AnyEvent]) -> None:
        """Under a message id of their own each, so that JetStream keeps every copy."""
        for event in events:
            self.told += 1
            kind = event.data.kind
            await self.admin.js.publish(
                event.subject,
                event.to_json(),
                stream=stream_of(kind),
                headers={"Nats-Msg-Id": f"told:{self.told}"},
            )

    async def all_folded(self, service: Service) -> None:
        """Sooner than ack_wait: a delivery that was lost on the way is a failure."""
        left: dict[str, tuple[int | None, int | None]] = {}
        until = asyncio.get_running_loop().time() + ACK_WAIT - 3
        while asyncio.get_running_loop().time() < until:
            for stream in ("CHAT", "KNOWLEDGE", "TICKET", "APPOINTMENT", "WORKSPACE"):
                info = await service.bus.js.consumer_info(stream, f"analytics-{stream}")
                left[stream] = (info.num_pending, info.num_ack_pending)
            if not any(count for counts in left.values() for count in counts):
                return
            await asyncio.sleep(0.02)
        raise AssertionError(f"never folded: (pending, unacked) {left}")

    async def figures(self, ask: Figures = WEEK) -> list[list[dict[str, Any]]]:
        return [(await self.gateway.ask(rpc, ask)).rows for rpc in (OVERVIEW, VOLUME, OUTCOMES)]

    async def sql(self, query: str) -> list[tuple[Any, ...]]:
        async with await psycopg.AsyncConnection.connect(self.database_url, autocommit=True) as conn:
            cursor = await conn.execute(query.encode())
            return await cursor.fetchall() if cursor.description else []


@pytest.fixture
async def office(
    nats_url: Callable[[str], str], make_database: Callable[[Path], str]
) -> AsyncIterator[Office]:
    office = Office(nats_url, make_database(MIGRATIONS))
    await office.open()
    yield office
    await office.close()
