"""Measures in a question, such as 12 kg, and the ranges in a text ("up to 20 kg") that contain them."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from math import inf, nextafter

from conversation.domain.answering.quantities import canonical
from conversation.domain.answering.terms import term

_SCALES: dict[str, tuple[str, float]] = {
    "kg": ("g", 1000.0),
    "kilo": ("g", 1000.0),
    "kilogram": ("g", 1000.0),
    "g": ("g", 1.0),
    "gram": ("g", 1.0),
    "lb": ("lb", 1.0),
    "mm": ("mm", 1.0),
    "cm": ("mm", 10.0),
    "m": ("mm", 1000.0),
    "metre": ("mm", 1000.0),
    "meter": ("mm", 1000.0),
    "km": ("km", 1.0),
    "ml": ("ml", 1.0),
    "l": ("ml", 1000.0),
    "litre": ("ml", 1000.0),
    "liter": ("ml", 1000.0),
    "mb": ("mb", 1.0),
    "gb": ("mb", 1000.0),
    "tb": ("mb", 1_000_000.0),
    "€": ("eur", 1.0),
    "eur": ("eur", 1.0),
    "euro": ("eur", 1.0),
    "$": ("usd", 1.0),
    "usd": ("usd", 1.0),
    "dollar": ("usd", 1.0),
    "£": ("gbp", 1.0),
    "gbp": ("gbp", 1.0),
}
_BASES = frozenset(base for base, _ in _SCALES.values())
# possessive, and from its first digit: thousands of digits would be read thousands of times
_NUMBER = r"(?<!\d)(?<!\d[.,])(?P<{0}>\d++(?:[.,]\d++)*+)"
_UNIT = r"\s?(?P<unit>[€$£]|[^\W\d_]+)"
_MOST = (
    r"up to|at most|no more than|not more than|maximum(?: of)?|max\.?"
    r"|(?:largest|heaviest|longest|biggest|highest) [^\W\d_]+"
    r"|bis zu|h[oö]chstens|maximal|hasta|como m[aá]ximo|jusqu'[aà]|au maximum|au plus"
)
_LEAST = (
    r"at least|from|as of|minimum(?: of)?|min\.?|ab|mindestens|al menos|desde|a partir de|au moins|d[eè]s"
)
_BELOW = r"less than|under|below|lighter than|shorter than|weniger als|unter|menos de|moins de"
_ABOVE = (
    r"more than|over|above|heavier than|longer than|larger than|older than|exceed(?:s|ing)?|mehr als|[uü]ber"
    r"|m[aá]s de|plus de"
)
_AMOUNT = re.compile(_NUMBER.format("value") + _UNIT)
_BOUND = re.compile(
    rf"\b(?:(?P<below>{_BELOW})|(?P<above>{_ABOVE})|(?P<most>{_MOST})|(?P<least>{_LEAST})):?\s+"
    r"(?:[^\W\d_]+:?\s+)?" + _NUMBER.format("value") + _UNIT,
    re.IGNORECASE,
)
_BETWEEN = re.compile(
    _NUMBER.format("low")
    + r"\s?(?:[^\W\d_]{1,9}\s)?(?:-|\u2013|to|and|bis|und|a|y|à|et)\s?"
    + _NUMBER.format("value")
    + _UNIT,
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Measure:
    """A value in a base unit (12 kg is 12000 g), or a number of things ("3 bags")."""

    value: float
    unit: str

    @property
    def name(self) -> str:
        """A term that no text has by itself; `focus` adds it to the pieces that contain the measure."""
        return f"{self.value:g} {self.unit}"

    @property
    def counted(self) -> bool:
        """Whether it is a number of things, or whatever word stands behind the number."""
        return self.unit not in _BASES


@dataclass(frozen=True, slots=True)
class Range:
    """From `low` to `high`, both within; `stated`: the text says that this is a limit."""

    low: float
    high: float
    unit: str
    stated: bool = True

    def holds(self, measure: Measure) -> bool:
        return self.unit == measure.unit and self.low <= measure.value <= self.high


def measures(question: str) -> tuple[Measure, ...]:
    """Every number of the question that has a unit."""
    return tuple(dict.fromkeys(found for match in _AMOUNT.finditer(question) if (found := _measure(match))))


def measured_alike(names: Collection[str], before: str) -> Measure | None:
    """What a bare number means in the unit of the last measure `before` it; None when more is said."""
    units = [match["unit"] for match in _AMOUNT.finditer(before) if _measure(match)]
    if len(names) != 1 or not units:
        return None
    amount = _AMOUNT.fullmatch(f"{next(iter(names))} {units[-1]}")
    return _measure(amount) if amount else None


def without_numbers(question: str) -> str:
    """The question with only the units of its measures left."""
    return _AMOUNT.sub(lambda match: match["unit"], question)


def without_measures(question: str) -> str:
    return _AMOUNT.sub(" ", question)


@lru_cache(maxsize=4000)
def ranges(text: str) -> tuple[Range, ...]:
    """The limits in the text, and every other amount as a range of one value."""
    return tuple(_ranges(text))


def holding(measure: Measure, found: Iterable[Range]) -> Range | None:
    """The narrowest range that contains the measure."""
    return min((one for one in found if one.holds(measure)), key=lambda one: one.high - one.low, default=None)


def excludes(measure: Measure, found: Iterable[Range]) -> bool:
    """Whether the text states limits in this unit and none of them contains the measure."""
    limits = [one for one in found if one.unit == measure.unit and one.stated]
    return bool(limits) and not any(one.holds(measure) for one in limits)


def _ranges(text: str) -> Iterator[Range]:
    for pattern, read in ((_BETWEEN, _between), (_BOUND, _bounded), (_AMOUNT, _named)):
        rest: list[str] = []
        at = 0
        for match in pattern.finditer(text):
            measure = _measure(match)
            found = read(match, measure) if measure else None
            if found is not None:
                yield found  # what a limit names is not named again
                rest += (text[at : match.start()], " " * len(match[0]))
                at = match.end()
        text = "".join((*rest, text[at:]))


def _between(match: re.Match[str], last: Measure) -> Range | None:
    low, value = _number(match["low"]), _number(match["value"])
    if low is None or not value:
        return None
    first = low * last.value / value
    return Range(first, last.value, last.unit) if first < last.value else None


def _bounded(match: re.Match[str], bound: Measure) -> Range:
    if match["most"]:
        return Range(0.0, bound.value, bound.unit)
    if match["least"]:
        return Range(bound.value, inf, bound.unit)
    if match["below"]:
        return Range(0.0, nextafter(bound.value, 0.0), bound.unit)
    return Range(nextafter(bound.value, inf), inf, bound.unit)


def _named(_: re.Match[str], measure: Measure) -> Range:
    return Range(measure.value, measure.value, measure.unit, stated=False)


def _number(text: str) -> float | None:
    """None for what is no amount, such as a date or a version."""
    try:
        return float(canonical(text))
    except ValueError:
        return None


def _measure(match: re.Match[str]) -> Measure | None:
    value = _number(match["value"])
    if value is None:
        return None
    word = match["unit"].casefold()
    for name in (word, word.rstrip("s")):
        if name in _SCALES:
            unit, scale = _SCALES[name]
            return Measure(value * scale, unit)
    counted = term(word)
    return Measure(value, counted) if counted else None
