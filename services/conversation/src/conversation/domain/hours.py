"""When people answer: the company's office hours in its own time zone."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from contracts.bot_settings import WEEKDAYS, OfficeHours

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
        for opens, closes in sorted(hours.weekly.get(WEEKDAYS[day.weekday()], [])):
            start = datetime.combine(day, time.fromisoformat(opens), zone)
            end = datetime.combine(day, time.fromisoformat(closes), zone)
            if start <= local < end:
                return None
            if local < start:
                return start
    return None
