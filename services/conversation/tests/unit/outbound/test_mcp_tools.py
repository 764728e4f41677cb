"""Tools of a company's MCP server, through the real library on both sides."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
import uvicorn
from mcp.server.mcpserver import MCPServer

from contracts.bot_tools import McpServer
from conversation.outbound.mcp_tools import McpTools
from conversation.tool_ports import ToolFailed


@asynccontextmanager
async def company() -> AsyncIterator[str]:
    """The address of a server with three tools."""
    server = MCPServer("Company")

    @server.tool()
    def stock(item: str) -> str:
        """How many are left."""
        return f"{len(item)} of {item}"

    @server.tool()
    def reorder(item: str) -> str:
        """Order more."""
        raise ValueError("No.")

    @server.tool()
    def secret() -> str:
        """Not for bots."""
        return "x"

    app = server.streamable_http_app(stateless_http=True, json_response=True)
    serving = uvicorn.Server(uvicorn.Config(app, port=0, log_config=None))
    serving.install_signal_handlers = lambda: None  # type: ignore[attr-defined]
    running = asyncio.create_task(serving.serve())
    while not serving.started:
        await asyncio.sleep(0.02)
    try:
        yield f"http://127.0.0.1:{serving.servers[0].sockets[0].getsockname()[1]}/mcp"
    finally:
        serving.should_exit = True
        await running


def server_at(url: str, **more: Any) -> McpServer:
    named = {"name": "shop", "tools": ["stock", "reorder"], "reads": ["stock"], "timeout": 10.0, **more}
    return McpServer.model_construct(url=url, **named)


async def test_named_tools_are_offered_and_called() -> None:
    tools = McpTools(judge=lambda _: True)
    async with company() as url:
        server = server_at(url)
        offered = await tools.of(server)
        result = await tools.call(server, "stock", {"item": "tea"})
        with pytest.raises(ToolFailed):
            await tools.call(server, "reorder", {"item": "tea"})
    assert [(one.name, one.confirmed_first) for one in offered] == [
        ("shop__stock", False),
        ("shop__reorder", True),
    ]
    assert result == "3 of tea"
    assert await tools.of(server) == offered


async def test_a_server_in_our_own_network_offers_nothing() -> None:
    async with company() as url:
        assert await McpTools().of(server_at(url)) == []
        with pytest.raises(ToolFailed):
            await McpTools().call(server_at(url), "stock", {"item": "tea"})
