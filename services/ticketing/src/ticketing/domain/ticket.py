"""What a ticket is before it is anybody's row."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from contracts.envelope import AnyEvent
from contracts.facts.chat import HandoffCompleted
from contracts.requests import ChangeTicket
from contracts.shapes import Priority, Requester, Ticket, TicketStatus
from ticketing.domain.assignment import Agent
from ticketing.domain.words import clean, one_line, put_before

FIRST_NUMBER = 1001
UNDER_WAY = (TicketStatus.OPEN, TicketStatus.IN_PROGRESS, TicketStatus.WAITING)
"""Statuses of tickets that still ask for somebody's time."""

_NO_SUBJECT = "Request without a subject"


@dataclass(frozen=True, slots=True)
class NewTicket:
    """A ticket about to be opened. `number` counts within the workspace."""

    id: str
    workspace_id: str
    number: int
    handoff_id: str
    conversation_id: str | None
    bot_id: str
    reason: str
    priority: Priority
    subject: str
    description: str
    requester: Requester
    assignee: Agent | None
    requested_at: datetime
    opened_at: datetime


@dataclass(frozen=True, slots=True)
class WaitingTicket:
    """A ticket that nobody was there to take."""

    id: str
    number: int
    version: int
    conversation_id: str | None
    bot_id: str


def shown(number: int) -> str:
    """A ticket's number as people see it."""
    return f"T-{number}"


def ticket_of(
    event: AnyEvent, *, ticket_id: str, number: int, assignee: Agent | None, now: datetime
) -> NewTicket:
    """The one ticket of a handoff. What the customer typed is made storable, nothing is dropped."""
    handoff = event.data
    return NewTicket(
        id=ticket_id,
        workspace_id=event.workspaceid,
        number=number,
        handoff_id=handoff.handoff_id,
        conversation_id=handoff.conversation_id,
        bot_id=handoff.bot_id,
        reason=handoff.reason,
        priority=handoff.priority,
        subject=one_line(handoff.subject) or _NO_SUBJECT,
        description=clean(handoff.description),
        requester=storable(handoff.requester),
        assignee=assignee,
        requested_at=handoff.requested_at,
        opened_at=now,
    )


def completed(ticket: NewTicket, fact: HandoffCompleted) -> NewTicket:
    """The ticket with what the customer's form adds; nothing known is lost.

    Medium is what the form says when the customer leaves it alone, so it lowers nothing.
    """
    given, known = storable(fact.requester), ticket.requester
    requester = Requester(
        name=given.name or known.name, email=given.email or known.email, phone=given.phone or known.phone
    )
    chosen = fact.priority not in (None, Priority.MEDIUM)
    return replace(
        ticket,
        requester=requester,
        description=put_before(fact.description, ticket.description),
        priority=fact.priority if fact.priority and chosen else ticket.priority,
    )


def changed_ticket(before: Ticket, ask: ChangeTicket, now: datetime) -> Ticket:
    """The ticket as it is asked for; what is None stays."""
    change = {
        "status": ask.status or before.status,
        "priority": ask.priority or before.priority,
        "resolution": clean(ask.resolution) if ask.resolution else before.resolution,
    }
    return before.model_copy(update={**change, "version": before.version + 1, "updated_at": now})


def is_solved_by(before: Ticket, after: Ticket) -> bool:
    """Whether this change brings the solution; a correction of what was over already does not."""
    return after.status is TicketStatus.RESOLVED and before.status in UNDER_WAY


def storable(requester: Requester) -> Requester:
    return Requester(
        name=one_line(requester.name) if requester.name else None,
        email=one_line(requester.email, 254) if requester.email else None,
        phone=one_line(requester.phone) if requester.phone else None,
    )
