"""Live and ready, told truthfully, and metrics: the HTTP that every service speaks."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from sqlalchemy import text
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from chassis.bus import BUS_AWAY, Bus
from chassis.db import CONNECTION_LOST, Database
from chassis.errors import Unavailable

CHECK_TIMEOUT = 2.0
Check = Callable[[], Awaitable[None]]


class NotReady(Exception):
    """A sentence on what this service waits for."""


async def check_database(database: Database) -> None:
    """A round trip to this service's own database. Raises NotReady."""
    try:
        async with asyncio.timeout(CHECK_TIMEOUT), database.read() as conn:
            await conn.execute(text("select 1"))
    except (*CONNECTION_LOST, TimeoutError) as error:
        raise NotReady("The database does not answer.") from error


async def check_consumers(bus: Bus, durables: list[tuple[str, str]]) -> None:
    """A JetStream round trip on each own (stream, durable). Raises NotReady."""
    try:
        async with asyncio.timeout(CHECK_TIMEOUT):
            for stream, durable in durables:
                await bus.js.consumer_info(stream, durable)
            if not durables:
                await bus.js.account_info()
    except (*BUS_AWAY, Unavailable) as error:
        raise NotReady("JetStream does not answer for this service's consumers.") from error


def routes(checks: dict[str, Check]) -> list[Route]:
    """`/health/live`, `/health/ready` and `/metrics`."""

    async def live(_: Request) -> Response:
        return JSONResponse({"status": "live"})

    async def ready(_: Request) -> Response:
        waiting = await waiting_for(checks)
        status = "waiting" if waiting else "ready"
        return JSONResponse({"status": status, "waiting": waiting}, status_code=503 if waiting else 200)

    async def metrics(_: Request) -> Response:
        return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)

    return [
        Route("/health/live", live),
        Route("/health/ready", ready),
        Route("/metrics", metrics),
    ]


async def waiting_for(checks: dict[str, Check]) -> dict[str, str]:
    """The sentence of each check that does not pass."""
    return {name: reason for name, check in checks.items() if (reason := await _reason(check))}


async def _reason(check: Check) -> str | None:
    try:
        await check()
    except NotReady as error:
        return str(error)
    return None
