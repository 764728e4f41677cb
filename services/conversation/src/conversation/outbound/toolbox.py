"""All tools of a bot behind one port: our own, the company's API, its MCP servers."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping, Set
from dataclasses import dataclass, replace
from typing import Any

from jsonschema import Draft202012Validator
from jsonschema.exceptions import UnknownType
from referencing import Registry

from chassis.errors import Refusal
from chassis.metrics import Counter
from contracts.requests import SEARCH, Search
from conversation.domain import booking, ticket_status
from conversation.domain.storable import storable_values
from conversation.domain.tool_schemas import checked_part
from conversation.domain.tools import MAX_ARGUMENTS, Tool, configured, may_call, told_apart
from conversation.domain.turns import Turn
from conversation.outbound.http_actions import HttpActions
from conversation.outbound.mcp_tools import McpTools
from conversation.tool_ports import Appointments, Asking, BadArguments, Tickets, ToolFailed

FOUND = 4
_CALLS = Counter("answerbus_tool_calls_total", "Calls of bots' tools by how they ended.", ["kind", "outcome"])
NOTHING_ELSEWHERE: Registry[Any] = Registry()
"""Whatever a schema names, nothing is fetched from inside our network."""


@dataclass(frozen=True, slots=True)
class BotToolbox:
    """Every call is for the turn's own workspace, bot and conversation, whatever its arguments say."""

    bus: Asking
    tickets: Tickets
    appointments: Appointments
    http: HttpActions
    mcp: McpTools

    async def offered(self, turn: Turn) -> list[Tool]:
        tools = turn.bot.settings.tools
        found = configured(tools, turn)
        servers = [server for server in tools.mcp if may_call(server.callers, turn)]
        taken = {one.name for one in tools.http}
        for listed in await asyncio.gather(*map(self.mcp.of, servers)):
            found += [_other_than(taken, one) for one in listed]
        return found

    def check(self, tool: Tool, arguments: str) -> dict[str, Any]:
        if len(arguments) > MAX_ARGUMENTS:
            raise BadArguments("The arguments are too long.")
        try:
            given = storable_values(json.loads(arguments))
        except (ValueError, RecursionError):
            raise BadArguments("The arguments are not JSON.") from None
        if not isinstance(given, dict):
            raise BadArguments("The arguments are not a JSON object.")
        try:
            schema = checked_part(tool.parameters)
            wrong = next(Draft202012Validator(schema, registry=NOTHING_ELSEWHERE).iter_errors(given), None)
        except (UnknownType, TypeError, RecursionError):
            raise BadArguments("The tool's own schema is wrong; it cannot be called.") from None
        if wrong is not None:
            raise BadArguments(f"The arguments do not fit: {wrong.message[:200]}")
        return given

    async def run(self, turn: Turn, tool: Tool, arguments: Mapping[str, Any], key: str) -> str:
        outcome = "failed"
        try:
            result = await self._run(turn, tool, arguments, key)
            outcome = "ok"
        except ToolFailed as failed:
            outcome = "unsure" if failed.unsure else "failed"
            raise
        finally:
            _CALLS.labels(tool.kind, outcome).inc()
        return result

    async def _run(self, turn: Turn, tool: Tool, arguments: Mapping[str, Any], key: str) -> str:
        settings = turn.bot.settings.tools
        match tool.kind:
            case "http":
                action = next(one for one in settings.http if one.name == tool.owner)
                return await self.http.call(action, turn, arguments, key)
            case "mcp":
                server = next(one for one in settings.mcp if one.name == tool.owner)
                return await self.mcp.call(server, tool.remote, arguments)
            case _:
                return await self._built_in(turn, tool.name, arguments)

    async def _built_in(self, turn: Turn, name: str, arguments: Mapping[str, Any]) -> str:
        try:
            if name == "search_knowledge":
                return await self._search(turn, str(arguments["query"]))
            if name == "ticket_status":
                mine = await self.tickets.of_caller(turn.workspace_id, turn.conversation_id)
                number = ticket_status.number_in(str(arguments.get("number", "")))
                return ticket_status.tell([one for one in mine if number in (None, one.number)], "en")
            if name == "slots":
                return await self._free(turn)
        except Refusal as refusal:
            raise ToolFailed(refusal.detail) from refusal
        return "The form is shown below the answer."

    async def _free(self, turn: Turn) -> str:
        found = await self.appointments.free(turn, booking.zone_of(turn))
        if found is None:
            return "This bot takes no appointments."
        return booking.listed(found) or "No time is free."

    async def _search(self, turn: Turn, query: str) -> str:
        question = Search(
            workspace_id=turn.workspace_id,
            bot_id=turn.bot.bot_id,
            query=query,
            limit=FOUND,
            audience="public",
        )
        found = await self.bus.ask(SEARCH, question)
        return "\n\n".join(passage.text for passage in found.passages) or "Nothing was found."


def _other_than(taken: Set[str], tool: Tool) -> Tool:
    return replace(tool, name=told_apart(tool.owner, tool.remote)) if tool.name in taken else tool
