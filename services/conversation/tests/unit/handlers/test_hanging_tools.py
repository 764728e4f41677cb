"""A company's servers that take a call and never answer: the customer is answered in time all the same."""

from __future__ import annotations

import asyncio
import importlib
from dataclasses import dataclass, replace
from datetime import timedelta

import pytest

from chassis import clock
from chassis.pinned import PinnedBackend
from chassis.testing.fakes import FakeDatabase
from contracts.bot_tools import BotTools, HttpAction, McpServer
from contracts.shapes import Outcome
from conversation.domain.confirming import RULE
from conversation.domain.decide import decide_now
from conversation.domain.tools import Proposal, Tool
from conversation.domain.turns import Line
from conversation.handlers.use_tools import LEFT_FOR_ENDING, LEFT_FOR_WRITING
from conversation.outbound.http_actions import HttpActions
from conversation.outbound.mcp_tools import McpTools
from conversation.tool_ports import Taken
from tests.support.local_server import LocalServer

from .tool_stage import ID, Stage, said

LEFT = 4.0
"""Seconds for the whole plan: fewer than five calls are allowed, more than one."""
ONE_CALL = 1.2
ALL_CALLS = 5 * ONE_CALL
"""How long it would take if nobody looked at the whole; a busy machine has the time between."""


@dataclass
class Hanging(LocalServer):
    calls: int = 0

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        self.calls += 1
        await reader.read()  # until the other gives up

    def tools(self, kind: str, timeout: float) -> BotTools:
        place = f"http://api.test:{self.port}/x"
        action = HttpAction.model_construct(
            name="track",
            description="x",
            method="GET",
            url=place,
            timeout=timeout,
            headers={},
            parameters=ID,
        )
        server = McpServer.model_construct(
            name="track", url=place, tools=["track"], reads=["track"], timeout=timeout, callers="everyone"
        )
        return BotTools.model_construct(
            built_in=[], http=[action] if kind == "http" else [], mcp=[server] if kind == "mcp" else []
        )


class NoSecrets:
    async def open(self, *_: object) -> dict[str, str]:
        return {}


async def at_home(host: str, port: int) -> list[str]:
    return ["127.0.0.1"]


class Listed(McpTools):
    """Its tools are known, so that only calls hang."""

    async def of(self, server: McpServer) -> list[Tool]:
        return [Tool("track", "x", ID, "mcp", False, server.name, "track", server.timeout)]


def stage_of(server: Hanging, kind: str, timeout: float = ONE_CALL) -> Stage:
    http = HttpActions(PinnedBackend(resolve=at_home, judge=bool), FakeDatabase(), NoSecrets())  # type: ignore[arg-type]
    stage = Stage([[("track", said(order="A1"))] * 5], tools=server.tools(kind, timeout), http=http)
    stage.mcp = Listed(judge=bool)
    stage.seconds = LEFT_FOR_WRITING + LEFT
    return stage


@pytest.mark.parametrize("kind", ["http", "mcp"])
async def test_five_calls_that_hang_leave_time_to_answer(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    importlib.import_module("conversation.outbound.mcp_library")  # which takes a second
    monkeypatch.setattr("conversation.outbound.mcp_tools.resolve", at_home)
    async with Hanging().running() as server:
        began = clock.monotonic()
        acted = await stage_of(server, kind).act()
        took = clock.monotonic() - began
    assert took < ALL_CALLS
    assert 1 < server.calls < 5
    assert acted.context.grounding is not None
    uses = acted.context.grounding.tools
    assert [use.status for use in uses] == ["failed"] * 5
    assert uses[-1].reason == "No time was left for it."
    assert acted.context.lookup_failed
    assert acted.context.turn.deadline - clock.now() > timedelta(seconds=LEFT_FOR_WRITING + LEFT - ALL_CALLS)
    assert decide_now(replace(acted.context, unsaid="nothing_to_quote")).offer is not None


async def test_a_change_that_hangs_is_told_to_be_uncertain_before_the_turn_ends() -> None:
    async with Hanging().running() as server:
        stage = stage_of(server, "http", timeout=60)
        stage.seconds = LEFT_FOR_ENDING + 3.0
        stage.actions.taken = Taken(Proposal("act_0", "track", {"order": "A1"}), "proposed")
        acted = await stage.act("Yes, go ahead", Line("bot", "Shall I?", Outcome.CLARIFIED, RULE))
    assert server.calls == 1
    assert acted.reply is not None
    assert (acted.reply.decision.rule, acted.reply.outcome) == ("action_unsure", Outcome.HANDOFF_OFFERED)
    assert acted.context.turn.deadline > clock.now()
    assert stage.actions.finished == []
