"""Which of the free times a customer means who types a day and an hour in four languages."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta

from conversation.domain.booking_words import MONTHS
from conversation.domain.day_names import weekday
from conversation.domain.nlu.word_sets import plain

_LANGUAGES = ("en", "de", "es", "fr")
_DAYS = {plain(weekday(day, language)): day for language in _LANGUAGES for day in range(7)}
_DAYS |= {name: day for day, name in enumerate(["mon", "tue", "wed", "thu", "fri", "sat"])}
_MONTHS = {
    plain(name): number for language in _LANGUAGES for number, name in enumerate(MONTHS[language].split(), 1)
}
_SOON = dict.fromkeys(["today", "heute", "hoy", "aujourd'hui"], 0)
_SOON |= dict.fromkeys(["tomorrow", "morgen", "manana", "demain"], 1)
"""In how many days that is."""
_NOT_A_DAY = re.compile(r"\b(?:por|de|en) la manana\b|\b(?:guten|heute|am) morgen\b")
_ANY_MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))
_DATE = re.compile(
    rf"\b(?:(?P<day>\d{{1,2}})(?:st|nd|rd|th|\.)? (?:of |de )?(?P<month>{_ANY_MONTH})"
    rf"|(?P<month_first>{_ANY_MONTH}) (?P<day_second>\d{{1,2}})(?:st|nd|rd|th)?\b"
    r"|(?P<day_number>\d{1,2})\.(?P<month_number>\d{1,2})\.)"
)
_HOUR = re.compile(
    r"\b(?P<with_minute>\d{1,2})(?:[:h]|\.(?=\d\d ?uhr))(?P<minute>[0-5]\d) ?(?P<half>am|pm)?\b"
    r"|\b(?P<with_half>\d{1,2}) ?(?P<its_half>am|pm)\b|\b(?P<full>\d{1,2}) ?(?:uhr|h|heures)\b"
    r"|\b(?:at|um|a las?|a) (?P<spoken>\d{1,2})\b(?! ?[:./h]?\d| ?(?:am|pm|uhr))"
)
_NEXT = re.compile(r"\b(?:next|nachste[nr]?|kommende[nr]?|proxim[oa]|que viene|prochain)\b")
_NOON = 12
_WEEK = timedelta(days=7)

Fits = Callable[[datetime], bool]


def meant(text: str, free: Sequence[datetime], today: date) -> list[datetime] | None:
    """Of `free` (by the customer's clock) those that a text names; None when it names no day and no hour.

    A day's name is the next such day; "next Friday" may also be the one a week later, so both are left.
    """
    day, hour = _day(plain(text), today), _hour(plain(text))
    if day is None and hour is None:
        return None
    found = [at for at in free if (day is None or day(at)) and (hour is None or hour(at))]
    if day is None or _NEXT.search(plain(text)):
        return found
    return [at for at in found if at.date() == found[0].date()]


def says_when(text: str, *, wholly: bool = False) -> bool:
    """Whether a text names a day or an hour; `wholly`: both."""
    named = [one is not None for one in (_day(plain(text), date.min), _hour(plain(text)))]
    return all(named) if wholly else any(named)


def _day(said: str, today: date) -> Fits | None:
    said = _NOT_A_DAY.sub(" ", said)
    if found := _DATE.search(said):
        month = found["month_number"] or _MONTHS[found["month"] or found["month_first"]]
        wanted = (int(month), int(found["day"] or found["day_second"] or found["day_number"]))
        return lambda at: (at.month, at.day) == wanted
    named_day = next((word for word in re.findall(r"[\w']+", said) if word in _SOON or word in _DAYS), None)
    if named_day is None:
        return None
    if named_day in _DAYS:
        last = today + (2 * _WEEK if _NEXT.search(said) else _WEEK)
        return lambda at: at.weekday() == _DAYS[named_day] and at.date() <= last
    that = today + timedelta(days=_SOON[named_day])
    return lambda at: at.date() == that


def _hour(said: str) -> Fits | None:
    found = _HOUR.search(_DATE.sub(" ", said))
    if found is None:
        return None
    hour = int(found["with_minute"] or found["with_half"] or found["full"] or found["spoken"])
    minute = int(found["minute"] or 0)
    if half := found["half"] or found["its_half"]:
        hour = hour % _NOON + (_NOON if half == "pm" else 0)
    either_half = found["spoken"] is not None and hour < _NOON
    hours = {hour, hour + _NOON} if either_half else {hour}
    return lambda at: at.hour in hours and at.minute == minute
