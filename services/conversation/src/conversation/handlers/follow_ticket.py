"""Closes a handoff when its ticket is done, and opens it again when that is reopened."""

from __future__ import annotations

from chassis import clock, ids
from chassis.consume import Work
from chassis.db import Tx
from chassis.outcome import DONE, Outcome, Retry
from contracts.envelope import Event
from contracts.facts.ticket import TicketReopened, TicketResolved
from contracts.shapes import Message
from conversation.domain.agents import Held
from conversation.domain.tickets import Handoff, done_message
from conversation.handlers.take_over import Floor, give_back, show_said
from conversation.ports import Handoffs


class TicketNotSeen(Exception):
    """The opening of this ticket was not seen yet."""


async def follow_ticket(
    event: Event[TicketResolved | TicketReopened], work: Work, *, handoffs: Handoffs, floor: Floor
) -> Outcome:
    """Once it is done the customer reads so, the bot answers again, and a wish for a person opens another."""
    fact, workspace_id = event.data, event.workspaceid
    where, said = fact.conversation_id, list[Message]()
    if where is None:
        return DONE
    reopened = isinstance(fact, TicketReopened)
    try:
        async with work.transaction() as tx:
            held = await floor.conversations.hold(tx.conn, workspace_id, where)
            found = await handoffs.set_status(
                tx.conn, workspace_id, fact.ticket_id, fact.ticket_version, is_open=reopened
            )
            if found is None or held is None:
                raise TicketNotSeen
            handoff, moved = found
            await floor.conversations.settle(tx.conn, workspace_id, where)
            if moved and not reopened:
                said = await _finish(tx, floor, workspace_id, handoff, held)
    except TicketNotSeen as unseen:
        return Retry(str(unseen.__doc__), delay=0.5, give_up_after=60)
    for message in said:
        await show_said(floor, workspace_id, message)
    return DONE


async def _finish(tx: Tx, floor: Floor, workspace_id: str, handoff: Handoff, held: Held) -> list[Message]:
    done = done_message(handoff, ids.new_id("msg"), clock.now(), closed=held.closed)
    said = [await floor.transcript.add(tx.conn, workspace_id, done)]
    if held.agent is not None:
        said.append(await give_back(tx, floor, workspace_id, handoff.conversation_id, held, held.agent))
    return said
