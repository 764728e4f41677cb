"""A customer fills in the handoff form and learns the number of the ticket."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from dataclasses import dataclass

from chassis import clock
from chassis.errors import Refusal
from contracts.event_ids import derived_id
from contracts.requests import GET_TICKET, REQUEST_HANDOFF, GetTicket, RequestHandoff
from contracts.shapes import Priority, Requester, Ticket
from gateway.domain.identity import Visit
from gateway.ports import Asking

FIRST_PAUSE, LONGEST_PAUSE = 0.05, 0.25
PATIENCE = 5.0


@dataclass(frozen=True, slots=True)
class HandoffForm:
    requester: Requester
    description: str
    priority: Priority | None = None
    request_id: str | None = None

    def key(self, conversation_id: str) -> str:
        """The same form sent twice is one request, even without an id of its own."""
        requester = self.requester
        parts = (requester.name or "", requester.email or "", requester.phone or "", self.description)
        return self.request_id or derived_id("req", conversation_id, *parts, self.priority or Priority.MEDIUM)


async def ask_for_person(visit: Visit, form: HandoffForm, *, bus: Asking) -> tuple[str, Ticket | None]:
    """The handoff id, and its ticket if that was opened within 5 s. Raises Refused or Unavailable."""
    question = RequestHandoff(
        workspace_id=visit.workspace_id,
        conversation_id=visit.conversation_id,
        bot_id=visit.bot_id,
        contact_id=visit.contact_id,
        request_id=form.key(visit.conversation_id),
        requester=form.requester,
        description=form.description,
        priority=form.priority,
    )
    handoff = await bus.ask(REQUEST_HANDOFF, question)
    return handoff.handoff_id, await _ticket(visit.workspace_id, handoff.handoff_id, bus)


async def _ticket(workspace_id: str, handoff_id: str, bus: Asking) -> Ticket | None:
    question = GetTicket(workspace_id=workspace_id, handoff_id=handoff_id)
    until, pause = clock.monotonic() + PATIENCE, FIRST_PAUSE
    ticket: Ticket | None = None
    while (left := until - clock.monotonic()) > 0 and not _says_who(ticket):
        await asyncio.sleep(min(pause, left))
        with suppress(Refusal):
            ticket = await bus.ask(GET_TICKET, question, timeout=max(0.1, min(1.0, left)))
        pause = min(pause * 1.5, LONGEST_PAUSE)
    return ticket


def _says_who(ticket: Ticket | None) -> bool:
    """A ticket that the chat opened knows nobody until ticketing has read the form."""
    return ticket is not None and ticket.requester.email is not None
