"""One conversation of the fake gateway: its stored messages and its log of events."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any


@dataclass
class Faults:
    """What goes wrong next. Counters fall by one; each of `cuts` breaks a stream after so many events."""

    unavailable: int = 0
    handoff_unavailable: int = 0
    late_ticket: int = 0
    cuts: list[int] = field(default_factory=list)
    refuse: tuple[int, str] | None = None

    def take(self, name: str) -> bool:
        left: int = getattr(self, name)
        setattr(self, name, max(0, left - 1))
        return left > 0

    def take_cut(self) -> int | None:
        return self.cuts.pop(0) if self.cuts else None


@dataclass
class Reply:
    """How the bot answers one question. Its end waits until it is not `held` any more.

    `problem` replaces the answer; `delay` in seconds per token.
    """

    text: str = "Here is what I found."
    outcome: str = "answered"
    citations: list[dict[str, Any]] = field(default_factory=list)
    suggested_actions: list[dict[str, str]] = field(default_factory=list)
    blocks: list[dict[str, Any]] = field(default_factory=list)
    delay: float = 0.005
    first: float = 0.02
    false_start: str = ""
    problem: str = ""
    held: asyncio.Event | None = None


@dataclass
class Turn:
    id: str
    first: int
    writing: asyncio.Task[None] | None = None


class Talk:
    def __init__(self, conversation_id: str, token: str, replies: dict[str, Reply], faults: Faults) -> None:
        self.id = conversation_id
        self.token = token
        self.messages: list[dict[str, Any]] = []
        self.log: list[tuple[str, dict[str, Any]]] = []
        self.turns: dict[str, Turn] = {}
        self.tickets: dict[str, dict[str, Any]] = {}
        self.human = False
        self._replies = replies
        self._faults = faults
        self._grown = asyncio.Condition()

    def submit(self, client_message_id: str, text: str) -> Turn:
        """The same `client_message_id` is the same turn, however often it comes."""
        known = self.turns.get(client_message_id)
        if known:
            return known
        turn = self.turns[client_message_id] = Turn(f"trn_{self.id}_{len(self.turns) + 1}", len(self.log))
        self.log.append(("turn.accepted", {"turn_id": turn.id}))
        self.store("contact", text, turn.id)
        if not self.human:
            turn.writing = asyncio.create_task(self._answer(turn.id, self._replies.get(text, Reply())))
        return turn

    async def read(self, after: int, until: str | None = None) -> AsyncIterator[bytes]:
        """Events from the log as SSE; with `until`, a turn, only up to its end."""
        at = after
        while True:
            async with self._grown:
                while len(self.log) <= at:
                    await self._grown.wait()
            name, data = self.log[at]
            at += 1
            mark = "" if name == "turn.accepted" else f"id: {at}\n"
            yield f"{mark}event: {name}\ndata: {json.dumps(data)}\n\n".encode()
            if until and name in ("reply.completed", "problem") and data["turn_id"] == until:
                return

    async def say(self, name: str, data: dict[str, Any]) -> None:
        async with self._grown:
            self.log.append((name, data))
            self._grown.notify_all()

    async def join_agent(self, name: str) -> None:
        self.human = True
        await self.say("agent.joined", {"agent": {"name": name}})

    async def say_as_agent(self, text: str) -> None:
        await self.say("agent.message", {"message": self.store("agent", text, None)})

    async def tell_ticket(self, ticket: dict[str, Any], **known: bool) -> None:
        block = {"type": "ticket", "id": ticket["id"], "number": ticket["number"], "status": "open", **known}
        message = self.store("system", f"Ticket {ticket['number']} was opened.", None, blocks=[block])
        await self.say("ticket.opened", {"ticket": block, "message": message})

    def open_ticket(self, request_id: str) -> dict[str, Any]:
        number = f"T-{1042 + len(self.tickets)}"
        fresh = {
            "id": f"tkt_{len(self.tickets) + 1}",
            "number": number,
            "status": "open",
            "priority": "medium",
        }
        return self.tickets.setdefault(request_id, fresh)

    def store(self, role: str, text: str, turn_id: str | None, **more: Any) -> dict[str, Any]:
        seq = len(self.messages) + 1
        message = {
            "id": f"msg_{self.id}_{seq}",
            "conversation_id": self.id,
            "turn_id": turn_id,
            "seq": seq,
            "role": role,
            "text": text,
            "blocks": [],
            "citations": [],
            "suggested_actions": [],
            "created_at": datetime.now(UTC).isoformat(),
            **more,
        }
        self.messages.append(message)
        return message

    async def _answer(self, turn_id: str, reply: Reply) -> None:
        await asyncio.sleep(reply.first)
        if reply.problem:
            await self.say(
                "problem", {"turn_id": turn_id, "title": "Failed", "status": 502, "detail": reply.problem}
            )
            return
        if reply.false_start:
            await self._write(turn_id, 1, reply.false_start, reply.delay)
            await self.say("reply.reset", {"turn_id": turn_id, "attempt": 2})
        await self._write(turn_id, 2 if reply.false_start else 1, reply.text, reply.delay)
        if reply.held:
            await reply.held.wait()
        more = {
            "outcome": reply.outcome,
            "citations": reply.citations,
            "blocks": reply.blocks,
            "suggested_actions": reply.suggested_actions,
        }
        if reply.outcome == "declined":
            more["blocks"] = [{"type": "handoff_offer"}]
        message = self.store("bot", reply.text, turn_id, confidence=0.9, **more)
        await self.say("reply.completed", {"turn_id": turn_id, "message": message})

    async def _write(self, turn_id: str, attempt: int, text: str, delay: float) -> None:
        for offset in range(0, len(text), 6):
            piece = {
                "turn_id": turn_id,
                "attempt": attempt,
                "offset": offset,
                "text": text[offset : offset + 6],
            }
            await self.say("reply.delta", piece)
            await asyncio.sleep(delay)
