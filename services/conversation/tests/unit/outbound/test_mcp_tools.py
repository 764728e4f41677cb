"""Tools of a company's MCP server, through the real library on both sides."""

from __future__ import annotations

import asyncio
import importlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import pytest
import uvicorn
from mcp.server.mcpserver import MCPServer

from chassis import clock
from contracts.bot_tools import BotTools, McpServer
from contracts.shapes import BotSettings
from conversation.domain.tools import Tool
from conversation.domain.turns import Bot, Turn
from conversation.outbound.mcp_tools import McpTools
from conversation.outbound.toolbox import BotToolbox
from conversation.tool_ports import ToolFailed
from tests.support.local_server import LocalServer


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


def fake_turn(settings: BotSettings) -> Turn:
    now = clock.now()
    return Turn("wsp_1", "cnv_1", "trn_1", Bot("bot_1", "Wingo", 1, settings), "Hi", None, 1, now, now)


async def test_named_tools_are_offered_and_called() -> None:
    tools = McpTools(judge=lambda _: True)
    async with company() as url:
        server = server_at(url)
        offered = await tools.of(server)
        result = await tools.call(server, "stock", {"item": "tea"})
        with pytest.raises(ToolFailed) as refused:
            await tools.call(server, "reorder", {"item": "tea"})
    assert refused.value.answered
    assert [(one.name, one.confirmed_first) for one in offered] == [
        ("shop__stock", False),
        ("shop__reorder", True),
    ]
    assert result == "3 of tea"
    assert await tools.of(server) == offered


@dataclass
class Silent(LocalServer):
    """Takes what is said and never answers."""

    asked: int = 0

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.asked += 1
        await asyncio.sleep(30)


async def test_servers_that_hang_are_waited_for_together_and_then_left_alone() -> None:
    outside: Any = None
    async with Silent().running() as silent:
        servers = [
            server_at(
                f"http://127.0.0.1:{silent.port}/mcp", name=f"hangs{n}", timeout=4.0, callers="everyone"
            )
            for n in range(5)
        ]
        tools = BotTools.model_construct(built_in=[], http=[], mcp=servers)
        turn = fake_turn(BotSettings.model_construct(tools=tools))
        box = BotToolbox(outside, outside, outside, outside, McpTools(judge=lambda _: True))
        await asyncio.to_thread(importlib.import_module, "conversation.outbound.mcp_library")
        async with asyncio.timeout(16.0):
            assert await box.offered(turn) == []
            assert await box.offered(turn) == []
        assert silent.asked == 5


async def test_a_change_at_a_server_that_hangs_may_have_happened() -> None:
    tools = McpTools(judge=lambda _: True)
    async with Silent().running() as silent:
        url = f"http://127.0.0.1:{silent.port}/mcp"
        with pytest.raises(ToolFailed) as hanging:
            await tools.call(server_at(url, timeout=4.0), "reorder", {"item": "tea"})
    with pytest.raises(ToolFailed) as down:
        await tools.call(server_at(url), "reorder", {"item": "tea"})
    assert (hanging.value.unsure, down.value.unsure) == (True, False)
    assert not (hanging.value.answered or down.value.answered)
    assert down.value.reason == "It did not answer: ConnectError."


async def test_a_server_in_our_own_network_offers_nothing() -> None:
    async with company() as url:
        assert await McpTools().of(server_at(url)) == []
        with pytest.raises(ToolFailed):
            await McpTools().call(server_at(url), "stock", {"item": "tea"})


async def test_a_schema_that_names_another_address_has_nothing_fetched() -> None:
    outside: Any = None
    box = BotToolbox(outside, outside, outside, outside, outside)
    async with Silent().running() as silent:
        elsewhere = {"properties": {"item": {"$ref": f"http://127.0.0.1:{silent.port}/secrets.json"}}}
        given = await asyncio.wait_for(
            asyncio.to_thread(box.check, Tool("x", "x", elsewhere, "mcp"), '{"item": "tea"}'), 60.0
        )
        assert given == {"item": "tea"}
        assert silent.asked == 0
    within = {"$defs": {"a": {"type": "string"}}, "properties": {"item": {"$ref": "#/$defs/a"}}}
    assert box.check(Tool("x", "x", within, "mcp"), '{"item": "tea"}') == {"item": "tea"}
