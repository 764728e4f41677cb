"""Reads and synchronous commands: `rpc.<service>.<name>`, always answered, always with a timeout."""

from __future__ import annotations

from datetime import date
from typing import Any, Literal

from pydantic import AwareDatetime, Field

from contracts.base import Frozen
from contracts.catalogue import SERVICES, Service
from contracts.glimpses import ReplyDelta
from contracts.rpc import Empty, Page, Rpc, Scoped
from contracts.shapes import (
    Assignee,
    Audience,
    Document,
    Message,
    Passage,
    Priority,
    Requester,
    Source,
    SourceKind,
    SyncEvery,
    Ticket,
    TicketStatus,
)
from contracts.source_requests import NewFaq

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
    """A turn without a reply: it is being answered, or was `left` to the agent who answers."""

    turn_id: str
    attempt: int
    submitted_at: AwareDatetime
    left: bool = False


class Replayed(Frozen):
    messages: list[Message]
    pending: list[PendingTurn]


class LiveReply(Scoped):
    """Asks whichever replica is writing the turn for what it has written so far; others stay silent."""

    conversation_id: str
    turn_id: str


class RequestHandoff(Scoped):
    """The handoff form: opens a handoff or completes the open one, once per `request_id`."""

    conversation_id: str
    bot_id: str
    contact_id: str | None = None
    request_id: str
    requester: Requester
    description: str
    priority: Priority | None = None


class Handoff(Frozen):
    handoff_id: str


class ConversationSummary(Frozen):
    id: str
    bot_id: str
    status: Literal["open", "handed_off", "ended"]
    turns: int
    last_message: str | None = None
    agent: Assignee | None = None
    created_at: AwareDatetime
    updated_at: AwareDatetime


class ListConversations(Page):
    bot_id: str | None = None


class Conversations(Frozen):
    items: list[ConversationSummary]
    next_cursor: str | None = None


class GetConversation(Scoped):
    conversation_id: str


class RestoreTexts(Scoped):
    """Texts that facts of this conversation carried, with placeholders, for a person who may read them."""

    conversation_id: str
    texts: list[str]


class RestoredTexts(Frozen):
    texts: list[str]


class ProviderState(Frozen):
    """A model of one provider since the replica that answers was started; cost in US dollars.

    Calls are counted whatever they were for; `last_failure` names the kind of the latest one.
    """

    model: str
    breaker: Literal["closed", "open", "half_open"]
    successes: int
    failures: int
    provider: str = ""
    prompt_tokens: int = 0
    completion_tokens: int = 0
    cost_usd: float = 0.0
    last_failure: str | None = None


class WriterState(Frozen):
    """`degraded`: a sentence for each part that customers have lately had to do without."""

    writer: str
    providers: list[ProviderState]
    degraded: dict[str, str] = {}


# ticketing


class GetTicket(Scoped):
    """By `ticket_id`, or by `handoff_id` for whoever waits for the ticket of a handoff."""

    ticket_id: str | None = None
    handoff_id: str | None = None


class ListTickets(Page):
    status: str | None = None


class ChangeTicket(Scoped):
    """What is None stays. `version` is the one that was read: a ticket changed since is a Conflict.

    The `resolution` says how it was solved, in words that help agents with the next one.
    """

    ticket_id: str
    version: int
    status: TicketStatus | None = None
    priority: Priority | None = None
    resolution: str | None = Field(default=None, max_length=10_000)
    changed_by: str | None = None


class Tickets(Frozen):
    items: list[Ticket]
    next_cursor: str | None = None


# retrieval


class AddSource(Scoped):
    """A file or a text already lies in the object store under `object_key`; `faqs` come with the request.

    `url` is where a url or a website is read; `max_pages` and `max_depth` (links from it) bound a website.
    """

    bot_id: str
    source_kind: SourceKind
    name: str
    media_type: str = ""
    object_key: str = ""
    size_bytes: int = 0
    sha256: str = ""
    url: str | None = None
    audience: Audience = "public"
    sync_every: SyncEvery | None = None
    max_pages: int | None = Field(default=None, ge=1, le=10_000)
    max_depth: int | None = Field(default=None, ge=0, le=20)
    faqs: list[NewFaq] = []


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
    """`internal` searches what agents alone may read as well."""

    bot_id: str
    query: str
    limit: int = Field(default=6, ge=1, le=50)
    audience: Audience = "public"


class Found(Frozen):
    """`notes` say in sentences which stage was left out."""

    passages: list[Passage]
    confidence: float
    timings_ms: dict[str, float]
    notes: list[str] = []


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
RESTORE_TEXTS = Rpc("conversation", "restore_texts", RestoreTexts, RestoredTexts)
WRITER_STATE = Rpc("conversation", "writer_state", Empty, WriterState)
GET_TICKET = Rpc(
    "ticketing", "get_ticket", GetTicket, Ticket, callers=("gateway", "retrieval", "conversation")
)
CHANGE_TICKET = Rpc("ticketing", "change_ticket", ChangeTicket, Ticket)
LIST_TICKETS = Rpc("ticketing", "list_tickets", ListTickets, Tickets)
ADD_SOURCE = Rpc("retrieval", "add_source", AddSource, Source)
LIST_SOURCES = Rpc("retrieval", "list_sources", ListSources, Sources)
GET_SOURCE = Rpc("retrieval", "get_source", GetSource, Source)
DELETE_SOURCE = Rpc("retrieval", "delete_source", GetSource, Empty, timeout=10)
LIST_DOCUMENTS = Rpc("retrieval", "list_documents", ListDocuments, Documents)
SEARCH = Rpc("retrieval", "search", Search, Found, callers=("gateway", "conversation"))
OVERVIEW = Rpc("analytics", "overview", Figures, Rows)
VOLUME = Rpc("analytics", "volume", Figures, Rows)
OUTCOMES = Rpc("analytics", "outcomes", Figures, Rows)
