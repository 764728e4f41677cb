"""Which days a question is about."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

MAX_DAYS = 400


@dataclass(frozen=True, slots=True)
class Period:
    """From `start` up to and without `end`, both midnight in UTC."""

    start: datetime
    end: datetime


def period(first_day: date, last_day: date) -> Period:
    """Raises ValueError with a sentence when the days are the wrong way round or too many."""
    days = (last_day - first_day).days + 1
    if days < 1:
        raise ValueError("last_day: choose a day that is not before first_day.")
    if days > MAX_DAYS:
        raise ValueError(f"last_day: choose at most {MAX_DAYS} days.")
    if last_day == date.max:
        raise ValueError("last_day: choose an earlier day.")
    start = datetime.combine(first_day, time(), UTC)
    return Period(start, datetime.combine(last_day + timedelta(days=1), time(), UTC))
