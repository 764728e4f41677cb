"""Runs the fake gateway for as long as a block lasts."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import uvicorn

from tests.e2e.fake_gateway import FakeGateway


@asynccontextmanager
async def serving(fake: FakeGateway) -> AsyncIterator[None]:
    """Sets `fake.url`; streams that are still open are dropped at the end."""
    config = uvicorn.Config(
        fake.app(), host="127.0.0.1", port=0, log_level="critical", ws="none", lifespan="off"
    )
    server = uvicorn.Server(config)
    running = asyncio.create_task(server.serve())
    while not server.started:
        await asyncio.sleep(0.01)
    fake.url = f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    try:
        yield
    finally:
        server.should_exit = server.force_exit = True
        await running
