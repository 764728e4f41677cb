"""Appointments: reads what a customer asks for, and puts appointments into words, pickers and cards."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from contracts.appointment_requests import Appointment, Slots
from contracts.facts.appointment import AppointmentBooked, AppointmentCancelled, AppointmentRescheduled
from contracts.shapes import Assignee, Message, SuggestedAction
from conversation.domain.booking_words import DATES, MONTHS, WORDS
from conversation.domain.day_names import weekday
from conversation.domain.own_appointments import asks_for_own
from conversation.domain.phrases import language_of
from conversation.domain.turns import Turn

VERSION = "booking-1"
OFFERED = frozenset({"slots_offered", "slot_taken", "slot_not_offered"})
TOLD = "appointments_told"
KEPT = frozenset({"appointment_booked", "appointment_moved", TOLD})
"""The rules of replies after which "it" is an appointment."""
CANCEL_ASKED = "cancel_asked"
"""The rule of the reply that asks whether the one appointment shall be cancelled."""
MOST = 240
"""How many times one picker offers."""
_ZONE = r"[A-Za-z_]+(?:/[A-Za-z0-9_+-]+){0,2}"
_TIME = re.compile(
    r"\b(\d{4}-\d{2}-\d{2})[ T](\d{2}:\d{2})(?::00)?\s?(Z|[+-]\d{2}:\d{2})?" rf"(?:\s*\(({_ZONE})\))?"
)
_NUMBER = re.compile(r"\bA-(\d{4,9})\b", re.IGNORECASE)
_CANCELS = re.compile(
    r"\b(?:cancel\w*|call off|absag\w*|stornier\w*|l[oö]sch\w*|anul\w*|annul\w*|sag\w*\b.{0,40}\bab)\b",
    re.IGNORECASE,
)
_MOVES = re.compile(
    r"\b(?:move|reschedul\w*|postpone\w*|change|verschieb\w*|verleg\w*|[aä]nder\w*|cambiar?|mover?|aplazar?"
    r"|d[eé]plac\w*|report\w*|chang\w*)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Wish:
    """What a message asks for; `at` is a chosen time, `number` names an appointment."""

    does: Literal["book", "move", "cancel", "tell"]
    at: datetime | None = None
    timezone: str | None = None
    number: str | None = None


@dataclass(frozen=True, slots=True)
class Shown:
    """The part of an appointment that a customer is shown."""

    id: str
    number: str
    status: str
    starts_at: datetime
    ends_at: datetime
    timezone: str
    agent: Assignee


def zone_of(turn: Turn) -> str | None:
    """The customer's time zone as their browser reports it, None when it is unknown."""
    name = turn.facts.get("timezone")
    return name if name and _known(name) else None


def wish_of(text: str, timezone: str | None) -> Wish:
    """Read a message. A time without an offset is in the zone written behind it, or else in `timezone`."""
    number = _NUMBER.search(text)
    named = f"A-{number[1]}" if number else None
    if asks_for_own(text):
        return Wish("tell", number=named, timezone=timezone)
    does: Literal["book", "move", "cancel"] = "book"
    if _CANCELS.search(text):
        does = "cancel"
    elif _MOVES.search(text):
        does = "move"
    found = _TIME.search(text)
    if found is None or does == "cancel":
        return Wish(does, number=named, timezone=timezone)
    day, clock, offset, zone = found.groups()
    zone = zone if zone and _known(zone) else timezone
    try:
        at = datetime.fromisoformat(f"{day}T{clock}{offset or ''}")
        at = (at if at.tzinfo else at.replace(tzinfo=ZoneInfo(zone or "UTC"))).astimezone(UTC)
    except (ValueError, OverflowError):
        return Wish(does, number=named, timezone=zone)
    return Wish(does, at, zone, named)


def names_a_time(text: str) -> bool:
    return _TIME.search(text) is not None


def said(phrase: str, language: str, **values: str) -> str:
    text = WORDS.get(language, WORDS["en"])[phrase]
    for name, value in values.items():
        text = text.replace(f"{{{name}}}", value)
    return text


def spoken(appointment: Appointment | Shown, language: str) -> str:
    """Such as `Friday, 27 March 2026, 14:00–14:30`, by the customer's clock."""
    zone, known = ZoneInfo(appointment.timezone), language if language in DATES else "en"
    start, end = (each.astimezone(zone) for each in (appointment.starts_at, appointment.ends_at))
    return (
        DATES[known]
        .replace("{weekday}", weekday(start.weekday(), known))
        .replace("{day}", str(start.day))
        .replace("{month}", MONTHS[known].split()[start.month - 1])
        .replace("{year}", str(start.year))
        .replace("{start}", _clock(start)[11:])
        .replace("{end}", _clock(end)[11:])
    )


