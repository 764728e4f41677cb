"""Customers choose, move and cancel appointments; agents do it for them."""

from __future__ import annotations

from datetime import datetime

from contracts.appointment_requests import (
    BOOK_SLOT,
    CANCEL_APPOINTMENT,
    MOVE_APPOINTMENT,
    Appointment,
    Booked,
    BookSlot,
    MoveAppointment,
    Owned,
    Slots,
)
from contracts.event_ids import derived_id
from contracts.shapes import Requester
from gateway.domain.identity import Client, Visit
from gateway.ports import Asking
from gateway.refusals import SlotTaken

NOT_OFFERED = "This time is not offered. Please choose one of the free times."


async def book(
    visit: Visit,
    starts_at: datetime,
    timezone: str | None,
    requester: Requester,
    request_id: str | None,
    *,
    bus: Asking,
) -> Appointment:
    """Raises SlotTaken with the times that are free, Refused or Unavailable."""
    ask = BookSlot(
        workspace_id=visit.workspace_id,
        bot_id=visit.bot_id,
        conversation_id=visit.conversation_id,
        contact_id=visit.contact_id,
        request_id=request_id or derived_id("req", visit.conversation_id, starts_at.isoformat()),
        starts_at=starts_at,
        timezone=timezone,
        requester=requester,
    )
    return _appointment(await bus.ask(BOOK_SLOT, ask))


async def move(
    client: Client, appointment_id: str, starts_at: datetime, timezone: str | None, *, bus: Asking
) -> Appointment:
    """Raises SlotTaken with the times that are free, Refused or Unavailable."""
    own = owned(client, appointment_id)
    ask = MoveAppointment(**own.model_dump(exclude_none=True), starts_at=starts_at, timezone=timezone)
    return _appointment(await bus.ask(MOVE_APPOINTMENT, ask))


async def cancel(client: Client, appointment_id: str, *, bus: Asking) -> Appointment:
    """Cancelling it again changes nothing. Raises Refused or Unavailable."""
    return await bus.ask(CANCEL_APPOINTMENT, owned(client, appointment_id))


def owned(client: Client, appointment_id: str) -> Owned:
    """An appointment as this client may ask for it."""
    return Owned(
        workspace_id=client.workspace_id,
        appointment_id=appointment_id,
        contact_id=client.contact_id,
        by=client.user_id,
    )


def _appointment(answer: Booked) -> Appointment:
    if answer.appointment is not None:
        return answer.appointment
    free = answer.free or Slots(timezone="UTC", slots=[])
    raise SlotTaken(free, NOT_OFFERED if answer.refused == "not_offered" else None)
