from datetime import UTC, date, datetime

import pytest
from pydantic import ValidationError

from contracts.bot_settings import WEEKDAYS, Escalation, OfficeHours
from conversation.domain.hours import next_opening

BERLIN = OfficeHours(
    timezone="Europe/Berlin",
    weekly={"mon": [("09:00", "12:00"), ("13:00", "17:00")], "fri": [("09:00", "15:00")]},
    holidays=[date(2026, 3, 6)],
)


@pytest.mark.parametrize(
    ("now", "opens"),
    [
        (datetime(2026, 3, 2, 8, 30, tzinfo=UTC), None),
        (datetime(2026, 3, 2, 7, 59, tzinfo=UTC), "2026-03-02T09:00+01:00"),
        (datetime(2026, 3, 2, 11, 30, tzinfo=UTC), "2026-03-02T13:00+01:00"),
        (datetime(2026, 3, 2, 16, 0, tzinfo=UTC), "2026-03-09T09:00+01:00"),
        (datetime(2026, 3, 27, 14, 0, tzinfo=UTC), "2026-03-30T09:00+02:00"),
    ],
)
def test_the_next_opening_is_in_the_companys_time(now: datetime, opens: str | None) -> None:
    found = next_opening(BERLIN, now)
    assert (found.isoformat(timespec="minutes") if found else None) == opens


@pytest.mark.parametrize(
    ("now", "opens"),
    [
        (datetime(2026, 3, 2, 22, 59, 59, tzinfo=UTC), None),
        (datetime(2026, 3, 2, 23, 0, tzinfo=UTC), None),
        (datetime(2026, 3, 3, 1, 0, tzinfo=UTC), "2026-03-09T20:00+01:00"),
        (datetime(2026, 3, 29, 18, 0, tzinfo=UTC), "2026-03-30T20:00+02:00"),
    ],
)
def test_hours_go_on_over_midnight_in_two_parts(now: datetime, opens: str | None) -> None:
    night = {"mon": [("20:00", "24:00")], "tue": [("00:00", "02:00")]}
    found = next_opening(OfficeHours.model_validate({"timezone": "Europe/Berlin", "weekly": night}), now)
    assert (found.isoformat(timespec="minutes") if found else None) == opens


def test_who_is_there_all_week_is_never_away() -> None:
    always = OfficeHours.model_validate({"weekly": {day: [("00:00", "24:00")] for day in WEEKDAYS}})
    assert next_opening(always, datetime(2026, 3, 1, 23, 59, 59, tzinfo=UTC)) is None


def test_hours_over_midnight_in_one_part_are_refused_with_how_to_write_them() -> None:
    with pytest.raises(ValidationError, match=r"up to 24:00, and from 00:00 of the next day"):
        OfficeHours.model_validate({"weekly": {"mon": [("22:00", "06:00")]}})


def test_without_hours_somebody_is_always_there() -> None:
    assert next_opening(None, datetime.now(UTC)) is None
    assert next_opening(OfficeHours(), datetime.now(UTC)) is None


@pytest.mark.parametrize(
    "raw",
    [
        {"timezone": "Mars/Base"},
        {"weekly": {"mon": [("17:00", "09:00")]}},
        {"weekly": {"mon": [("9", "late")]}},
        {"weekly": {"mon": [("24:00", "24:00")]}},
        {"weekly": {"mon": [("09:00", "24:01")]}},
    ],
)
def test_impossible_hours_are_refused(raw: object) -> None:
    with pytest.raises(ValidationError):
        OfficeHours.model_validate(raw)


def test_a_rule_without_a_condition_is_refused() -> None:
    with pytest.raises(ValidationError, match="condition"):
        Escalation.model_validate({"rules": [{"name": "all"}]})
