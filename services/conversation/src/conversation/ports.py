"""What the handlers need from outside, named by need."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal, Protocol

from chassis.db import Tx
from contracts.base import Frozen
from contracts.facts.chat import TurnSubmitted
from contracts.facts.workspace import BotConfigured
from contracts.requests import ConversationSummary, PendingTurn, ProviderState
from contracts.shapes import Assignee, Message, Receipt
from conversation.domain.agents import Held
from conversation.domain.answering.writing import Chunk, WriteRequest
from conversation.domain.budgets import Spent
from conversation.domain.handoffs import NewHandoff
from conversation.domain.tickets import Handoff
from conversation.domain.turns import Line, OpenHandoff, Turn

Claim = Turn | Literal["missing", "blocked", "done"]
"""The turn, or why it is not answered now: not stored yet, an earlier one is unfinished, already done."""


class Database(Protocol):
    def transaction(self) -> AbstractAsyncContextManager[Tx]: ...

    def read(self) -> AbstractAsyncContextManager[Any]: ...


class Glimpses(Protocol):
    async def show(self, subject: str, glimpse: Frozen) -> None: ...


class Spending(Protocol):
    """What models cost today, over all replicas."""

    async def today(self, workspace_id: str, conversation_id: str) -> Spent:
        """Of the workspace, and of the conversation's contact."""
        ...

    async def add(self, workspace_id: str, conversation_id: str, tokens: int, cost_usd: float) -> None: ...


class Writer(Protocol):
    """Writes one answer: deltas, a few restarts at most, one Written at the end; it raises no fault."""

    def write(self, request: WriteRequest) -> AsyncGenerator[Chunk, None]: ...

    def states(self) -> list[ProviderState]:
        """The providers behind this writer, in the order they are tried."""
        ...


@dataclass(frozen=True, slots=True)
class NewConversation:
    """`facts`: what the page told of the customer."""

    conversation_id: str
    bot_id: str
    started_at: datetime
    contact_id: str | None = None
    locale: str | None = None
    page_url: str | None = None
    facts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Submission:
    """A customer's message before it is stored; `stream_seq` is its place in the stream.

    `facts`: what the message told of the customer. `after`: the turn that must be stored before this one.
    """

    fact: TurnSubmitted
    stream_seq: int
    message_id: str
    deadline: datetime
    now: datetime
    facts: Mapping[str, str]
    after: str | None


@dataclass(frozen=True, slots=True)
class Accepted:
    """A stored turn; `in_order` when no earlier one is unfinished."""

    turn: Turn
    message: Message
    in_order: bool


class Bots(Protocol):
    async def put(self, conn: Any, workspace_id: str, bot: BotConfigured) -> None:
        """Store the copy, unless a higher revision is stored."""
        ...

    async def knows(self, conn: Any, workspace_id: str, bot_id: str) -> bool: ...


class Conversations(Protocol):
    async def start(self, conn: Any, workspace_id: str, new: NewConversation) -> str | None:
        """Make the conversation, or complete the one a turn made first; locks it until the commit.

        Returns the customer's locale, None while it is unknown.
        """
        ...

    async def end(self, conn: Any, workspace_id: str, conversation_id: str, ended_at: datetime) -> None: ...

    async def end_idle(self, conn: Any, now: datetime, limit: int) -> list[tuple[str, str, int]]:
        """End conversations whose session is over; returns (workspace, conversation, messages) of each."""
        ...

    async def recall(
        self, conn: Any, workspace_id: str, conversation_id: str, recalled: Mapping[str, Any]
    ) -> None:
        """Set these fields of Recalled; the others stay."""
        ...

    async def before(
        self, conn: Any, workspace_id: str, conversation_id: str, contact_id: str
    ) -> tuple[tuple[Line, ...], str | None]:
        """The contact's last words in the conversation before this one, and their newest open ticket."""
        ...

    async def hand_off(self, conn: Any, workspace_id: str, conversation_id: str) -> None: ...

    async def note(
        self, conn: Any, workspace_id: str, conversation_id: str, facts: Mapping[str, str]
    ) -> None:
        """What the customer told about themselves; the newest counts."""
        ...

    async def settle(self, conn: Any, workspace_id: str, conversation_id: str) -> None:
        """Set the status: handed off while a handoff is open, else open; ended stays ended."""
        ...

    async def hold(self, conn: Any, workspace_id: str, conversation_id: str) -> Held | None:
        """Who answers, locked until the commit."""
        ...

    async def give_to(
        self, conn: Any, workspace_id: str, conversation_id: str, agent: Assignee | None
    ) -> None:
        """Give it to an agent, or back to the bot."""
        ...

    async def of_agent(self, conn: Any, workspace_id: str, user_id: str, before: datetime) -> list[str]:
        """The ids of those that this agent answers and took over before then."""
        ...

    async def get(self, conn: Any, workspace_id: str, conversation_id: str) -> ConversationSummary | None: ...

    async def page(
        self, conn: Any, workspace_id: str, bot_id: str | None, before: str | None, limit: int
    ) -> list[ConversationSummary]:
        """Newest first; `before` is the id after which the page begins."""
        ...


