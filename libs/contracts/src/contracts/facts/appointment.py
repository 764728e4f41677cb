"""What happens to appointments."""

from __future__ import annotations

from typing import ClassVar

from pydantic import AwareDatetime

from contracts.base import Fact
from contracts.shapes import Assignee


class _Appointment(Fact):
    """`turn_id` is the turn whose reply tells the customer; `timezone` is where the customer is."""

    appointment_id: str
    number: str
    conversation_id: str | None = None
    turn_id: str | None = None
    bot_id: str
    agent: Assignee
    starts_at: AwareDatetime
    ends_at: AwareDatetime
    timezone: str


class AppointmentBooked(_Appointment):
    """A time is taken."""

    kind: ClassVar[str] = "appointment.booked"

    booked_at: AwareDatetime


class AppointmentRescheduled(_Appointment):
    """It is at another time now, perhaps with another agent; `handed_on`: only the agent is another one."""

    kind: ClassVar[str] = "appointment.rescheduled"

    appointment_version: int
    rescheduled_by: str | None = None
    handed_on: bool = False
    rescheduled_at: AwareDatetime


class AppointmentCancelled(_Appointment):
    """`cancelled_by` is the user who did it, or None when the customer did."""

    kind: ClassVar[str] = "appointment.cancelled"

    appointment_version: int
    cancelled_by: str | None = None
    cancelled_at: AwareDatetime
