"""What a company can change about how its bot speaks and when it brings in people."""

from __future__ import annotations

from contextlib import suppress
from datetime import date, datetime, time, timedelta
from typing import Annotated, Literal, Self
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, Field, model_validator

from contracts.base import Frozen

Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
WEEKDAYS: tuple[Weekday, ...] = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
END_OF_DAY = "24:00"
_ANY_DAY = date(2026, 1, 1)


Tone = Literal["friendly", "formal", "casual"]
Length = Literal["short", "medium", "long"]
LanguageCode = Annotated[str, Field(pattern=r"^[a-z]{2}$")]
Instruction = Annotated[str, Field(min_length=1, max_length=300)]
Domain = Annotated[str, Field(pattern=r"^[a-z0-9-]+(\.[a-z0-9-]+)+$", max_length=253)]
"""A host's name without scheme and port, such as example.com."""


class Persona(Frozen):
    """How a bot speaks. `do` and `dont` are sentences for a model's prompt.

    `languages`: two-letter codes it answers in (empty: the customer's, whatever it is); who writes in another
    one is answered in the first.
    """

    tone: Tone = "friendly"
    length: Length = "medium"
    languages: list[LanguageCode] = Field(default=[], max_length=20)
    do: list[Instruction] = Field(default=[], max_length=10)
    dont: list[Instruction] = Field(default=[], max_length=10)


def _known(name: str) -> str:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as unknown:
        raise ValueError("This is no time zone, such as Europe/Berlin.") from unknown
    return name


def at_clock(day: date, written: str) -> datetime:
    """When clocks of a zone that is named elsewhere show this time; 24:00 is the end of the day."""
    if written == END_OF_DAY:
        return datetime.combine(day + timedelta(days=1), time.min)
    return datetime.combine(day, time.fromisoformat(written))


def _forward(spans: list[tuple[str, str]]) -> list[tuple[str, str]]:
    for opens, closes in spans:
        start, end = (at_clock(_ANY_DAY, _checked(each)) for each in (opens, closes))
        if start >= end:
            raise ValueError(
                f"{opens} is not before {closes}. Hours over midnight are written as two parts: "
                f"up to {END_OF_DAY}, and from 00:00 of the next day."
            )
    return spans


def _checked(written: str) -> str:
    """A time of day without an offset of its own."""
    with suppress(ValueError):
        if written == END_OF_DAY or time.fromisoformat(written).tzinfo is None:
            return written
    raise ValueError(f"A time of day is written like 09:00, up to {END_OF_DAY}, and not like {written[:40]}.")


TimeZone = Annotated[str, Field(min_length=1, max_length=60), AfterValidator(_known)]
"""A name of the IANA database, such as Europe/Berlin."""
Spans = Annotated[list[tuple[str, str]], AfterValidator(_forward)]
"""Parts of a day by the clock on the wall, such as `[["09:00", "17:30"]]` or `[["18:00", "24:00"]]`."""


class OfficeHours(Frozen):
    """`weekly`: the spans of a weekday in which people answer."""

    timezone: TimeZone = "UTC"
    weekly: dict[Weekday, Spans] = {}
    holidays: list[date] = []


class WebSearch(Frozen):
    """Asking the web, by a provider that can, when the company's knowledge does not say.

    `domains`: whose pages count, with those below them (empty: anybody's).
    """

    enabled: bool = False
    domains: list[Domain] = Field(default=[], max_length=50)


class EscalationRule(Frozen):
    """Everything that is named must hold. `then` hands over at once, or offers a person with the answer."""

    name: str = Field(min_length=1, max_length=60)
    page_contains: str | None = None
    plan: str | None = None
    hours: Literal["open", "closed"] | None = None
    language: str | None = None
    intent: str | None = None
    emotion: str | None = None
    then: Literal["hand_over", "offer"] = "hand_over"

    @model_validator(mode="after")
    def _names_something(self) -> Self:
        if not self.model_fields_set - {"name", "then"}:
            raise ValueError("A rule needs a condition, such as page_contains, plan or hours.")
        return self


class Escalation(Frozen):
    """When a person is offered or brought in; a person is offered once in a conversation.

    `repeats`: turns about the same problem (0: never). `anger`: least intensity, 0 to 1 (None: never).
    `offer_below`: confidence below which an answer comes with the offer, and quotes with the
    words that they may not be the answer.
    """

    asks_for_person: bool = True
    declines_before_handoff: int = Field(default=2, ge=0)
    failures_before_handoff: int = Field(default=1, ge=0)
    repeats: int = Field(default=3, ge=0)
    anger: float | None = Field(default=0.5, ge=0, le=1)
    offer_below: float = Field(default=0.6, ge=0, le=1)
    rules: list[EscalationRule] = Field(default=[], max_length=50)
