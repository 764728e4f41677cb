from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.appointment_requests import Appointment
from contracts.shapes import Assignee, Requester
from ticketing.domain.icalendar import event_of, method_of

MOMENT = datetime(2026, 3, 27, 13, 0, tzinfo=UTC)
APPOINTMENT = Appointment(
    id="apt_1",
    number="A-1001",
    status="booked",
    bot_id="bot_1",
    contact_id="ctc_1",
    agent=Assignee(user_id="usr_1", name="Alex"),
    requester=Requester(),
    starts_at=MOMENT,
    ends_at=MOMENT.replace(minute=30),
    timezone="Europe/Berlin",
    created_at=MOMENT.replace(day=1),
    updated_at=MOMENT.replace(day=2),
    version=1,
)


def read(calendar: str) -> dict[str, str]:
    """The properties by name, unfolded and without their escapes."""
    assert calendar.endswith("\r\n")
    unfolded = calendar.replace("\r\n ", "")
    lines = [line.split(":", 1) for line in unfolded.split("\r\n") if line]
    unescaped = {r"\n": "\n", r"\,": ",", r"\;": ";", r"\\": "\\"}
    return {name: re.sub(r"\\[n,;\\]", lambda found: unescaped[found[0]], value) for name, value in lines}


def test_a_calendar_holds_the_one_event() -> None:
    calendar = event_of(APPOINTMENT, summary="Appointment A-1001, Parcelwing", organizer="help@p.example")
    assert calendar.split("\r\n")[:5] == [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Answerbus//Appointments//EN",
        "METHOD:PUBLISH",
        "BEGIN:VEVENT",
    ]
    assert calendar.endswith("END:VEVENT\r\nEND:VCALENDAR\r\n")
    assert read(calendar) | {"BEGIN": "", "END": ""} == {
        **{"BEGIN": "", "END": "", "VERSION": "2.0", "PRODID": "-//Answerbus//Appointments//EN"},
        **{"METHOD": "PUBLISH", "UID": "apt_1@answerbus", "SEQUENCE": "0", "STATUS": "CONFIRMED"},
        **{"DTSTAMP": "20260302T130000Z", "DTSTART": "20260327T130000Z", "DTEND": "20260327T133000Z"},
        **{"SUMMARY": "Appointment A-1001, Parcelwing", "ORGANIZER": "mailto:help@p.example"},
    }


@pytest.mark.parametrize(
    ("change", "method", "status", "sequence"),
    [
        ({"version": 3}, "PUBLISH", "CONFIRMED", "2"),
        ({"version": 4, "status": "cancelled"}, "CANCEL", "CANCELLED", "3"),
    ],
)
def test_a_later_version_replaces_the_one_before(
    change: dict[str, object], method: str, status: str, sequence: str
) -> None:
    calendar = event_of(APPOINTMENT.model_copy(update=change), summary="s", organizer="o@p.example")
    found = read(calendar)
    assert (found["METHOD"], found["STATUS"], found["SEQUENCE"]) == (method, status, sequence)
    assert found["UID"] == "apt_1@answerbus" and method_of(calendar) == method


@given(st.text(alphabet=st.characters(exclude_categories=["Cc", "Cs"]), max_size=300))
def test_any_name_survives_in_lines_of_at_most_75_octets(summary: str) -> None:
    calendar = event_of(APPOINTMENT, summary=summary, organizer="o@p.example")
    assert all(len(line.encode()) <= 75 for line in calendar.split("\r\n"))
    assert read(calendar)["SUMMARY"] == summary


def test_a_name_cannot_add_a_line() -> None:
    calendar = event_of(APPOINTMENT, summary="a\r\nATTENDEE:mailto:x@y", organizer="o@p.example")
    assert "\r\nATTENDEE" not in calendar and "METHOD:CANCEL" not in calendar