class Turns(Protocol):
    async def accept(self, conn: Any, workspace_id: str, said: Submission) -> Accepted | None:
        """Store the turn and its message; None when its bot, or the turn it comes `after`, is not known."""
        ...

    async def knows(self, conn: Any, workspace_id: str, turn_id: str) -> bool: ...

    async def claim(self, conn: Any, workspace_id: str, turn_id: str) -> Claim:
        """Begin another attempt; whoever held the turn before can no longer finish it."""
        ...

    async def mark_grounded(self, conn: Any, workspace_id: str, turn_id: str) -> None:
        """Note that the grounding came while an earlier turn is unfinished."""
        ...

    async def restart(self, conn: Any, turn: Turn) -> Turn | None:
        """The next attempt by the same holder; None when it no longer holds the turn."""
        ...

    async def finish(self, conn: Any, turn: Turn, message: Message, receipt: Receipt) -> Message | None:
        """Store the reply with its seq and close the turn; None when another attempt holds it."""
        ...

    async def leave(self, conn: Any, turn: Turn) -> bool:
        """Close the turn without a reply of the bot; False when another attempt holds it."""
        ...

    async def overdue(self, conn: Any, patience: float, limit: int) -> list[tuple[str, str]]:
        """(workspace, turn) of those ungrounded for `patience` seconds or past their deadline."""
        ...

    async def pending(self, conn: Any, workspace_id: str, conversation_id: str) -> list[PendingTurn]: ...


class Transcript(Protocol):
    async def add(self, conn: Any, workspace_id: str, message: Message) -> Message:
        """Store a message that belongs to no turn, and give it its seq."""
        ...

    async def find(
        self, conn: Any, workspace_id: str, conversation_id: str, message_id: str
    ) -> Message | None: ...

    async def reply_to(
        self, conn: Any, workspace_id: str, conversation_id: str, turn_id: str
    ) -> Message | None:
        """The bot's reply to a turn; None while it has not ended."""
        ...

    async def after(
        self, conn: Any, workspace_id: str, conversation_id: str, seq: int, limit: int
    ) -> list[Message]: ...

    async def recent(
        self, conn: Any, workspace_id: str, conversation_id: str, limit: int
    ) -> tuple[Line, ...]: ...


class Handoffs(Protocol):
    async def open(self, conn: Any, workspace_id: str, handoff: NewHandoff) -> bool:
        """Open it; False when the conversation already has an open one."""
        ...

    async def open_one(self, conn: Any, workspace_id: str, conversation_id: str) -> OpenHandoff | None: ...

    async def complete(self, conn: Any, workspace_id: str, handoff_id: str, form: str) -> Handoff | None:
        """Note that this form told how to reach the customer; None when it did before."""
        ...

    async def set_ticket(
        self, conn: Any, workspace_id: str, handoff_id: str, ticket_id: str, number: str
    ) -> Handoff | None:
        """None when there is no such handoff."""
        ...

    async def set_status(
        self, conn: Any, workspace_id: str, ticket_id: str, version: int, *, is_open: bool
    ) -> tuple[Handoff, bool] | None:
        """Close or open the handoff as its ticket is at `version`, and whether that closed or opened it.

        It does not where a newer version is known. None when no handoff has this ticket yet.
        """
        ...

    async def set_assignee(self, conn: Any, workspace_id: str, ticket_id: str, name: str) -> bool:
        """False when no handoff has this ticket yet."""
        ...


class Vault(Protocol):
    """The values of each contact's placeholders. A contact is known by id or by conversation."""

    async def owner_of(self, conn: Any, workspace_id: str, conversation_id: str) -> str:
        """The conversation's contact; its own id while nobody knows who it is with."""
        ...

    async def open(self, conn: Any, workspace_id: str, contact_id: str) -> dict[str, str] | None:
        """Placeholder → value, locked until the commit; None for a contact that was erased."""
        ...

    async def keep(self, conn: Any, workspace_id: str, contact_id: str, known: Mapping[str, str]) -> None: ...

    async def of_conversations(
        self, conn: Any, workspace_id: str, conversation_ids: Sequence[str]
    ) -> dict[str, dict[str, str]]:
        """By conversation, without those that have no values."""
        ...

    async def erase(self, conn: Any, workspace_id: str, contact_ids: Sequence[str]) -> None: ...


@dataclass(frozen=True, slots=True)
class Desk:
    """The stores that the end of a turn touches."""

    turns: Turns
    conversations: Conversations
    handoffs: Handoffs
    vault: Vault
