"""The MCP library, imported when a bot has a server, with a client that only dials checked addresses and
reads no more than fits.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from ipaddress import ip_address
from typing import Any

import httpx2
from mcp import Client
from mcp.client.streamable_http import streamable_http_client

from chassis import logs
from chassis.pinned import Judge, Resolve, Unknown
from conversation.tool_ports import ToolFailed

MAX_BYTES = 500_000
"""Of everything that a server sends while it is asked one thing: some list hundreds of tools."""
MAX_LINES = 3_000
"""Of these in streams of events: each event costs as much as kilobytes of one."""
logs.silence("mcp.client")


@asynccontextmanager
async def client(url: str, judge: Judge, resolve: Resolve, timeout: float) -> AsyncIterator[Client]:
    """Connected to the server at `url`. Raises ToolFailed when it sends too much, else what the library
    raises."""
    transport = _Pinned(judge, resolve)
    try:
        async with (
            httpx2.AsyncClient(
                transport=transport, timeout=timeout, trust_env=False, headers={"Accept-Encoding": "identity"}
            ) as http,
            Client(streamable_http_client(url, http_client=http)) as connected,
        ):
            # It would match results against the server's own patterns, for as long as these take.
            connected.session.validate_tool_result = _as_it_is  # type: ignore[method-assign]
            yield connected
    except Exception as error:  # the library has its own words for a stream that ends
        if transport.unfit is not None:
            raise transport.unfit from error
        raise


async def _as_it_is(name: str, result: Any) -> None:
    """Takes a result with whatever structure: only its text is used."""


class _Pinned(httpx2.AsyncHTTPTransport):
    """Resolves the host for each request and dials the number; TLS still asks for the host's name.

    `unfit` says why reading was given up.
    """

    def __init__(self, judge: Judge, resolve: Resolve) -> None:
        super().__init__(trust_env=False)
        self._judge = judge
        self._resolve = resolve
        self._left = MAX_BYTES
        self._lines_left = MAX_LINES
        self.unfit: ToolFailed | None = None

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        host = request.url.host
        port = request.url.port or (443 if request.url.scheme == "https" else 80)
        try:
            addresses = await self._resolve(host, port)
        except Unknown as error:
            raise httpx2.ConnectError("Nobody knows this host.", request=request) from error
        if not addresses or not all(self._judge(ip_address(one.partition("%")[0])) for one in addresses):
            raise httpx2.ConnectError("This host leads into a network that is not public.", request=request)
        request.url = request.url.copy_with(host=addresses[0])
        request.extensions = {**request.extensions, "sni_hostname": host}
        response = await super().handle_async_request(request)
        events = response.headers.get("content-type", "").lower().startswith("text/event-stream")
        response.stream = _Counted(response.stream, self, events)
        if response.headers.get("content-encoding", "identity") != "identity":
            await response.aclose()
            raise self.refuse("It answered with something else than text or JSON.")
        return response

    def take(self, size: int, lines: int) -> None:
        """Count what was read. Raises ToolFailed when it is too much."""
        self._left -= size
        self._lines_left -= lines
        if min(self._left, self._lines_left) < 0:
            raise self.refuse("Its answer is too long.")

    def refuse(self, why: str) -> ToolFailed:
        self.unfit = ToolFailed(why, unsure=True)
        return self.unfit


class _Counted(httpx2.AsyncByteStream):
    def __init__(self, stream: Any, transport: _Pinned, events: bool) -> None:
        self._stream = stream
        self._transport = transport
        self._events = events

    async def __aiter__(self) -> AsyncIterator[bytes]:
        async for chunk in self._stream:
            lines = max(chunk.count(b"\n"), chunk.count(b"\r")) if self._events else 0
            self._transport.take(len(chunk), lines)
            yield chunk

    async def aclose(self) -> None:
        await self._stream.aclose()
