"""Tools of MCP servers that companies name."""

from __future__ import annotations

import asyncio
import importlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from chassis import clock, logs
from chassis.pinned import Judge, resolve
from chassis.public_addresses import is_public
from contracts.bot_tools import McpServer
from conversation.domain.storable import storable
from conversation.domain.tools import MAX_RESULT, Tool, mcp_name
from conversation.tool_ports import ToolFailed

KEEP_SECONDS = 300.0
AWAY_SECONDS = 30.0
MAX_SCHEMA = 20_000
"""Characters of a tool's schema, which is part of every prompt."""
log = logs.get(__name__)


@dataclass(slots=True)
class McpTools:
    """`listed` remembers a server's tools for some minutes, and for less that it did not answer."""

    judge: Judge = is_public
    _listed: dict[str, tuple[float, list[Tool]]] = field(default_factory=dict)

    async def of(self, server: McpServer) -> list[Tool]:
        """The offered tools; none while the server does not answer."""
        known = self._listed.get(server.model_dump_json())
        if known is not None and known[0] > clock.monotonic():
            return known[1]
        kept = KEEP_SECONDS
        try:
            async with asyncio.timeout(server.timeout):
                tools = await self._list(server)
        except Exception as error:
            log.warning("mcp.away", server=server.name, reason=_kind(error))
            tools, kept = [], AWAY_SECONDS
        now = clock.monotonic()
        self._listed = {which: kept for which, kept in self._listed.items() if kept[0] > now}
        self._listed[server.model_dump_json()] = (now + kept, tools)
        return tools

    async def call(self, server: McpServer, remote: str, arguments: Mapping[str, Any]) -> str:
        """The result's text. Raises ToolFailed."""
        try:
            async with asyncio.timeout(server.timeout), await self._client(server) as client:
                result = await client.call_tool(remote, dict(arguments))
        except Exception as error:
            if isinstance(first := _first(error), ToolFailed):
                raise first from error
            kind = _kind(error)
            reason, unsure = f"It did not answer: {kind}.", not kind.startswith("Connect")
            raise ToolFailed("It did not answer.", reason=reason, unsure=unsure) from error
        text = "\n".join(part.text for part in result.content if getattr(part, "type", "") == "text")
        if result.is_error:
            raise ToolFailed(text[:MAX_RESULT] or "It refused.", reason="It refused.", answered=True)
        return text[:MAX_RESULT]

    async def _list(self, server: McpServer) -> list[Tool]:
        async with await self._client(server) as client:
            found = (await client.list_tools()).tools
        named = {one.name: one for one in found if one.name in server.tools}
        return [
            Tool(
                mcp_name(server.name, one.name),
                storable(one.description or one.name)[:500],
                one.input_schema,
                "mcp",
                one.name not in server.reads,
                server.name,
                one.name,
                server.timeout,
            )
            for one in named.values()
            if _is_short(server, one)
        ]

    async def _client(self, server: McpServer) -> Any:
        library = await asyncio.to_thread(importlib.import_module, "conversation.outbound.mcp_library")
        return library.client(server.url, self.judge, resolve, server.timeout)


def _is_short(server: McpServer, tool: Any) -> bool:
    short = len(json.dumps(tool.input_schema)) <= MAX_SCHEMA
    if not short:
        log.warning("mcp.schema_too_long", server=server.name, tool=tool.name)
    return short


def _kind(error: BaseException) -> str:
    """What went wrong, in a word for logs and receipts."""
    return type(_first(error)).__name__


def _first(error: BaseException) -> BaseException:
    """What went wrong first, out of the groups in which the library wraps it."""
    while isinstance(error, BaseExceptionGroup):
        error = error.exceptions[0]
    return error
