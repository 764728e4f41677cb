"""Tells a conversation the number of the ticket that was opened for it."""

from __future__ import annotations

from chassis import clock, ids
from chassis.consume import Work
from chassis.outcome import DONE, Outcome, Retry
from contracts.envelope import Event
from contracts.facts.ticket import TicketOpened
from contracts.glimpses import MessageStored, conversation_subject
from conversation.domain.tickets import ticket_message
from conversation.ports import Glimpses, Handoffs, Transcript


class UnknownHandoff(Exception):
    """The handoff of this ticket is not known here."""


async def announce_ticket(
    event: Event[TicketOpened], work: Work, *, handoffs: Handoffs, transcript: Transcript, glimpses: Glimpses
) -> Outcome:
    """Add the system's message; a ticket without a conversation is ignored."""
    fact = event.data
    if fact.conversation_id is None:
        return DONE
    try:
        async with work.transaction() as tx:
            handoff = await handoffs.set_ticket(
                tx.conn, event.workspaceid, fact.handoff_id, fact.ticket_id, fact.number
            )
            if handoff is None:
                raise UnknownHandoff
            said = ticket_message(handoff, "ticket_opened", ids.new_id("msg"), clock.now())
            message = await transcript.add(tx.conn, event.workspaceid, said)
    except UnknownHandoff as unknown:
        return Retry(str(unknown.__doc__), delay=0.5, give_up_after=60)
    subject = conversation_subject(event.workspaceid, handoff.conversation_id)
    await glimpses.show(subject, MessageStored(event="ticket.opened", message=message))
    return DONE
