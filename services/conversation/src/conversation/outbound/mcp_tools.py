"""Tools of MCP servers that companies name."""

from __future__ import annotations

import asyncio
import importlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from chassis import clock, logs
from chassis.pinned import Judge, resolve
from chassis.public_addresses import is_public
from contracts.bot_tools import McpServer
from conversation.domain.tools import MAX_RESULT, Tool
from conversation.tool_ports import ToolFailed

KEEP_SECONDS = 300.0
log = logs.get(__name__)


@dataclass(slots=True)
class McpTools:
    """`listed` remembers a server's tools for some minutes."""

    judge: Judge = is_public
    _listed: dict[str, tuple[float, list[Tool]]] = field(default_factory=dict)

    async def of(self, server: McpServer) -> list[Tool]:
        """The offered tools; none while the server does not answer."""
        known = self._listed.get(server.model_dump_json())
        if known is not None and known[0] > clock.monotonic():
            return known[1]
        try:
            async with asyncio.timeout(server.timeout):
                tools = await self._list(server)
        except Exception as error:
            log.warning("mcp.away", server=server.name, reason=type(error).__name__)
            return []
        self._listed[server.model_dump_json()] = (clock.monotonic() + KEEP_SECONDS, tools)
        return tools

    async def call(self, server: McpServer, remote: str, arguments: Mapping[str, Any]) -> str:
        """The result's text. Raises ToolFailed."""
        try:
            async with asyncio.timeout(server.timeout), await self._client(server) as client:
                result = await client.call_tool(remote, dict(arguments))
        except Exception as error:
            raise ToolFailed("It did not answer.") from error
        text = "\n".join(part.text for part in result.content if getattr(part, "type", "") == "text")
        if result.is_error:
            raise ToolFailed(text[:MAX_RESULT] or "It refused.")
        return text[:MAX_RESULT]

    async def _list(self, server: McpServer) -> list[Tool]:
        async with await self._client(server) as client:
            found = (await client.list_tools()).tools
        return [
            Tool(
                f"{server.name}__{one.name}",
                (one.description or one.name)[:500],
                one.input_schema,
                "mcp",
                one.name not in server.reads,
                server.name,
                one.name,
                server.timeout,
            )
            for one in found
            if one.name in server.tools
        ]

    async def _client(self, server: McpServer) -> Any:
        library = await asyncio.to_thread(importlib.import_module, "conversation.outbound.mcp_library")
        return library.client(server.url, self.judge, resolve, server.timeout)
