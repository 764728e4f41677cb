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


class _KnownTicket(Fact):
    """A ticket that was opened before; `ticket_version` of those that change it is the ticket's then."""

    ticket_id: str
    number: str
    conversation_id: str | None = None
    bot_id: str


class TicketAssigned(_KnownTicket):
    kind: ClassVar[str] = "ticket.assigned"

    assignee: Assignee
    assigned_at: AwareDatetime


class TicketUpdated(_KnownTicket):
    """Status or priority changed; `ticket_version` is the ticket's now."""

    kind: ClassVar[str] = "ticket.updated"

    status: TicketStatus
    priority: Priority
    ticket_version: int
    updated_by: str | None = None
    updated_at: AwareDatetime


class TicketResolved(_KnownTicket):
    """An agent solved it, or closed it unsolved.

    What was asked and how it was solved is read by `rpc.ticketing.get_ticket`.
    """

    kind: ClassVar[str] = "ticket.resolved"

    ticket_version: int
    resolved_by: str | None = None
    resolved_at: AwareDatetime


class TicketReopened(_KnownTicket):
    """What was resolved or closed is under way again."""

    kind: ClassVar[str] = "ticket.reopened"

    ticket_version: int
    reopened_by: str | None = None
    reopened_at: AwareDatetime
