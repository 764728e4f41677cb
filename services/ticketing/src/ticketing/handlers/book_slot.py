"""A customer chooses a time: one appointment for one request, one request for one place."""

from __future__ import annotations

from typing import Literal

from chassis import clock, ids
from chassis.errors import Conflict
from contracts.appointment_requests import Appointment, Availability, Booked, BookSlot
from ticketing.domain.appointment import MOST_COMING, booked
from ticketing.handlers.diary import Diary, offered
from ticketing.ports import PlaceTaken

ENOUGH = "You have several appointments ahead already; please cancel one of them first."


async def book_slot(ask: BookSlot, *, diary: Diary) -> Booked:
    """The appointment, or the times that are free now. Raises NotFound and Conflict."""
    async with diary.database.read() as conn:
        availability = await diary.availability(conn, ask.workspace_id, ask.bot_id)
    try:
        appointment = await _book(ask, availability, diary)
    except PlaceTaken:
        return await _refused(ask, availability, diary, "taken")
    if appointment is None:
        return await _refused(ask, availability, diary, "not_offered")
    diary.wake()
    return Booked(appointment=appointment)


async def _refused(
    ask: BookSlot, availability: Availability, diary: Diary, why: Literal["taken", "not_offered"]
) -> Booked:
    """Why there is no appointment, with the times that are free now."""
    async with diary.database.read() as conn:
        free = await diary.free(conn, ask.workspace_id, availability, ask.timezone)
    return Booked(refused=why, free=free)


async def _book(ask: BookSlot, availability: Availability, diary: Diary) -> Appointment | None:
    """None when the time is not offered; raises PlaceTaken when nobody is free then."""
    async with diary.database.transaction() as tx:
        number = await diary.appointments.lock(tx.conn, ask.workspace_id)
        known = await diary.appointments.of_request(tx.conn, ask.workspace_id, ask.contact_id, ask.request_id)
        if known is not None:
            return known
        slot, now = offered(availability, ask.starts_at), clock.now()
        if slot is None:
            return None
        if await diary.appointments.coming(tx.conn, ask.workspace_id, ask.contact_id, now) >= MOST_COMING:
            raise Conflict(ENOUGH)
        agent = await diary.whoever_is_free(tx.conn, ask.workspace_id, availability, slot)
        if agent is None:
            raise PlaceTaken
        appointment = booked(
            ask,
            slot,
            agent,
            appointment_id=ids.new_id("apt"),
            number=number,
            timezone=ask.timezone or availability.timezone,
            now=now,
        )
        await diary.appointments.add(tx.conn, ask.workspace_id, appointment, ask.request_id)
        await diary.announce(tx, ask.workspace_id, appointment, turn_id=ask.turn_id, by=None)
    return appointment