def told(phrase: str, appointment: Appointment | Shown, language: str) -> str:
    """A sentence about an appointment, with its number, time and zone."""
    return said(
        phrase,
        language,
        number=appointment.number,
        when=spoken(appointment, language),
        zone=appointment.timezone,
        agent=appointment.agent.name,
    )


def picker(free: Slots, language: str, *, moves: Appointment | None, ask_email: bool) -> dict[str, Any]:
    """The block `slots`, with times by the customer's clock; choosing one sends the text `say` with it."""
    zone = ZoneInfo(free.timezone)
    minutes = [int((slot.ends_at - slot.starts_at).total_seconds() // 60) for slot in free.slots[:1]]
    say = said("say_move" if moves else "say_book", language, number=moves.number if moves else "")
    return {
        "type": "slots",
        "timezone": free.timezone,
        "minutes": minutes[0] if minutes else 0,
        "slots": [_clock(slot.starts_at.astimezone(zone)) for slot in free.slots],
        "say": f"{say} {{time}} ({free.timezone})",
        "ask_email": ask_email,
        "language": language if language in WORDS else "en",
        "labels": {
            "day": said("pick_day", language),
            "time": said("pick_time", language, zone=free.timezone),
            "email": said("pick_email", language),
            "book": said("pick_move" if moves else "pick_book", language),
        },
    }


def listed(free: Slots, most: int = 30) -> str:
    """The earliest times, a line each, for a model to read."""
    zone = ZoneInfo(free.timezone)
    times = (slot.starts_at.astimezone(zone).isoformat(timespec="minutes") for slot in free.slots[:most])
    return "\n".join(f"{time} ({free.timezone})" for time in times)


def card(appointment: Appointment | Shown, language: str) -> dict[str, Any]:
    """The block `appointment`: its present state, with its time in words."""
    return {
        "type": "appointment",
        "id": appointment.id,
        "number": appointment.number,
        "status": appointment.status,
        "starts_at": appointment.starts_at.isoformat(),
        "ends_at": appointment.ends_at.isoformat(),
        "timezone": appointment.timezone,
        "when": spoken(appointment, language),
        "agent": appointment.agent.name,
    }


def choices(appointments: Sequence[Appointment], language: str) -> tuple[SuggestedAction, ...]:
    """The buttons to change or cancel appointments that lie ahead."""
    several = len(appointments) > 1
    return tuple(
        SuggestedAction(
            label=f"{said(label, language)}{f' {one.number}' if several else ''}",
            text=said(text, language, number=one.number),
        )
        for one in appointments
        if one.status == "booked"
        for label, text in (("label_move", "say_other_time"), ("label_cancel", "say_cancel"))
    )


def tells_of(message: Message, appointment_id: str) -> bool:
    """Whether a message shows this appointment."""
    return any(
        block.get("type") == "appointment" and block.get("id") == appointment_id for block in message.blocks
    )


def announcement(
    fact: AppointmentBooked | AppointmentRescheduled | AppointmentCancelled,
    conversation_id: str,
    locale: str | None,
    message_id: str,
    now: datetime,
) -> Message:
    """The system's message about a change that no turn of this conversation made."""
    language, cancelled = language_of(locale), isinstance(fact, AppointmentCancelled)
    one = Shown(
        id=fact.appointment_id,
        number=fact.number,
        status="cancelled" if cancelled else "booked",
        starts_at=fact.starts_at,
        ends_at=fact.ends_at,
        timezone=fact.timezone,
        agent=fact.agent,
    )
    return Message(
        id=message_id,
        conversation_id=conversation_id,
        seq=0,
        role="system",
        text=told(_change(fact), one, language),
        blocks=[card(one, language)],
        created_at=now,
    )


def _change(fact: AppointmentBooked | AppointmentRescheduled | AppointmentCancelled) -> str:
    if isinstance(fact, AppointmentRescheduled):
        return "handed_on" if fact.handed_on else "moved"
    return "cancelled" if isinstance(fact, AppointmentCancelled) else "booked"


def _clock(local: datetime) -> str:
    """Such as `2026-03-27T09:00`; with its offset when the clock shows that time twice."""
    twice = local.replace(fold=0).utcoffset() != local.replace(fold=1).utcoffset()
    return (local if twice else local.replace(tzinfo=None)).isoformat(timespec="minutes")


def _known(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True
