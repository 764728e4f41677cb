"""When appointments can begin: hours by the clock on the wall, slots as moments."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from contracts.appointment_requests import Availability, Slot
from contracts.bot_settings import WEEKDAYS, at_clock
from ticketing.domain.assignment import Agent

DAY = timedelta(days=1)
MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Busy:
    """An agent's time that is taken already."""

    user_id: str
    starts_at: datetime
    ends_at: datetime


def moment(local: datetime, zone: ZoneInfo) -> datetime:
    """The first instant (UTC) at which clocks in `zone` show this time, or at which they jump over it."""
    while True:
        found = local.replace(tzinfo=zone).astimezone(UTC)
        if found.astimezone(zone).replace(tzinfo=None) == local:
            return found
        local += MINUTE


def window(
    availability: Availability, now: datetime, first: datetime | None, last: datetime | None
) -> tuple[datetime, datetime]:
    """The part of what is asked for that may be offered at all: [first, last)."""
    earliest = now + timedelta(minutes=availability.lead_minutes)
    latest = now + timedelta(days=availability.horizon_days)
    return max(earliest, first or earliest), min(latest, last or latest)


def slots_between(availability: Availability, first: datetime, last: datetime) -> Iterator[Slot]:
    """Every slot that begins in [first, last), whoever is free."""
    if first >= last:
        return
    zone = ZoneInfo(availability.timezone)
    length = timedelta(minutes=availability.slot_minutes)
    step = length + timedelta(minutes=availability.buffer_minutes)
    day, end = first.astimezone(zone).date() - DAY, last.astimezone(zone).date()
    while day <= end:
        for opens, closes in _open_on(availability, day, zone):
            start = opens
            while start + length <= closes:
                if first <= start < last:
                    yield Slot(starts_at=start, ends_at=start + length)
                start += step
        day += DAY


def free_agents(
    slot: Slot, agents: Iterable[Agent], busy: Iterable[Busy], buffer_minutes: int
) -> list[Agent]:
    """Who has time for the slot, the one with the fewest appointments around it first."""
    buffer, taken, load = timedelta(minutes=buffer_minutes), set[str](), Counter[str]()
    for one in busy:
        load[one.user_id] += 1
        if one.starts_at < slot.ends_at + buffer and slot.starts_at < one.ends_at + buffer:
            taken.add(one.user_id)
    free = (agent for agent in agents if agent.user_id not in taken)
    return sorted(free, key=lambda agent: (load[agent.user_id], agent.user_id))


def free_slots(
    availability: Availability,
    agents: Sequence[Agent],
    busy: Sequence[Busy],
    between: tuple[datetime, datetime],
    limit: int,
) -> list[Slot]:
    """The earliest slots for which somebody has time."""
    found: list[Slot] = []
    for slot in slots_between(availability, *between):
        if len(found) == limit:
            break
        if free_agents(slot, agents, busy, availability.buffer_minutes):
            found.append(slot)
    return found


def takers(availability: Availability, staff: Iterable[Agent]) -> list[Agent]:
    """The agents whom the company lets take appointments; all of them unless it names some."""
    return [agent for agent in staff if not availability.agents or agent.user_id in availability.agents]


def _open_on(availability: Availability, day: date, zone: ZoneInfo) -> list[tuple[datetime, datetime]]:
    """The spans of a date, in order; those that touch or overlap are one."""
    usual = availability.weekly.get(WEEKDAYS[day.weekday()], [])
    spans: list[tuple[datetime, datetime]] = []
    for opens, closes in sorted(availability.exceptions.get(day, usual)):
        start, end = (moment(at_clock(day, each), zone) for each in (opens, closes))
        if spans and start <= spans[-1][1]:
            start, end = spans[-1][0], max(spans.pop()[1], end)
        spans.append((start, end))
    return spans
