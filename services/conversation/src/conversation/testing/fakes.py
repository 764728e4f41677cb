"""The stores and the writer, in memory."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from contracts.requests import ConversationSummary, PendingTurn, ProviderState
from contracts.shapes import Assignee, BotSettings, Message, Receipt
from conversation.domain.agents import Held
from conversation.domain.answering.writing import Chunk, WriteRequest
from conversation.domain.handoffs import NewHandoff
from conversation.domain.tickets import Handoff
from conversation.domain.turns import Bot, Line, OpenHandoff, Turn, contact_message
from conversation.ports import Accepted, Claim, NewConversation, Submission


@dataclass
class StoredTurn:
    turn: Turn
    stream_seq: int
    status: str = "waiting"
    grounded: bool = False


@dataclass
class FakeStores:
    """Turns, conversations and handoffs of one workspace; nothing rolls back."""

    bot: Bot | None = field(
        default_factory=lambda: Bot("bot_1", "Wingo", 1, BotSettings(company="Parcelwing"))
    )
    stored: dict[str, StoredTurn] = field(default_factory=dict)
    messages: list[Message] = field(default_factory=list)
    open_handoffs: dict[str, OpenHandoff] = field(default_factory=dict)
    statuses: dict[str, str] = field(default_factory=dict)
    agents: dict[str, str] = field(default_factory=dict)

    async def accept(self, conn: Any, workspace_id: str, said: Submission) -> Accepted | None:
        fact = said.fact
        if self.bot is None or (said.after is not None and said.after not in self.stored):
            return None
        turn = Turn(
            workspace_id,
            fact.conversation_id,
            fact.turn_id,
            self.bot,
            fact.text,
            fact.locale,
            0,
            fact.submitted_at,
            said.deadline,
            tuple(_line(m) for m in self.messages),
            self.open_handoffs.get(fact.conversation_id),
            self.agents.get(fact.conversation_id),
            facts=said.facts,
        )
        in_order = not self._earlier_unfinished(fact.conversation_id, said.stream_seq)
        self.stored[fact.turn_id] = StoredTurn(turn, said.stream_seq)
        message = contact_message(fact, said.message_id, len(self.messages) + 1)
        self.messages.append(message)
        return Accepted(turn, message, in_order)

    async def knows(self, conn: Any, workspace_id: str, turn_id: str) -> bool:
        return turn_id in self.stored

    async def claim(self, conn: Any, workspace_id: str, turn_id: str) -> Claim:
        found = self.stored.get(turn_id)
        if found is None:
            return "missing"
        if found.status == "done":
            return "done"
        if self._earlier_unfinished(found.turn.conversation_id, found.stream_seq):
            return "blocked"
        found.status = "answering"
        agent = self.agents.get(found.turn.conversation_id)
        found.turn = replace(found.turn, attempt=found.turn.attempt + 1, agent=agent)
        return found.turn

    async def leave(self, conn: Any, turn: Turn) -> bool:
        found = self.stored[turn.turn_id]
        held = found.status != "done" and found.turn.attempt == turn.attempt
        found.status = "done" if held else found.status
        return held

    async def mark_grounded(self, conn: Any, workspace_id: str, turn_id: str) -> None:
        self.stored[turn_id].grounded = True

    async def restart(self, conn: Any, turn: Turn) -> Turn | None:
        found = self.stored[turn.turn_id]
        if found.status == "done" or found.turn.attempt != turn.attempt:
            return None
        found.turn = replace(found.turn, attempt=turn.attempt + 1)
        return found.turn

    async def finish(self, conn: Any, turn: Turn, message: Message, receipt: Receipt) -> Message | None:
        found = self.stored[turn.turn_id]
        if found.status == "done" or found.turn.attempt != turn.attempt:
            return None
        found.status = "done"
        stored = message.model_copy(update={"seq": len(self.messages) + 1})
        self.messages.append(stored)
        return stored

    async def overdue(self, conn: Any, patience: float, limit: int) -> list[tuple[str, str]]:
        return [(s.turn.workspace_id, key) for key, s in self.stored.items() if s.status != "done"][:limit]

    async def pending(self, conn: Any, workspace_id: str, conversation_id: str) -> list[PendingTurn]:
        return [
            PendingTurn(turn_id=key, attempt=s.turn.attempt, submitted_at=s.turn.submitted_at)
            for key, s in self.stored.items()
            if s.status != "done" and s.turn.conversation_id == conversation_id
        ]

    def _earlier_unfinished(self, conversation_id: str, stream_seq: int) -> bool:
        return any(
            s.status != "done" and s.stream_seq < stream_seq and s.turn.conversation_id == conversation_id
            for s in self.stored.values()
        )

    async def start(self, conn: Any, workspace_id: str, new: NewConversation) -> str | None:
        self.statuses.setdefault(new.conversation_id, "open")
        return new.locale

    async def end(self, conn: Any, workspace_id: str, conversation_id: str, ended_at: datetime) -> None:
        self.statuses[conversation_id] = "ended"

    async def end_idle(self, conn: Any, now: datetime, limit: int) -> list[tuple[str, str, int]]:
        return []

    async def recall(
        self, conn: Any, workspace_id: str, conversation_id: str, recalled: Mapping[str, Any]
    ) -> None:
        return None

    async def before(
        self, conn: Any, workspace_id: str, conversation_id: str, contact_id: str
    ) -> tuple[tuple[Line, ...], str | None]:
        return (), None

    async def note(
        self, conn: Any, workspace_id: str, conversation_id: str, facts: Mapping[str, str]
    ) -> None:
        return None

    async def of_agent(self, conn: Any, workspace_id: str, user_id: str, before: Any) -> list[str]:
        return []

    async def hand_off(self, conn: Any, workspace_id: str, conversation_id: str) -> None:
        self.statuses[conversation_id] = "handed_off"

    async def settle(self, conn: Any, workspace_id: str, conversation_id: str) -> None:
        self.statuses[conversation_id] = "open"

    async def hold(self, conn: Any, workspace_id: str, conversation_id: str) -> Held | None:
        return None

    async def give_to(
        self, conn: Any, workspace_id: str, conversation_id: str, agent: Assignee | None
    ) -> None:
        return None

    async def get(self, conn: Any, workspace_id: str, conversation_id: str) -> ConversationSummary | None:
        return None

    async def page(
        self, conn: Any, workspace_id: str, bot_id: str | None, before: str | None, limit: int
    ) -> list[ConversationSummary]:
        return []


def _line(message: Message) -> Line:
    offered = any(block["type"] == "handoff_offer" for block in message.blocks)
    return Line(message.role, message.text, message.outcome, None, message.emotion, offered)


@dataclass
class FakeHandoffs:
    """Shares the open handoffs with the stores."""

    stores: FakeStores

    async def open(self, conn: Any, workspace_id: str, handoff: NewHandoff) -> bool:
        conversation = handoff.fact.conversation_id
        if conversation in self.stores.open_handoffs:
            return False
        self.stores.open_handoffs[conversation] = OpenHandoff(handoff.fact.handoff_id)
        return True

    async def open_one(self, conn: Any, workspace_id: str, conversation_id: str) -> OpenHandoff | None:
        return self.stores.open_handoffs.get(conversation_id)

    async def complete(self, conn: Any, workspace_id: str, handoff_id: str, form: str) -> Handoff | None:
        for conversation, known in self.stores.open_handoffs.items():
            if known.handoff_id == handoff_id:
                self.stores.open_handoffs[conversation] = replace(known, contact_known=True)
                return Handoff(handoff_id, conversation, "en", contact_known=True)
        return None

    async def set_ticket(
        self, conn: Any, workspace_id: str, handoff_id: str, ticket_id: str, number: str
    ) -> None:
        return None

    async def set_status(
        self, conn: Any, workspace_id: str, ticket_id: str, version: int, *, is_open: bool
    ) -> tuple[Handoff, bool] | None:
        return None

    async def set_assignee(self, conn: Any, workspace_id: str, ticket_id: str, name: str) -> bool:
        return False


@dataclass
class FakeWriter:
    """Writes these chunks."""

    chunks: list[Chunk]
    asked: list[WriteRequest] = field(default_factory=list)

    async def write(self, request: WriteRequest) -> AsyncGenerator[Chunk, None]:
        self.asked.append(request)
        for chunk in self.chunks:
            yield chunk

    def states(self) -> list[ProviderState]:
        return []


@dataclass
class FakeVault:
    """Values of one contact, whose conversations are all there are; None once erased."""

    known: dict[str, str] | None = field(default_factory=dict)

    async def owner_of(self, conn: Any, workspace_id: str, conversation_id: str) -> str:
        return conversation_id

    async def open(self, conn: Any, workspace_id: str, contact_id: str) -> dict[str, str] | None:
        return self.known

    async def keep(self, conn: Any, workspace_id: str, contact_id: str, known: Mapping[str, str]) -> None:
        self.known = dict(known)

    async def of_conversations(
        self, conn: Any, workspace_id: str, conversation_ids: Sequence[str]
    ) -> dict[str, dict[str, str]]:
        return dict.fromkeys(conversation_ids, self.known) if self.known else {}

    async def erase(self, conn: Any, workspace_id: str, contact_ids: Sequence[str]) -> None:
        self.known = None
