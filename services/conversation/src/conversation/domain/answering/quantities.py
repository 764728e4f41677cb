"""The numbers, prices, times, days and addresses of a text, normalised so that texts can be compared."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from conversation.domain.answering.number_words import DAYS, MONTHS, NUMBERS, UNITS

_CURRENCIES = {"€": "eur", "eur": "eur", "euro": "eur", "$": "usd", "usd": "usd", "dollar": "usd"}
_CURRENCIES |= {"£": "gbp", "gbp": "gbp", "pound": "gbp", "chf": "chf", "%": "percent", "percent": "percent"}
_CURRENCIES |= {"prozent": "percent", "por ciento": "percent", "pour cent": "percent"}
_MONEY = r"[€$£%]|\b(?:EUR|USD|GBP|CHF|euros?|dollars?|pounds?|percent|prozent|por ciento|pour cent)\b"
_CLOCK = re.compile(
    r"\b(\d{1,2})(?:[:.](\d\d))?\s*([ap])\.?m\b\.?|\b(\d{1,2}):(\d\d)\b|\b(\d{1,2}) uhr\b", re.I
)
_NUMBER = re.compile(
    rf"(?P<before>{_MONEY})?\s?(?P<number>\d+(?:[.,:/]\d+)*)(?:\s?(?P<after>{_MONEY}))?", re.I
)
_THOUSANDS = re.compile(r"\d{1,3}(?:[.,]\d{3})+")
_ADDRESS = re.compile(
    r"(?<![\w.+-])[\w.+-]++@[\w-]+(?:\.[\w-]+)+|(?:https?://|www\.)[^\s<>()\[\]]+"
    r"|\b[a-z0-9-]{1,63}+(?:\.[a-z0-9-]{1,63}+){0,9}"
    r"\.(?:com|org|net|io|ai|app|dev|info|biz|shop|store|online|site|xyz|example|test|eu|de|fr|es|it|uk|at|ch|nl|us)"
    r"\b(?:/[^\s<>()\[\]]*)?",
    re.IGNORECASE,
)
_LONGEST = 4000
"""Digits; Python reads no numbers that are longer than 4300."""
_AT_WEEKENDS = re.compile(r"\bweek-?ends?\b|\bwochenende|\bfin(?:es)? de semana\b", re.IGNORECASE)
_WEEKEND = frozenset(("day 5", "day 6"))
_WORD = re.compile(r"[^\W\d_]+")
_RANGE = re.compile(
    r"\b([^\W\d_]{2,10})\.?\s*(?:-|\u2013|to|through|until|bis|a|al|à|au)\s*([^\W\d_]{2,10})", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Quantities:
    """`amounts` are numbers with their currency (`""` for none); `days` weekdays and months by number."""

    amounts: frozenset[tuple[str, str]]
    days: frozenset[str]
    addresses: frozenset[str]


def quantities(text: str, *, every_word: bool = False) -> Quantities:
    """Everything in the text that must not be invented.

    Numbers written as words count before something that is measured, or always with `every_word`.
    """
    addresses = frozenset(_address(match.group()) for match in _ADDRESS.finditer(text))
    rest = _ADDRESS.sub(" ", text)
    times = frozenset((_clock(match), "") for match in _CLOCK.finditer(rest))
    rest = _CLOCK.sub(" ", rest)
    return Quantities(
        times | frozenset(_amounts(rest)) | frozenset(_spelled(rest, every_word)), _days(rest), addresses
    )


def _address(found: str) -> str:
    return re.sub(r"^(?:https?://)?(?:www\.)?", "", found.casefold()).rstrip(".,;:!?/")


def canonical(number: str) -> str:
    """`1,140` and `1.140` are `1140`; `4,90` is `4.9`."""
    if _THOUSANDS.fullmatch(number):
        return re.sub(r"[.,]", "", number)
    if re.fullmatch(r"\d+[.,]\d+", number):
        whole, _, part = number.replace(",", ".").partition(".")
        whole = str(int(whole)) if len(whole) <= _LONGEST else whole
        return f"{whole}.{part.rstrip('0')}".rstrip(".")
    return str(int(number)) if len(number) <= 2 and number.isdigit() else number


def _amounts(text: str) -> Iterator[tuple[str, str]]:
    for match in _NUMBER.finditer(text):
        unit = (match["after"] or match["before"] or "").casefold()
        yield canonical(match["number"]), _CURRENCIES.get(unit) or _CURRENCIES.get(unit.rstrip("s"), "")


def _clock(match: re.Match[str]) -> str:
    hour = int(match[1] or match[4] or match[6])
    if match[3]:
        hour = hour % 12 + (12 if match[3].casefold() == "p" else 0)
    return f"{hour}:{match[2] or match[5] or '00'}"


def _spelled(text: str, every_word: bool) -> Iterator[tuple[str, str]]:
    words = [word.casefold() for word in _WORD.findall(text)]
    for at, word in enumerate(words):
        if word in NUMBERS and (every_word or any(near.startswith(UNITS) for near in words[at + 1 : at + 3])):
            yield str(NUMBERS[word]), ""


def _days(text: str) -> frozenset[str]:
    found = {day for word in _WORD.findall(text) if (day := _day(word))}
    for first, last in _RANGE.findall(text):
        one, other = DAYS.get(first.casefold()), DAYS.get(last.casefold())
        if one is not None and other is not None:
            found |= {f"day {(one + step) % 7}" for step in range((other - one) % 7 + 1)}
    return frozenset(found)


@lru_cache(maxsize=4000)
def weekdays(text: str) -> frozenset[str]:
    """The weekdays that a text names, those between "Monday to Friday" and of weekends too."""
    weekend = _WEEKEND if _AT_WEEKENDS.search(text) else frozenset[str]()
    return weekend | {day for day in _days(text) if day.startswith("day")}


def is_day(word: str) -> bool:
    """Whether it names a weekday or a month."""
    return _day(word) is not None


def _day(word: str) -> str | None:
    low = word.casefold()
    plain = low if low in DAYS else low.rstrip("s")
    if plain in DAYS and len(plain) > 3:
        return f"day {DAYS[plain]}"
    return f"month {MONTHS[low]}" if low in MONTHS and word[0].isupper() else None
