"""A customer said how to reach them about a ticket that a chat opened."""

from __future__ import annotations

from chassis import clock
from chassis.consume import Work
from chassis.outcome import DONE, Outcome, Retry
from contracts.envelope import Event
from contracts.facts.chat import HandoffCompleted
from ticketing.domain.ticket import completed
from ticketing.ports import Desks, Letters, Mails, Tickets, Wake


class TicketNotOpened(Exception):
    """The ticket of this handoff is not opened yet."""


async def complete_ticket(
    event: Event[HandoffCompleted],
    work: Work,
    *,
    tickets: Tickets,
    desks: Desks,
    letters: Letters,
    mails: Mails,
    wake: Wake,
) -> Outcome:
    """Put the form on the ticket; customer and support team each get one mail about it."""
    fact = event.data
    try:
        async with work.transaction() as tx:
            known = await tickets.of_handoff(tx.conn, event.workspaceid, fact.handoff_id)
            if known is None:
                raise TicketNotOpened
            desk, now = await desks.find(tx.conn, event.workspaceid, fact.bot_id), clock.now()
            ticket = completed(known, fact)
            await tickets.complete(tx.conn, ticket, now)
            written = (letters.contact(ticket, desk), letters.confirmation(ticket, desk))
            await mails.queue(tx.conn, ticket, [letter for letter in written if letter is not None], now)
    except TicketNotOpened as waiting:
        return Retry(str(waiting.__doc__), min(0.1 * work.delivery, 2.0), give_up_after=3600)
    wake()
    return DONE
