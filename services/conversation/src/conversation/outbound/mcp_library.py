"""The MCP library, imported when a bot has a server, with a client that only dials checked addresses."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from ipaddress import ip_address

import httpx2
from mcp import Client
from mcp.client.streamable_http import streamable_http_client

from chassis.pinned import Judge, Resolve, Unknown


@asynccontextmanager
async def client(url: str, judge: Judge, resolve: Resolve, timeout: float) -> AsyncIterator[Client]:
    """Connected to the server at `url`; raises whatever the library raises."""
    transport = _Pinned(judge, resolve)
    async with (
        httpx2.AsyncClient(transport=transport, timeout=timeout, trust_env=False) as http,
        Client(streamable_http_client(url, http_client=http)) as connected,
    ):
        yield connected


class _Pinned(httpx2.AsyncHTTPTransport):
    """Resolves the host for each request and dials the number; TLS still asks for the host's name."""

    def __init__(self, judge: Judge, resolve: Resolve) -> None:
        super().__init__(trust_env=False)
        self._judge = judge
        self._resolve = resolve

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
        return await super().handle_async_request(request)
