"""Reads and synchronous commands: `rpc.<service>.<name>`, always answered, always with a timeout."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, Generic, Literal, TypeVar

from pydantic import AwareDatetime, Field

from contracts.base import Frozen
from contracts.catalogue import SERVICES, Service
from contracts.glimpses import ReplyDelta
from contracts.shapes import Document, Message, Passage, Priority, Requester, Source, SourceKind, Ticket

AskT = TypeVar("AskT", bound=Frozen)
AnswerT = TypeVar("AnswerT", bound=Frozen)


@dataclass(frozen=True, slots=True)
class Rpc(Generic[AskT, AnswerT]):
    """One request: who answers it, what is asked, what comes back, and how long to wait (seconds)."""

    service: Service
    name: str
    ask: type[AskT]
    answer: type[AnswerT]
    callers: tuple[Service, ...] = ("gateway",)
    timeout: float = 5.0

    @property
    def subject(self) -> str:
        return f"rpc.{self.service}.{self.name}"


class Problem(Frozen):
    """The error half of every reply: an RFC 9457 status and sentence."""

    status: int
    title: str
    detail: str


class Scoped(Frozen):
    """Every request says for which workspace it is asked; what belongs to another is not found."""

    workspace_id: str


class Empty(Frozen):
    pass


class Page(Scoped):
    limit: int = Field(default=50, ge=1, le=200)
    cursor: str | None = None


# every service


class Health(Frozen):
    """What a service waits for, by name; empty when it is ready."""

    waiting: dict[str, str]


# conversation


class ListMessages(Page):
    conversation_id: str


class Messages(Frozen):
    items: list[Message]
    next_cursor: str | None = None


class Replay(Scoped):
    """Stored messages after `after_seq`, and the turns that have no reply yet."""

    conversation_id: str
    after_seq: int = 0


class PendingTurn(Frozen):
    turn_id: str
    attempt: int
    submitted_at: AwareDatetime


class Replayed(Frozen):
    messages: list[Message]
    pending: list[PendingTurn]


class LiveReply(Scoped):
    """Asks whichever replica is writing the turn for what it has written so far; others stay silent."""

    conversation_id: str
    turn_id: str


class RequestHandoff(Scoped):
    """A customer fills in the handoff form; the same `request_id` gives the same handoff."""

    conversation_id: str
    bot_id: str
    request_id: str
    requester: Requester
    description: str
    priority: Priority


class Handoff(Frozen):
    handoff_id: str


class ConversationSummary(Frozen):
    id: str
    bot_id: str
    status: Literal["open", "handed_off", "ended"]
    turns: int
    last_message: str | None
    created_at: AwareDatetime
    updated_at: AwareDatetime


class ListConversations(Page):
    bot_id: str | None = None


class Conversations(Frozen):
    items: list[ConversationSummary]
    next_cursor: str | None = None


class GetConversation(Scoped):
    conversation_id: str


class ProviderState(Frozen):
    model: str
    breaker: Literal["closed", "open", "half_open"]
    successes: int
    failures: int


class WriterState(Frozen):
    writer: str
    providers: list[ProviderState]


# ticketing


class GetTicket(Scoped):
    """By `ticket_id`, or by `handoff_id` for whoever waits for the ticket of a handoff."""

    ticket_id: str | None = None
    handoff_id: str | None = None


class ListTickets(Page):
    status: str | None = None


class Tickets(Frozen):
    items: list[Ticket]
    next_cursor: str | None = None


# retrieval


class AddSource(Scoped):
    """The original already lies in the object store under `object_key`."""

    bot_id: str
    source_kind: SourceKind
    name: str
    media_type: str
    object_key: str
    size_bytes: int
    sha256: str


class ListSources(Page):
    bot_id: str


class Sources(Frozen):
    items: list[Source]
    next_cursor: str | None = None


class GetSource(Scoped):
    source_id: str


class ListDocuments(Page):
    source_id: str


class Documents(Frozen):
    items: list[Document]
    next_cursor: str | None = None


class Search(Scoped):
    bot_id: str
    query: str
    limit: int = Field(default=6, ge=1, le=50)


class Found(Frozen):
    passages: list[Passage]
    confidence: float
    timings_ms: dict[str, float]


# analytics


class Figures(Scoped):
    """Days are UTC, both ends included."""

    first_day: date
    last_day: date
    bot_id: str | None = None


class Rows(Frozen):
    rows: list[dict[str, Any]]


HEALTH: dict[Service, Rpc[Empty, Health]] = {
    service: Rpc(service, "health", Empty, Health, timeout=3.0) for service in SERVICES
}
LIST_MESSAGES = Rpc("conversation", "list_messages", ListMessages, Messages)
REPLAY = Rpc("conversation", "replay", Replay, Replayed)
LIVE_REPLY = Rpc("conversation", "live_reply", LiveReply, ReplyDelta, timeout=0.3)
REQUEST_HANDOFF = Rpc("conversation", "request_handoff", RequestHandoff, Handoff)
LIST_CONVERSATIONS = Rpc("conversation", "list_conversations", ListConversations, Conversations)
GET_CONVERSATION = Rpc("conversation", "get_conversation", GetConversation, ConversationSummary)
WRITER_STATE = Rpc("conversation", "writer_state", Empty, WriterState)
GET_TICKET = Rpc("ticketing", "get_ticket", GetTicket, Ticket)
LIST_TICKETS = Rpc("ticketing", "list_tickets", ListTickets, Tickets)
ADD_SOURCE = Rpc("retrieval", "add_source", AddSource, Source)
LIST_SOURCES = Rpc("retrieval", "list_sources", ListSources, Sources)
GET_SOURCE = Rpc("retrieval", "get_source", GetSource, Source)
DELETE_SOURCE = Rpc("retrieval", "delete_source", GetSource, Empty, timeout=10)
LIST_DOCUMENTS = Rpc("retrieval", "list_documents", ListDocuments, Documents)
SEARCH = Rpc("retrieval", "search", Search, Found)
OVERVIEW = Rpc("analytics", "overview", Figures, Rows)
VOLUME = Rpc("analytics", "volume", Figures, Rows)
OUTCOMES = Rpc("analytics", "outcomes", Figures, Rows)

RPCS: tuple[Rpc[Any, Any], ...] = (
    *HEALTH.values(),
    LIST_MESSAGES,
    REPLAY,
    LIVE_REPLY,
    REQUEST_HANDOFF,
    LIST_CONVERSATIONS,
    GET_CONVERSATION,
    WRITER_STATE,
    GET_TICKET,
    LIST_TICKETS,
    ADD_SOURCE,
    LIST_SOURCES,
    GET_SOURCE,
    DELETE_SOURCE,
    LIST_DOCUMENTS,
    SEARCH,
    OVERVIEW,
    VOLUME,
    OUTCOMES,
)
