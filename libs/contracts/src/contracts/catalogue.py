"""Who says what to whom: streams, consumers, permissions and documents are made from these lines."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from contracts.base import Fact
from contracts.facts import appointment, chat, knowledge, ticket, workspace

Service = Literal["gateway", "conversation", "retrieval", "ticketing", "analytics"]
SERVICES: tuple[Service, ...] = ("gateway", "conversation", "retrieval", "ticketing", "analytics")

DAY = 86_400
GIB = 1 << 30


@dataclass(frozen=True, slots=True)
class Stream:
    """A JetStream stream. `max_age` in seconds (0 keeps for ever), `max_bytes` on disk.

    A stream with `schedules` keeps messages until their hour and says them then.
    """

    name: str
    subjects: tuple[str, ...]
    max_age: int
    max_bytes: int
    schedules: bool = False

    @property
    def kept(self) -> str:
        """How long it keeps messages, in words."""
        return f"{self.max_age // DAY} days" if self.max_age else "for ever"


@dataclass(frozen=True, slots=True)
class Line:
    """One subject: the fact it carries, who may publish it and who reads it durably."""

    fact: type[Fact]
    stream: str
    producer: Service
    consumers: tuple[Service, ...]

    @property
    def kind(self) -> str:
        return self.fact.kind

    @property
    def subjects(self) -> str:
        return f"{self.fact.kind}.*"


STREAMS: tuple[Stream, ...] = (
    Stream("CHAT", ("chat.>",), 400 * DAY, 8 * GIB),
    Stream("KNOWLEDGE", ("knowledge.>",), 400 * DAY, GIB),
    Stream("TICKET", ("ticket.>",), 400 * DAY, 2 * GIB),
    Stream("APPOINTMENT", ("appointment.>",), 400 * DAY, GIB),
    Stream("WORKSPACE", ("workspace.>", "contact.>"), 0, GIB),
    Stream("SCHEDULE", ("schedule.>",), 400 * DAY, GIB, schedules=True),
    Stream("DEAD_LETTERS", ("dead.>",), 90 * DAY, GIB),
)

PENDING = "schedule.pending"
"""Where a fact waits for its hour: `<PENDING>.<workspace_id>.<what it is for>`, one message each."""

LINES: tuple[Line, ...] = (
    Line(chat.ConversationStarted, "CHAT", "gateway", ("conversation", "analytics")),
    Line(chat.TurnSubmitted, "CHAT", "gateway", ("retrieval", "conversation", "analytics")),
    Line(chat.TurnGrounded, "CHAT", "retrieval", ("conversation", "analytics")),
    Line(chat.TurnAnswered, "CHAT", "conversation", ("retrieval", "analytics")),
    Line(chat.HandoffRequested, "CHAT", "conversation", ("ticketing", "analytics")),
    Line(chat.HandoffCompleted, "CHAT", "conversation", ("ticketing", "analytics")),
    Line(chat.ConversationTakenOver, "CHAT", "conversation", ("analytics",)),
    Line(chat.ConversationReleased, "CHAT", "conversation", ("analytics",)),
    Line(chat.AgentReplied, "CHAT", "conversation", ("analytics",)),
    Line(chat.ConversationSummarized, "CHAT", "conversation", ("analytics",)),
    Line(chat.FeedbackGiven, "CHAT", "gateway", ("analytics",)),
    Line(chat.ConversationEnded, "CHAT", "gateway", ("conversation", "analytics")),
    Line(knowledge.SourceAdded, "KNOWLEDGE", "retrieval", ("retrieval", "analytics")),
    Line(knowledge.SyncRequested, "KNOWLEDGE", "retrieval", ("retrieval", "analytics")),
    Line(knowledge.SyncDue, "SCHEDULE", "retrieval", ("retrieval",)),
    Line(knowledge.AudienceChanged, "KNOWLEDGE", "retrieval", ("retrieval", "analytics")),
    Line(knowledge.IndexRequested, "KNOWLEDGE", "retrieval", ("retrieval",)),
    Line(knowledge.DocumentIndexed, "KNOWLEDGE", "retrieval", ("analytics",)),
    Line(knowledge.DocumentRemoved, "KNOWLEDGE", "retrieval", ("analytics",)),
    Line(knowledge.SourceSynced, "KNOWLEDGE", "retrieval", ("analytics",)),
    Line(knowledge.SourceFailed, "KNOWLEDGE", "retrieval", ("analytics",)),
    Line(ticket.TicketOpened, "TICKET", "ticketing", ("conversation", "analytics")),
    Line(ticket.TicketAssigned, "TICKET", "ticketing", ("conversation", "analytics")),
    Line(ticket.TicketUpdated, "TICKET", "ticketing", ("analytics",)),
    Line(ticket.TicketResolved, "TICKET", "ticketing", ("conversation", "retrieval", "analytics")),
    Line(ticket.TicketReopened, "TICKET", "ticketing", ("conversation", "retrieval", "analytics")),
    Line(appointment.AppointmentBooked, "APPOINTMENT", "ticketing", ("conversation", "analytics")),
    Line(appointment.AppointmentRescheduled, "APPOINTMENT", "ticketing", ("conversation", "analytics")),
    Line(appointment.AppointmentCancelled, "APPOINTMENT", "ticketing", ("conversation", "analytics")),
    Line(workspace.WorkspaceDeleted, "WORKSPACE", "gateway", SERVICES),
    Line(
        workspace.ContactErased, "WORKSPACE", "gateway", ("gateway", "conversation", "retrieval", "ticketing")
    ),
    Line(workspace.WorkspaceCreated, "WORKSPACE", "gateway", ("ticketing", "analytics")),
    Line(
        workspace.BotConfigured,
        "WORKSPACE",
        "gateway",
        ("conversation", "retrieval", "ticketing", "analytics"),
    ),
    Line(workspace.UserChanged, "WORKSPACE", "gateway", ("conversation", "ticketing", "analytics")),
)

BY_KIND: dict[str, Line] = {line.kind: line for line in LINES}


@dataclass(frozen=True, slots=True)
class Durable:
    """A durable consumer. `ack_wait` (seconds) is how long a crash keeps a delivery from others."""

    name: str
    service: Service
    stream: str
    subjects: tuple[str, ...]
    ack_wait: float


BATCHED: frozenset[Service] = frozenset({"analytics"})
"""Services that fold many facts in one transaction: one durable per stream, not one per subject."""

_TURN_PATH = 1.0
_BULK = 30.0
_ACK_WAIT: dict[tuple[Service, str], float] = {
    ("retrieval", "knowledge.source_added"): 10.0,
    ("retrieval", "knowledge.sync_requested"): 10.0,
    ("retrieval", "knowledge.index_requested"): 10.0,
}


def durable_name(service: Service, kind: str) -> str:
    """Name of the durable consumer, such as `ticketing-chat-handoff_requested`."""
    return f"{service}-{kind.replace('.', '-')}"


def batch_durable_name(service: Service, stream: str) -> str:
    return f"{service}-{stream}"


def stream_of(kind: str) -> str:
    return BY_KIND[kind].stream


def durables() -> list[Durable]:
    """Every durable consumer the catalogue asks for."""
    single = [
        Durable(
            durable_name(service, line.kind),
            service,
            line.stream,
            (line.subjects,),
            _ACK_WAIT.get((service, line.kind), _TURN_PATH),
        )
        for line in LINES
        for service in line.consumers
        if service not in BATCHED
    ]
    return single + [durable for service in sorted(BATCHED) for durable in _batched(service)]


def _batched(service: Service) -> list[Durable]:
    subjects: dict[str, list[str]] = {}
    for line in LINES:
        if service in line.consumers:
            subjects.setdefault(line.stream, []).append(line.subjects)
    return [
        Durable(batch_durable_name(service, stream), service, stream, tuple(kinds), _BULK)
        for stream, kinds in subjects.items()
    ]
