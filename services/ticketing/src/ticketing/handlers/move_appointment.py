"""An appointment gets another time."""

from __future__ import annotations

from chassis import clock
from chassis.errors import Conflict, NotFound
from contracts.appointment_requests import Appointment, Availability, Booked, MoveAppointment, Slots
from ticketing.domain.appointment import moved
from ticketing.handlers.diary import Diary, offered
from ticketing.ports import PlaceTaken

UNKNOWN = "There is no appointment with this id."
OVER = "This appointment was cancelled or is over; please book a new one."


async def move_appointment(ask: MoveAppointment, *, diary: Diary) -> Booked:
    """The appointment at its new time, or the times that are free. Raises NotFound and Conflict."""
    async with diary.database.read() as conn:
        before = await diary.appointments.get(conn, ask.workspace_id, ask.appointment_id, ask.contact_id)
        if before is None:
            raise NotFound(UNKNOWN)
        availability = await diary.availability(conn, ask.workspace_id, before.bot_id)
    try:
        appointment = await _move(ask, availability, diary)
    except PlaceTaken:
        return Booked(refused="taken", free=await _free(ask, availability, diary))
    if appointment is None:
        return Booked(refused="not_offered", free=await _free(ask, availability, diary))
    diary.wake()
    return Booked(appointment=appointment)


async def _move(ask: MoveAppointment, availability: Availability, diary: Diary) -> Appointment | None:
    async with diary.database.transaction() as tx:
        await diary.appointments.lock(tx.conn, ask.workspace_id)
        before = await diary.appointments.get(tx.conn, ask.workspace_id, ask.appointment_id, ask.contact_id)
        now = clock.now()
        if before is None:
            raise NotFound(UNKNOWN)
        if before.status == "cancelled" or before.ends_at <= now:
            raise Conflict(OVER)
        if before.starts_at == ask.starts_at:
            return before
        slot = offered(availability, ask.starts_at)
        if slot is None:
            return None
        agent = await diary.whoever_is_free(tx.conn, ask.workspace_id, availability, slot, before)
        if agent is None:
            raise PlaceTaken
        appointment = moved(before, slot, agent, ask.timezone or before.timezone, now)
        await diary.appointments.change(tx.conn, ask.workspace_id, appointment)
        await diary.announce(tx, ask.workspace_id, appointment, turn_id=ask.turn_id, by=ask.by)
    return appointment


async def _free(ask: MoveAppointment, availability: Availability, diary: Diary) -> Slots:
    async with diary.database.read() as conn:
        return await diary.free(conn, ask.workspace_id, availability, ask.timezone)
