"""How every part is, asked at once."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from chassis.errors import Refusal
from contracts.catalogue import SERVICES
from contracts.catalogue import Service as ServiceName
from contracts.requests import HEALTH, WRITER_STATE, WriterState
from contracts.rpc import Empty
from gateway.ports import Asking

AWAY = {"service": "The service is not answering."}


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What each service waits for (empty when ready), and the state of the language models."""

    waiting: dict[ServiceName, dict[str, str]]
    writer: WriterState | None


async def look_around(bus: Asking, own: Callable[[], Awaitable[dict[str, str]]]) -> Surroundings:
    others = [service for service in SERVICES if service != "gateway"]
    asked = asyncio.gather(*(_waiting(bus, service) for service in others))
    mine, writer, answers = await asyncio.gather(own(), _writer(bus), asked)
    return Surroundings({"gateway": mine, **dict(zip(others, answers, strict=True))}, writer)


async def _waiting(bus: Asking, service: ServiceName) -> dict[str, str]:
    try:
        return (await bus.ask(HEALTH[service], Empty())).waiting
    except Refusal:
        return AWAY


async def _writer(bus: Asking) -> WriterState | None:
    try:
        return await bus.ask(WRITER_STATE, Empty(), timeout=3.0)
    except Refusal:
        return None
