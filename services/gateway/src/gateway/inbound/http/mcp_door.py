"""`/mcp`: the token is checked here, before anything is read; the MCP library is loaded on first use."""

from __future__ import annotations

import asyncio
import importlib
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.types import Message, Receive, Scope, Send

from gateway.domain.rate import Rate
from gateway.handlers.work_for_staff import StaffWork
from gateway.inbound.http.context import Context, bearer, user_of
from gateway.inbound.http.mcp_message import what_is_wrong
from gateway.inbound.http.throttle import Throttle
from gateway.refusals import Forbidden, Unsupported

PATH = "/mcp"
METHODS = ["POST"]
"""Not GET: nothing is ever said unasked, and a stream of nothing would outlive its token."""
JSON_ONLY = "Send JSON, with `Content-Type: application/json`."
MOST_WAITING = 20.0
CALLS = Rate(per_minute=120, burst=60)
"""Of a user: an assistant asks several times for one sentence of its own."""


class McpDoor:
    """An ASGI application; `run` is its background task."""

    def __init__(self) -> None:
        self._wanted = asyncio.Event()
        self._calls = Throttle(CALLS)
        self._open: asyncio.Future[Any] | None = None

    async def run(self) -> None:
        """Until cancelled: nothing until somebody knocks, then the server."""
        await self._wanted.wait()
        module = await asyncio.to_thread(importlib.import_module, "gateway.inbound.mcp_server")
        manager = module.session_manager(_work_of)
        async with manager.run():
            self._opening().set_result(manager)
            await asyncio.Event().wait()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive)
        ctx: Context = request.app.state.context
        token = bearer(request)
        if not ctx.tokens.is_for_staff(token):
            raise Forbidden("This needs the token of a member of the workspace.")
        user = await user_of(token, ctx)
        self._calls.check(user.user_id)
        body = await _message_of(request)
        if wrong := what_is_wrong(body):
            await JSONResponse(wrong, 400)(scope, receive, send)
            return
        request.state.work = StaffWork(user, ctx.bots, ctx.bus)
        self._wanted.set()
        async with asyncio.timeout(MOST_WAITING):
            manager = await asyncio.shield(self._opening())
        await manager.handle_request(scope, _once_more(body, receive), send)

    def _opening(self) -> asyncio.Future[Any]:
        if self._open is None:
            self._open = asyncio.get_running_loop().create_future()
        return self._open


async def _message_of(request: Request) -> bytes:
    """Raises Unsupported, and HTTPException for what is too large."""
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != "application/json":
        raise Unsupported(JSON_ONLY)
    return await request.body()


def _once_more(body: bytes, receive: Receive) -> Receive:
    """What was read already, for the library to read; then what the caller does next."""
    waiting: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

    async def again() -> Message:
        return waiting.pop() if waiting else await receive()

    return again


def _work_of(request: Request) -> StaffWork:
    work: StaffWork = request.state.work
    return work
