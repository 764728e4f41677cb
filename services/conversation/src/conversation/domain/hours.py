"""When people answer: the company's office hours in its own time zone."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from contracts.bot_settings import WEEKDAYS, OfficeHours, at_clock

LOOK_AHEAD_DAYS = 21


def next_opening(hours: OfficeHours | None, now: datetime) -> datetime | None:
    """The next moment people answer; None while they do, or when no hours are configured."""
    if hours is None or not any(hours.weekly.values()):
        return None
    zone = ZoneInfo(hours.timezone)
    local = now.astimezone(zone)
    for ahead in range(LOOK_AHEAD_DAYS):
        day = local.date() + timedelta(days=ahead)
        if day in hours.holidays:
            continue
        for start, end in _open_on(hours, day, zone):
            if start <= local < end:
                return None
            if local < start:
                return start
    return None


def _open_on(hours: OfficeHours, day: date, zone: ZoneInfo) -> list[tuple[datetime, datetime]]:
    spans = hours.weekly.get(WEEKDAYS[day.weekday()], [])
    return sorted(
        (at_clock(day, opens).replace(tzinfo=zone), at_clock(day, closes).replace(tzinfo=zone))
        for opens, closes in spans
    )
