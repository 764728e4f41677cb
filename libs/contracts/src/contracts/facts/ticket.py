"""What happens to tickets."""

from __future__ import annotations

from typing import ClassVar

from pydantic import AwareDatetime

from contracts.base import Fact
from contracts.shapes import Assignee, Priority


class TicketOpened(Fact):
    kind: ClassVar[str] = "ticket.opened"

    ticket_id: str
    number: str
    handoff_id: str
    conversation_id: str | None
    bot_id: str
    priority: Priority
    subject: str
    requested_at: AwareDatetime
    opened_at: AwareDatetime


class TicketAssigned(Fact):
    kind: ClassVar[str] = "ticket.assigned"

    ticket_id: str
    number: str
    conversation_id: str | None
    bot_id: str
    assignee: Assignee
    assigned_at: AwareDatetime
