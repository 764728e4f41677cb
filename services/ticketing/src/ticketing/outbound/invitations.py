"""Writes the mails of an appointment, with the entry for a calendar, in English and German."""

from __future__ import annotations

from datetime import datetime
from typing import Literal
from zoneinfo import ZoneInfo

from contracts.appointment_requests import Appointment
from contracts.mail_address import valid_address
from ticketing.domain.desk import Desk, Language
from ticketing.domain.icalendar import event_of
from ticketing.domain.mail import Letter
from ticketing.outbound.rendering import render

Step = Literal["booked", "rescheduled", "handed_on", "cancelled", "unattended"]
Side = Literal["customer", "agent", "team"]
NOBODY = "noreply@answerbus.invalid"
_SUBJECTS: dict[Language, dict[Step, str]] = {
    "en": {
        "booked": "Your appointment {number}",
        "rescheduled": "Your appointment {number} has a new time",
        "handed_on": "Your appointment {number} is with another person",
        "cancelled": "Your appointment {number} is cancelled",
        "unattended": "Nobody attends to appointment {number}",
    },
    "de": {
        "booked": "Ihr Termin {number}",
        "rescheduled": "Ihr Termin {number} hat eine neue Zeit",
        "handed_on": "Ihr Termin {number} ist bei jemand anderem",
        "cancelled": "Ihr Termin {number} ist abgesagt",
        "unattended": "Den Termin {number} nimmt niemand wahr",
    },
}
_SUMMARIES: dict[Language, str] = {
    "en": "Appointment {number}, {company}",
    "de": "Termin {number}, {company}",
}
_DAYS: dict[Language, str] = {
    "en": "Monday Tuesday Wednesday Thursday Friday Saturday Sunday",
    "de": "Montag Dienstag Mittwoch Donnerstag Freitag Samstag Sonntag",
}
_MONTHS: dict[Language, str] = {
    "en": "January February March April May June July August September October November December",
    "de": "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
}
_DATES: dict[Language, str] = {
    "en": "{weekday}, {day} {month} {year}, {start}–{end} ({zone})",
    "de": "{weekday}, {day}. {month} {year}, {start}–{end} Uhr ({zone})",
}


class InvitationWriter:
    """The address is not verified, so that not a word in them comes from whoever booked."""

    def to_customer(self, appointment: Appointment, desk: Desk, *, handed: bool = False) -> Letter | None:
        recipient, step = valid_address(appointment.requester.email), _step(appointment, handed)
        return _letter("customer", step, recipient, appointment, desk, appointment.timezone)

    def to_agent(
        self,
        appointment: Appointment,
        desk: Desk,
        address: str | None,
        timezone: str,
        *,
        handed: bool = False,
    ) -> Letter | None:
        recipient, step = valid_address(address) or desk.recipient, _step(appointment, handed)
        return _letter("agent", step, recipient, appointment, desk, timezone)

    def to_team(self, appointment: Appointment, desk: Desk, timezone: str) -> Letter | None:
        return _letter("team", "unattended", desk.recipient, appointment, desk, timezone)


def _letter(
    side: Side, step: Step, recipient: str | None, appointment: Appointment, desk: Desk, timezone: str
) -> Letter | None:
    if recipient is None:
        return None
    language = desk.language
    named = {"number": appointment.number, "company": desk.sender_name}
    facts = {
        **named,
        "side": side,
        "step": step,
        "when": spoken(appointment.starts_at, appointment.ends_at, timezone, language),
        "agent": appointment.agent.name,
        "conversation_id": appointment.conversation_id,
    }
    summary, organizer = _SUMMARIES[language].format(**named), desk.recipient or NOBODY
    return Letter(
        kind=f"{side}.{appointment.version}",
        recipient=recipient,
        subject=_SUBJECTS[language][step].format(**named),
        text=render(f"appointment.{language}.txt", facts),
        html=render(f"appointment.{language}.html", facts),
        calendar=None if side == "team" else event_of(appointment, summary=summary, organizer=organizer),
    )


def spoken(starts_at: datetime, ends_at: datetime, timezone: str, language: Language) -> str:
    """Such as `Friday, 27 March 2026, 14:00–14:30 (Europe/Berlin)`."""
    start, end = (each.astimezone(ZoneInfo(timezone)) for each in (starts_at, ends_at))
    return _DATES[language].format(
        weekday=_DAYS[language].split()[start.weekday()],
        day=start.day,
        month=_MONTHS[language].split()[start.month - 1],
        year=start.year,
        start=f"{start:%H:%M}",
        end=f"{end:%H:%M}",
        zone=timezone,
    )


def _step(appointment: Appointment, handed: bool) -> Step:
    if appointment.status == "cancelled":
        return "cancelled"
    if handed:
        return "handed_on"
    return "booked" if appointment.version == 1 else "rescheduled"
