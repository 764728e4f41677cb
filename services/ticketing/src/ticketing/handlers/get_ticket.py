"""One ticket, as staff see it."""

from __future__ import annotations

from chassis.errors import Invalid, NotFound
from contracts.requests import GetTicket
from contracts.shapes import Ticket
from ticketing.ports import Reads, Tickets


async def get_ticket(ask: GetTicket, *, database: Reads, tickets: Tickets) -> Ticket:
    """Raises NotFound, also for what belongs to another workspace, and Invalid without exactly one id."""
    if (ask.ticket_id is None) == (ask.handoff_id is None):
        raise Invalid("Ask for a ticket by either ticket_id or handoff_id.")
    async with database.read() as conn:
        if ask.ticket_id is not None:
            ticket = await tickets.by_id(conn, ask.workspace_id, ask.ticket_id)
        else:
            ticket = await tickets.by_handoff(conn, ask.workspace_id, ask.handoff_id or "")
    if ticket is None:
        raise NotFound("There is no ticket with this id.")
    return ticket
