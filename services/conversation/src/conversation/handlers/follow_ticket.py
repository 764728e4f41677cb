"""Closes a handoff when its ticket is resolved, and opens it again when that is reopened."""

from __future__ import annotations

from chassis.consume import Work
from chassis.outcome import DONE, Outcome, Retry
from contracts.envelope import Event
from contracts.facts.ticket import TicketReopened, TicketResolved
from contracts.glimpses import MessageStored, conversation_subject
from conversation.handlers.take_over import Floor, give_back
from conversation.ports import Handoffs


class TicketNotSeen(Exception):
    """The opening of this ticket was not seen yet."""


async def follow_ticket(
    event: Event[TicketResolved | TicketReopened], work: Work, *, handoffs: Handoffs, floor: Floor
) -> Outcome:
    """Once resolved, the bot answers again, and asking for a person opens a new handoff."""
    fact, workspace_id, said = event.data, event.workspaceid, None
    where = fact.conversation_id
    if where is None:
        return DONE
    reopened = isinstance(fact, TicketReopened)
    try:
        async with work.transaction() as tx:
            held = await floor.conversations.hold(tx.conn, workspace_id, where)
            changed = await handoffs.set_status(
                tx.conn, workspace_id, fact.ticket_id, fact.ticket_version, is_open=reopened
            )
            if changed is None or held is None:
                raise TicketNotSeen
            await floor.conversations.settle(tx.conn, workspace_id, where)
            if changed and held.agent is not None and not reopened:
                said = await give_back(tx, floor, workspace_id, where, held, held.agent)
    except TicketNotSeen as unseen:
        return Retry(str(unseen.__doc__), delay=0.5, give_up_after=60)
    if said is not None:
        told = MessageStored(event="agent.message", message=said)
        await floor.glimpses.show(conversation_subject(workspace_id, where), told)
    return DONE
