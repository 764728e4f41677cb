"""Notes who looks after a handoff's ticket."""

from __future__ import annotations

from chassis.consume import Work
from chassis.outcome import DONE, Outcome, Retry
from contracts.envelope import Event
from contracts.facts.ticket import TicketAssigned
from conversation.handlers.follow_ticket import TicketNotSeen
from conversation.ports import Handoffs


async def note_assignee(event: Event[TicketAssigned], work: Work, *, handoffs: Handoffs) -> Outcome:
    """Store the agent; the opening of the ticket may arrive later."""
    fact = event.data
    if fact.conversation_id is None:
        return DONE
    try:
        async with work.transaction() as tx:
            if not await handoffs.set_assignee(
                tx.conn, event.workspaceid, fact.ticket_id, fact.assignee.name
            ):
                raise TicketNotSeen
    except TicketNotSeen as unseen:
        return Retry(str(unseen.__doc__), delay=0.5, give_up_after=60)
    return DONE
