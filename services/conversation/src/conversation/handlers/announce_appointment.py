"""An appointment changed outside the chat: the conversation says so."""

from __future__ import annotations

from chassis import clock, ids
from chassis.consume import Work
from chassis.outcome import DONE, Outcome
from contracts.envelope import Event
from contracts.facts.appointment import AppointmentBooked, AppointmentCancelled, AppointmentRescheduled
from contracts.glimpses import MessageStored, conversation_subject
from conversation.domain.booking import announcement
from conversation.handlers.take_over import Floor

Changed = AppointmentBooked | AppointmentRescheduled | AppointmentCancelled


async def announce_appointment(event: Event[Changed], work: Work, *, floor: Floor) -> Outcome:
    """Add the system's message, unless the reply to a turn says it or there is no conversation."""
    fact = event.data
    if fact.conversation_id is None or fact.turn_id is not None:
        return DONE
    where = (event.workspaceid, fact.conversation_id)
    async with work.transaction() as tx:
        held = await floor.conversations.hold(tx.conn, *where)
        if held is None:
            return DONE
        said = announcement(fact, fact.conversation_id, held.locale, ids.new_id("msg"), clock.now())
        message = await floor.transcript.add(tx.conn, event.workspaceid, said)
    shown = MessageStored(event="appointment.changed", message=message)
    await floor.glimpses.show(conversation_subject(*where), shown)
    return DONE
