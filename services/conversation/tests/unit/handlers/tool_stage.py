"""A turn with a model that asks for tools, and everything that could be touched by them."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, Literal

from chassis import clock
from chassis.errors import Unavailable
from chassis.testing.fakes import FakeDatabase
from contracts.bot_tools import BotTools, HttpAction
from contracts.shapes import BotSettings
from conversation.domain.context import Context
from conversation.domain.decide import decide_now
from conversation.domain.nlu.understanding import understand
from conversation.domain.tools import Proposal, Tool, ToolCall
from conversation.domain.turns import Bot, Grounding, Line, Turn
from conversation.domain.usage import Usage
from conversation.handlers.act import Acted, Hands, act
from conversation.handlers.use_tools import Workshop
from conversation.outbound.http_actions import HttpActions
from conversation.outbound.mcp_tools import McpTools
from conversation.outbound.toolbox import BotToolbox
from conversation.testing.appointments import FakeAppointments
from conversation.testing.facts import passage
from conversation.testing.fakes import FakeVault
from conversation.tool_ports import Plan, Taken, ToolFailed

API = "https://api.example/x"
ID = {"type": "object", "properties": {"order": {"type": "string", "maxLength": 20}}, "required": ["order"]}
TOOLS = BotTools(
    built_in=["search_knowledge", "ticket_status", "open_form"],
    http=[
        HttpAction(name="track", description="Where is it.", url=f"{API}/{{order}}", parameters=ID),
        HttpAction(
            name="cancel",
            description="Cancel the order.",
            method="POST",
            url="https://api.example/c",
            parameters=ID,
        ),
        HttpAction(name="vip", description="For known ones.", url=API, callers="reachable"),
    ],
)


@dataclass
class ScriptedModel:
    """Asks for these calls, one list a step; the last again and again."""

    steps: list[list[tuple[str, str]]]
    heard: list[Any] = field(default_factory=list)

    async def plan(
        self, turn: Turn, messages: Sequence[Mapping[str, Any]], tools: Sequence[Tool], timeout: float
    ) -> Plan:
        self.heard = list(messages)
        step = self.steps.pop(0) if len(self.steps) > 1 else self.steps[0]
        calls = tuple(ToolCall(f"c{n}", name, arguments) for n, (name, arguments) in enumerate(step))
        return Plan(calls, {"role": "assistant", "content": ""}, Usage(40, 4, 0.01))


@dataclass
class Outside:
    """Everything that could be touched: each side effect is written down."""

    called: list[tuple[str, str, Any]] = field(default_factory=list)
    asked: list[Any] = field(default_factory=list)
    tickets_of: list[tuple[str, str]] = field(default_factory=list)
    answer: str = "It is on its way to ann@example.com."
    fails: ToolFailed | None = None
    away: list[bool] = field(default_factory=list)
    """Whether retrieval does not answer the next search, and those after it."""

    async def call(self, action: HttpAction, turn: Turn, arguments: Mapping[str, Any], key: str) -> str:
        self.called.append((action.name, turn.conversation_id, dict(arguments)))
        if self.fails is not None:
            raise self.fails
        return self.answer

    async def ask(self, rpc: Any, question: Any, *, timeout: float | None = None) -> Any:
        self.asked.append(question)
        if self.away and self.away.pop(0):
            raise Unavailable("It did not answer in time.")
        return rpc.answer(passages=[passage()], confidence=0.9, timings_ms={})

    async def of_caller(self, workspace_id: str, conversation_id: str) -> list[Any]:
        self.tickets_of.append((workspace_id, conversation_id))
        return []


@dataclass
class FakeActions:
    taken: Taken | None = None
    finished: list[tuple[str, str]] = field(default_factory=list)

    async def propose(self, conn: Any, turn: Turn, proposal: Proposal) -> None:
        self.taken = Taken(proposal, "proposed")

    async def take(self, conn: Any, turn: Turn) -> Taken | None:
        return self.taken

    async def finish(self, conn: Any, turn: Turn, action_id: str, status: Literal["ok", "failed"]) -> None:
        self.finished.append((action_id, status))


@dataclass
class Stage:
    steps: list[list[tuple[str, str]]]
    outside: Outside = field(default_factory=Outside)
    actions: FakeActions = field(default_factory=FakeActions)
    vault: FakeVault = field(default_factory=FakeVault)
    diary: FakeAppointments = field(default_factory=FakeAppointments)
    tools: BotTools = TOOLS
    confidence: float = 0.8
    http: HttpActions | None = None
    mcp: McpTools = field(default_factory=McpTools)
    seconds: float = 27.0
    """Until the turn's deadline."""

    async def act(self, text: str = "Where is order A1?", *history: Line, handoff: Any = None) -> Acted:
        self.model = ScriptedModel(self.steps)
        database, http = FakeDatabase(), self.http or HttpActions.__new__(HttpActions)
        if self.http is None:
            http.call = self.outside.call  # type: ignore[method-assign]
        box = BotToolbox(self.outside, self.outside, self.diary, http, self.mcp)
        shop = Workshop(self.model, box, database, self.vault, "Rules of {bot_name}.")
        now = clock.now()
        bot = Bot("bot_1", "Wingo", 1, BotSettings(tools=self.tools))
        turn = Turn(
            "wsp_1",
            "cnv_1",
            "trn_1",
            bot,
            text,
            "en",
            1,
            now,
            now + timedelta(seconds=self.seconds),
            tuple(history),
            handoff,
        )
        context = Context(turn, understand(text), now, Grounding(text, "en", (passage(),), self.confidence))
        hands = Hands(shop, self.actions, self.outside, self.diary)
        return await act(hands, context, decide_now(context), self.vault.known or {})


def said(**arguments: Any) -> str:
    return json.dumps(arguments)
