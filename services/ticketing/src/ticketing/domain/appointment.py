"""What an appointment is, and how it changes."""

from __future__ import annotations

from datetime import datetime

from contracts.appointment_requests import Appointment, BookSlot, Slot
from contracts.facts.appointment import AppointmentBooked, AppointmentCancelled, AppointmentRescheduled
from contracts.shapes import Assignee
from ticketing.domain.assignment import Agent
from ticketing.domain.ticket import storable

FIRST_NUMBER = 1001
MOST_COMING = 5
"""A customer may have this many ahead, so that nobody empties the calendar."""


def shown(number: int) -> str:
    """An appointment's number as people see it."""
    return f"A-{number}"


def booked(
    ask: BookSlot, slot: Slot, agent: Agent, *, appointment_id: str, number: int, timezone: str, now: datetime
) -> Appointment:
    return Appointment(
        id=appointment_id,
        number=shown(number),
        status="booked",
        bot_id=ask.bot_id,
        conversation_id=ask.conversation_id,
        contact_id=ask.contact_id,
        agent=Assignee(user_id=agent.user_id, name=agent.name),
        requester=storable(ask.requester),
        starts_at=slot.starts_at,
        ends_at=slot.ends_at,
        timezone=timezone,
        created_at=now,
        updated_at=now,
        version=1,
    )


def moved(before: Appointment, slot: Slot, agent: Agent, timezone: str, now: datetime) -> Appointment:
    change = {
        "agent": Assignee(user_id=agent.user_id, name=agent.name),
        "starts_at": slot.starts_at,
        "ends_at": slot.ends_at,
        "timezone": timezone,
    }
    return before.model_copy(update={**change, "updated_at": now, "version": before.version + 1})


def handed_on(before: Appointment, agent: Agent, now: datetime) -> Appointment:
    """At its time, with somebody else."""
    slot = Slot(starts_at=before.starts_at, ends_at=before.ends_at)
    return moved(before, slot, agent, before.timezone, now)


def cancelled(before: Appointment, now: datetime) -> Appointment:
    return before.model_copy(update={"status": "cancelled", "updated_at": now, "version": before.version + 1})


AppointmentFact = AppointmentBooked | AppointmentRescheduled | AppointmentCancelled


def fact_of(
    appointment: Appointment, *, turn_id: str | None, by: str | None, handed: bool = False
) -> AppointmentFact:
    """What just became true of it; no word of the customer's is in it."""
    same = {
        "appointment_id": appointment.id,
        "number": appointment.number,
        "conversation_id": appointment.conversation_id,
        "turn_id": turn_id,
        "bot_id": appointment.bot_id,
        "agent": appointment.agent,
        "starts_at": appointment.starts_at,
        "ends_at": appointment.ends_at,
        "timezone": appointment.timezone,
    }
    if appointment.version == 1:
        return AppointmentBooked(**same, booked_at=appointment.created_at)
    change = {**same, "appointment_version": appointment.version}
    if appointment.status == "cancelled":
        return AppointmentCancelled(**change, cancelled_by=by, cancelled_at=appointment.updated_at)
    moment = appointment.updated_at
    return AppointmentRescheduled(**change, rescheduled_by=by, handed_on=handed, rescheduled_at=moment)
