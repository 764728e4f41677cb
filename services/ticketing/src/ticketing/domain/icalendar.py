"""Appointments as calendars read them: iCalendar (RFC 5545) in UTC, published as RFC 5546 says."""

from __future__ import annotations

from datetime import UTC, datetime

from contracts.appointment_requests import Appointment

_LINE = 75


def event_of(appointment: Appointment, *, summary: str, organizer: str) -> str:
    """One VEVENT. A newer version of the appointment replaces an older one; a cancelled one takes it away.

    `summary` and `organizer` (an address) are the company's own.
    """
    over = appointment.status == "cancelled"
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Answerbus//Appointments//EN",
        f"METHOD:{'CANCEL' if over else 'PUBLISH'}",
        "BEGIN:VEVENT",
        f"UID:{appointment.id}@answerbus",
        f"SEQUENCE:{appointment.version - 1}",
        f"DTSTAMP:{_utc(appointment.updated_at)}",
        f"DTSTART:{_utc(appointment.starts_at)}",
        f"DTEND:{_utc(appointment.ends_at)}",
        f"SUMMARY:{_escaped(summary)}",
        f"ORGANIZER:mailto:{organizer}",
        f"STATUS:{'CANCELLED' if over else 'CONFIRMED'}",
        "END:VEVENT",
        "END:VCALENDAR",
    ]
    return "".join(f"{_folded(line)}\r\n" for line in lines)


def method_of(calendar: str) -> str:
    """The method a calendar names, for the header of the mail part."""
    return "CANCEL" if "\r\nMETHOD:CANCEL\r\n" in calendar else "PUBLISH"


def _utc(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def _escaped(text: str) -> str:
    for plain in ("\\", ";", ","):
        text = text.replace(plain, f"\\{plain}")
    return text.replace("\r\n", "\n").replace("\n", "\\n").replace("\r", "")


def _folded(line: str) -> str:
    """At most 75 octets a line, never cut within a character; what follows begins with a space."""
    parts, room = [""], _LINE
    for character in line:
        size = len(character.encode())
        if size > room:
            parts.append("")
            room = _LINE - 1
        parts[-1] += character
        room -= size
    return "\r\n ".join(parts)
