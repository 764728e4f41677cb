"""What is asked about appointments, and the shapes of the answers."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import AwareDatetime, Field

from contracts.base import Frozen
from contracts.bot_settings import Spans, TimeZone, Weekday
from contracts.catalogue import Service
from contracts.rpc import Page, Rpc, Scoped
from contracts.shapes import Assignee, Requester

AppointmentStatus = Literal["booked", "cancelled"]


class Availability(Frozen):
    """When a bot's team takes appointments, by the clocks of `timezone`; without hours it takes none.

    `exceptions` replace the hours of a date, an empty list closes it. `buffer_minutes` lie between two
    appointments of an agent; `lead_minutes` from now nothing is offered, nor after `horizon_days`.
    `agents` are the users who take them, everybody who handles tickets when it is empty.
    """

    timezone: TimeZone = "UTC"
    weekly: dict[Weekday, Spans] = {}
    exceptions: dict[date, Spans] = Field(default={}, max_length=400)
    slot_minutes: int = Field(default=30, ge=5, le=480)
    buffer_minutes: int = Field(default=0, ge=0, le=240)
    lead_minutes: int = Field(default=60, ge=0, le=20_160)
    horizon_days: int = Field(default=14, ge=1, le=90)
    agents: list[str] = Field(default=[], max_length=100)


class Slot(Frozen):
    starts_at: AwareDatetime
    ends_at: AwareDatetime


class Slots(Frozen):
    """Free times, the earliest first; `timezone` is the one they should be shown in."""

    timezone: str
    slots: list[Slot]


class Appointment(Frozen):
    """`number` is per workspace, such as `A-1001`; `timezone` is the customer's; `version` counts changes."""

    id: str
    number: str
    status: AppointmentStatus
    bot_id: str
    conversation_id: str | None = None
    contact_id: str
    agent: Assignee
    requester: Requester
    starts_at: AwareDatetime
    ends_at: AwareDatetime
    timezone: str
    created_at: AwareDatetime
    updated_at: AwareDatetime
    version: int


class Appointments(Frozen):
    items: list[Appointment]
    next_cursor: str | None = None


class Booked(Frozen):
    """The appointment, or why there is none and which times are free now."""

    appointment: Appointment | None = None
    refused: Literal["taken", "not_offered"] | None = None
    free: Slots | None = None


class GetAvailability(Scoped):
    bot_id: str


class SetAvailability(Scoped):
    bot_id: str
    availability: Availability


class ListSlots(Scoped):
    """Free times that begin in [first, last); from now on and as far as is offered without them."""

    bot_id: str
    first: AwareDatetime | None = None
    last: AwareDatetime | None = None
    timezone: TimeZone | None = None
    limit: int = Field(default=200, ge=1, le=500)


class BookSlot(Scoped):
    """The same `request_id` of a contact is one appointment."""

    bot_id: str
    conversation_id: str
    contact_id: str
    turn_id: str | None = None
    request_id: str
    starts_at: AwareDatetime
    timezone: TimeZone | None = None
    requester: Requester = Requester()


class Owned(Scoped):
    """By a customer for their own alone (`contact_id`), or by a user of the workspace."""

    appointment_id: str
    contact_id: str | None = None
    turn_id: str | None = None
    by: str | None = None


class MoveAppointment(Owned):
    starts_at: AwareDatetime
    timezone: TimeZone | None = None


class ListAppointments(Page):
    """The latest booked first. `coming`: only those that are booked and not over."""

    contact_id: str | None = None
    bot_id: str | None = None
    status: AppointmentStatus | None = None
    coming: bool = False


_CUSTOMERS: tuple[Service, ...] = ("gateway", "conversation")
GET_AVAILABILITY = Rpc("ticketing", "get_availability", GetAvailability, Availability)
SET_AVAILABILITY = Rpc("ticketing", "set_availability", SetAvailability, Availability)
LIST_SLOTS = Rpc("ticketing", "list_slots", ListSlots, Slots, callers=_CUSTOMERS)
BOOK_SLOT = Rpc("ticketing", "book_slot", BookSlot, Booked, callers=_CUSTOMERS)
MOVE_APPOINTMENT = Rpc("ticketing", "move_appointment", MoveAppointment, Booked, callers=_CUSTOMERS)
CANCEL_APPOINTMENT = Rpc("ticketing", "cancel_appointment", Owned, Appointment, callers=_CUSTOMERS)
GET_APPOINTMENT = Rpc("ticketing", "get_appointment", Owned, Appointment)
LIST_APPOINTMENTS = Rpc("ticketing", "list_appointments", ListAppointments, Appointments, callers=_CUSTOMERS)
APPOINTMENT_RPCS = (
    *(GET_AVAILABILITY, SET_AVAILABILITY, LIST_SLOTS),
    *(BOOK_SLOT, MOVE_APPOINTMENT, CANCEL_APPOINTMENT, GET_APPOINTMENT, LIST_APPOINTMENTS),
)
