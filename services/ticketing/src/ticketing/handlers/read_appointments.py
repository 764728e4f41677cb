"""Appointments as customers and staff read them."""

from __future__ import annotations

from chassis import clock
from chassis.errors import NotFound
from contracts.appointment_requests import Appointment, Appointments, ListAppointments, Owned
from ticketing.handlers.diary import Diary
from ticketing.handlers.list_tickets import number_below
from ticketing.handlers.move_appointment import UNKNOWN


async def get_appointment(ask: Owned, *, diary: Diary) -> Appointment:
    """Raises NotFound, also for what belongs to another contact or workspace."""
    async with diary.database.read() as conn:
        found = await diary.appointments.get(conn, ask.workspace_id, ask.appointment_id, ask.contact_id)
    if found is None:
        raise NotFound(UNKNOWN)
    return found


async def list_appointments(ask: ListAppointments, *, diary: Diary) -> Appointments:
    """Raises Invalid when the cursor is none of ours."""
    async with diary.database.read() as conn:
        found = await diary.appointments.page(
            conn, ask, below=number_below(ask.cursor, "A-"), now=clock.now(), limit=ask.limit + 1
        )
    page, more = found[: ask.limit], len(found) > ask.limit
    return Appointments(items=page, next_cursor=page[-1].number if more else None)
