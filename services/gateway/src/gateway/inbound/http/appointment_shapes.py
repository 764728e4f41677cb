"""What is sent about appointments."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import AwareDatetime, ConfigDict, Field
from pydantic.config import JsonDict

from contracts.appointment_requests import Availability, Slots
from contracts.bot_settings import TimeZone
from gateway.inbound.http.shapes import Email, Name, ProblemDetails, Taken

NEW: JsonDict = {
    "starts_at": "2026-03-27T13:00:00Z",
    "timezone": "America/New_York",
    "name": "Ida Berg",
    "email": "ida@example.com",
    "request_id": "k3v9",
}
OPEN: JsonDict = {
    "timezone": "Europe/Berlin",
    "weekly": {"mon": [["09:00", "12:00"], ["13:00", "17:00"]], "fri": [["09:00", "15:00"]]},
    "exceptions": {"2026-12-24": [], "2026-12-28": [["10:00", "12:00"]]},
    "slot_minutes": 30,
    "buffer_minutes": 10,
    "lead_minutes": 120,
    "horizon_days": 21,
    "agents": [],
}
Moment = Annotated[AwareDatetime, Field(description="RFC 3339, one of the times that `slots` gives.")]


class NewAppointment(Taken):
    """The same `request_id` is one appointment, however often it is sent."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [NEW]})

    starts_at: Moment
    timezone: TimeZone | None = None
    name: Name | None = None
    email: Email | None = None
    phone: str | None = Field(default=None, max_length=50)
    request_id: str | None = Field(default=None, min_length=1, max_length=100)


class AppointmentChange(Taken):
    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"starts_at": "2026-03-30T12:00:00Z"}]}
    )

    starts_at: Moment
    timezone: TimeZone | None = None


class AvailabilityBody(Availability):
    """The whole availability; what is left out gets its default."""

    model_config = ConfigDict(json_schema_extra={"examples": [OPEN]})


class SlotTaken(ProblemDetails):
    """A problem, with the times that are free now."""

    free: Slots


TAKEN: dict[int | str, dict[str, Any]] = {
    409: {"model": SlotTaken, "description": "The time is not free; `free` says which are."}
}
