"""The documents about the API."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, cast

import httpx

from gateway.inbound.http.api import make_app


@asynccontextmanager
async def _lifespan() -> AsyncIterator[None]:
    yield


async def test_nobody_waits_while_the_api_is_described() -> None:
    app = make_app(cast(Any, None), _lifespan, [])
    begun, described = threading.Event(), threading.Event()

    def slowly() -> dict[str, Any]:
        begun.set()
        return {"described": described.wait(10)}

    app.openapi = slowly  # type: ignore[method-assign]
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://gateway") as client:
        asked = asyncio.create_task(client.get("/openapi.json"))
        while not begun.is_set():
            await asyncio.sleep(0.01)
        assert (await client.get("/docs")).status_code == 200
        described.set()
        assert (await asked).json() == {"described": True}
