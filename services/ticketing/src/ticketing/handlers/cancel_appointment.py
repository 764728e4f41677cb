"""An appointment is called off; its place is free again."""

from __future__ import annotations

from chassis import clock
from chassis.errors import Conflict, NotFound
from contracts.appointment_requests import Appointment, Owned
from ticketing.domain.appointment import cancelled
from ticketing.handlers.diary import Diary
from ticketing.handlers.move_appointment import UNKNOWN

OVER = "This appointment is over; there is nothing to cancel."


async def cancel_appointment(ask: Owned, *, diary: Diary) -> Appointment:
    """The cancelled appointment; cancelling it again changes nothing. Raises NotFound and Conflict."""
    async with diary.database.transaction() as tx:
        await diary.appointments.lock(tx.conn, ask.workspace_id)
        before = await diary.appointments.get(tx.conn, ask.workspace_id, ask.appointment_id, ask.contact_id)
        now = clock.now()
        if before is None:
            raise NotFound(UNKNOWN)
        if before.status == "cancelled":
            return before
        if before.ends_at <= now:
            raise Conflict(OVER)
        appointment = cancelled(before, now)
        await diary.appointments.change(tx.conn, ask.workspace_id, appointment)
        await diary.announce(tx, ask.workspace_id, appointment, turn_id=ask.turn_id, by=ask.by)
    diary.wake()
    return appointment
