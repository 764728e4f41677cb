"""Asks models which tools to use. The only place that passes `tools=` to LiteLLM."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from typing import Any

from conversation.domain.providers import Provider
from conversation.domain.tools import MAX_ARGUMENTS, Tool, ToolCall
from conversation.domain.turns import Turn
from conversation.domain.usage import Usage
from conversation.outbound.llm import Fault, LiteLlm
from conversation.outbound.purse import Purse
from conversation.outbound.roster import Roster
from conversation.tool_ports import Plan, PlannerAway

MAX_CALLS = 10


class LlmPlanner:
    """Keeps to the budgets like the writers, and leaves out providers that keep failing."""

    def __init__(self, roster: Roster, models: LiteLlm, purse: Purse) -> None:
        self._roster = roster
        self._models = models
        self._purse = purse

    async def plan(
        self, turn: Turn, messages: Sequence[Mapping[str, Any]], tools: Sequence[Tool], timeout: float
    ) -> Plan:
        over = await self._purse.exceeded(turn.workspace_id, turn.conversation_id)
        if over is not None:
            raise PlannerAway(over)
        reason, providers = "No provider can be called now.", self._roster.providers
        for provider in filter(self._roster.admits, providers if tools else ()):
            try:
                with self._roster.call(provider, "plan") as call:
                    message, call.usage = await self._choose(
                        provider, messages, tools, timeout / len(providers)
                    )
            except Fault as fault:
                reason = str(fault)
            else:
                await self._purse.book(turn.workspace_id, turn.conversation_id, call.usage)
                return _plan(message, call.usage)
        raise PlannerAway(reason)

    async def _choose(
        self, provider: Provider, messages: Sequence[Mapping[str, Any]], tools: Sequence[Tool], timeout: float
    ) -> tuple[dict[str, Any], Usage]:
        try:
            async with asyncio.timeout(timeout):
                said = [dict(one) for one in messages]
                return await self._models.choose(provider, said, _offers(tools), timeout)
        except TimeoutError:
            raise Fault("It took too long.", kind="Timeout") from None


def _offers(tools: Sequence[Tool]) -> list[dict[str, Any]]:
    return [
        {
            "type": "function",
            "function": {
                "name": one.name,
                "description": one.description,
                "parameters": dict(one.parameters),
            },
        }
        for one in tools
    ]


def _plan(message: Mapping[str, Any], usage: Usage) -> Plan:
    """The calls in the message, whatever their shape; too long arguments are cut, and then refused."""
    calls = []
    for place, raw in enumerate((message.get("tool_calls") or [])[:MAX_CALLS]):
        function = raw.get("function") or {}
        arguments = str(function.get("arguments") or "{}")[: MAX_ARGUMENTS + 1]
        calls.append(ToolCall(str(raw.get("id") or place), str(function.get("name") or ""), arguments))
    said = {
        "role": "assistant",
        "content": message.get("content") or "",
        "tool_calls": [_said(c) for c in calls],
    }
    return Plan(tuple(calls), said, usage)


def _said(call: ToolCall) -> dict[str, Any]:
    function = {"name": call.name, "arguments": call.arguments}
    return {"id": call.call_id, "type": "function", "function": function}
