"""Which tools to use, asked of the providers in order. The one place that passes `tools=` to LiteLLM."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from typing import Any

from conversation.domain.providers import Provider
from conversation.domain.tools import MAX_ARGUMENTS, Tool, ToolCall
from conversation.outbound.llm import Fault, LiteLlm
from conversation.tool_ports import Plan, PlannerAway

MAX_CALLS = 10


class LlmPlanner:
    def __init__(self, providers: tuple[Provider, ...], models: LiteLlm) -> None:
        self._providers = providers
        self._models = models

    async def plan(
        self, messages: Sequence[Mapping[str, Any]], tools: Sequence[Tool], timeout: float
    ) -> Plan:
        reason = "No provider is configured."
        for provider in self._providers if tools else ():
            try:
                async with asyncio.timeout(timeout / len(self._providers)):
                    message = await self._models.choose(
                        provider, [dict(one) for one in messages], _offers(tools), timeout
                    )
            except (Fault, TimeoutError) as fault:
                reason = str(fault) or "It took too long."
            else:
                return _plan(message)
        raise PlannerAway(reason)


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


def _plan(message: Mapping[str, Any]) -> Plan:
    """Whatever shape the calls have; what is longer than any tool takes is cut and then refused."""
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
    return Plan(tuple(calls), said)


def _said(call: ToolCall) -> dict[str, Any]:
    function = {"name": call.name, "arguments": call.arguments}
    return {"id": call.call_id, "type": "function", "function": function}
