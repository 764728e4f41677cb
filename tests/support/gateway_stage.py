"""A real gateway on real NATS and PostgreSQL, in the test's own loop, with tiny services around it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

import uvicorn

from gateway.app import MIGRATIONS as MIGRATIONS
from gateway.app import Gateway, build
from gateway.settings import Settings
from tests.support.http_client import HttpClient, Reply, SseEvent
from tests.support.tiny_services import TinyServices

PASSWORD = "correct horse battery"
UNLIMITED = {"message_rate": 0, "login_rate": 0, "workspace_rate": 0, "conversation_rate": 0}


@dataclass
class Caller:
    """Somebody with a token; each call has a connection of its own, so that streams do not block."""

    base_url: str
    token: str | None = None
    ids: dict[str, str] = field(default_factory=dict)

    async def call(self, method: str, path: str, body: Any = None, **headers: str) -> Reply:
        client = HttpClient(self.base_url)
        try:
            return await client.request(method, path, body, token=self.token, **headers)
        finally:
            client.close()

    @asynccontextmanager
    async def stream(self, method: str, path: str, body: Any = None, **headers: str) -> AsyncIterator[Any]:
        client = HttpClient(self.base_url)
        try:
            yield client.events(method, path, body, token=self.token, **headers)
        finally:
            client.close()

    async def ask(self, text: str, key: str, **headers: str) -> list[SseEvent]:
        """Every event of one streamed reply."""
        path = f"/v1/conversations/{self.ids['conversation']}/messages"
        async with self.stream("POST", path, {"text": text, "client_message_id": key}, **headers) as events:
            return [event async for event in events]


def told(events: list[SseEvent]) -> list[str]:
    """Names of events in order; pieces that follow one another count as one."""
    return [name for name, _ in groupby(event.name for event in events)]


@dataclass
class Stage:
    gateway: Gateway
    services: TinyServices
    base_url: str
    server: uvicorn.Server

    def anybody(self) -> Caller:
        return Caller(self.base_url)

    async def company(self, email: str = "owner@example.com") -> Caller:
        """A workspace with a bot; `ids` has workspace, user, bot and public_key."""
        body = {"name": "Example", "email": email, "password": PASSWORD}
        signed_up = (await self.anybody().call("POST", "/v1/workspaces", body)).json()
        owner = Caller(self.base_url, signed_up["access_token"])
        bot = (await owner.call("POST", "/v1/bots", {"name": "Robin"})).json()
        owner.ids = {
            "workspace": signed_up["workspace"]["id"],
            "user": signed_up["user"]["id"],
            "bot": bot["id"],
            "public_key": bot["public_key"],
        }
        return owner

    async def customer(self, owner: Caller) -> Caller:
        """A contact in a new conversation of the owner's bot."""
        path = f"/v1/widget/{owner.ids['public_key']}/conversations"
        started = (await self.anybody().call("POST", path, {})).json()
        ids = {"conversation": started["conversation_id"], "contact": started["contact_id"]}
        return Caller(self.base_url, started["token"], {**owner.ids, **ids})


@asynccontextmanager
async def open_stage(
    *, nats_url: str, admin_url: str, database_url: str, **settings: Any
) -> AsyncIterator[Stage]:
    """Ready when the gateway says so."""
    knobs = {**UNLIMITED, **settings}
    gateway = build(Settings(nats_url=nats_url, database_url=database_url, **knobs))
    services = await TinyServices.start(admin_url)
    config = uvicorn.Config(gateway.http, port=0, log_config=None, timeout_graceful_shutdown=5)
    server = uvicorn.Server(config)
    server.install_signal_handlers = lambda: None  # type: ignore[attr-defined]
    running = asyncio.create_task(server.serve())
    try:
        yield Stage(gateway, services, await _ready(gateway, server), server)
    finally:
        gateway.service.stopping.set()
        server.should_exit = True
        await asyncio.wait_for(running, 15)
        await services.stop()


async def _ready(gateway: Gateway, server: uvicorn.Server) -> str:
    async with asyncio.timeout(20):
        while not server.started or await gateway.context.waiting():
            await asyncio.sleep(0.02)
    port = server.servers[0].sockets[0].getsockname()[1]
    return f"http://127.0.0.1:{port}"
