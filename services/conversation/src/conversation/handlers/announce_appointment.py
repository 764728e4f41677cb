"""Tells a conversation that an appointment changed, unless a reply in it already does."""

from __future__ import annotations

from chassis import clock, ids
from chassis.consume import Work
from chassis.outcome import DONE, Outcome, Retry
from contracts.envelope import Event
from contracts.facts.appointment import AppointmentBooked, AppointmentCancelled, AppointmentRescheduled
from contracts.glimpses import MessageStored, conversation_subject
from contracts.shapes import Message
from conversation.domain.booking import announcement, tells_of
from conversation.handlers.take_over import Floor

Changed = AppointmentBooked | AppointmentRescheduled | AppointmentCancelled
PATIENCE = 60
"""How many deliveries to wait for the end of the turn: half a minute, longer than a turn may take."""


class _TurnOpen(Exception):
    """The turn that changed the appointment has not ended yet."""


async def announce_appointment(event: Event[Changed], work: Work, *, floor: Floor) -> Outcome:
    """Add the system's message; it also makes good for a reply that was lost on the way to a booking."""
    fact = event.data
    if fact.conversation_id is None:
        return DONE
    where = (event.workspaceid, fact.conversation_id)
    try:
        async with work.transaction() as tx:
            held = await floor.conversations.hold(tx.conn, *where)
            reply = await floor.transcript.reply_to(tx.conn, *where, fact.turn_id) if fact.turn_id else None
            if fact.turn_id and reply is None and work.delivery < PATIENCE:
                raise _TurnOpen
            if held is None or _told(reply, fact):
                return DONE
            said = announcement(fact, fact.conversation_id, held.locale, ids.new_id("msg"), clock.now())
            message = await floor.transcript.add(tx.conn, event.workspaceid, said)
    except _TurnOpen as waiting:
        return Retry(str(waiting.__doc__), delay=0.5)
    shown = MessageStored(event="appointment.changed", message=message)
    await floor.glimpses.show(conversation_subject(*where), shown)
    return DONE


def _told(reply: Message | None, fact: Changed) -> bool:
    return reply is not None and tells_of(reply, fact.appointment_id)
