"""What happens to tickets."""

from __future__ import annotations

from typing import ClassVar

from pydantic import AwareDatetime

from contracts.base import Fact
from contracts.shapes import Assignee, Priority, TicketStatus


class TicketOpened(Fact):
    kind: ClassVar[str] = "ticket.opened"

    ticket_id: str
    number: str
    handoff_id: str
    conversation_id: str | None = None
    bot_id: str
    priority: Priority
    subject: str
    requested_at: AwareDatetime
    opened_at: AwareDatetime


class TicketAssigned(Fact):
    kind: ClassVar[str] = "ticket.assigned"

    ticket_id: str
    number: str
    conversation_id: str | None = None
    bot_id: str
    assignee: Assignee
    assigned_at: AwareDatetime


class TicketUpdated(Fact):
    """Status or priority changed; `ticket_version` is the ticket's now."""

    kind: ClassVar[str] = "ticket.updated"

    ticket_id: str
    number: str
    conversation_id: str | None = None
    bot_id: str
    status: TicketStatus
    priority: Priority
    ticket_version: int
    updated_by: str | None = None
    updated_at: AwareDatetime


class TicketResolved(Fact):
    """An agent solved it. What was asked and how it was solved is read by `rpc.ticketing.get_ticket`."""

    kind: ClassVar[str] = "ticket.resolved"

    ticket_id: str
    number: str
    conversation_id: str | None = None
    bot_id: str
    ticket_version: int
    resolved_by: str | None = None
    resolved_at: AwareDatetime


class TicketReopened(Fact):
    """What was resolved or closed is under way again."""

    kind: ClassVar[str] = "ticket.reopened"

    ticket_id: str
    number: str
    conversation_id: str | None = None
    bot_id: str
    ticket_version: int
    reopened_by: str | None = None
    reopened_at: AwareDatetime
