from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.appointment_requests import Availability, Slot
from ticketing.domain.assignment import Agent
from ticketing.domain.calendar import Busy, free_agents, free_slots, moment, slots_between, takers, window

BERLIN = ZoneInfo("Europe/Berlin")
DAY = timedelta(days=1)
NIGHT: dict[str, Any] = {"sun": [("01:00", "04:00")]}


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def begins(availability: Availability, day: str) -> list[str]:
    """When the slots of a local date begin, by UTC."""
    zone = ZoneInfo(availability.timezone)
    start = datetime.fromisoformat(day).replace(tzinfo=zone).astimezone(UTC)
    found = slots_between(availability, start - DAY, start + 2 * DAY)
    return [f"{s.starts_at:%H:%M}" for s in found if s.starts_at.astimezone(zone).date().isoformat() == day]


@pytest.mark.parametrize(
    ("zone", "day", "clock", "utc"),
    [
        ("Europe/Berlin", "2026-03-28", "10:00", "2026-03-28T09:00"),
        ("Europe/Berlin", "2026-03-30", "10:00", "2026-03-30T08:00"),
        ("Europe/Berlin", "2026-03-29", "02:30", "2026-03-29T01:00"),  # jumped over: at the jump
        ("Europe/Berlin", "2026-03-29", "03:00", "2026-03-29T01:00"),
        ("Europe/Berlin", "2026-10-25", "02:30", "2026-10-25T00:30"),  # shown twice: the first
        ("Europe/Berlin", "2026-10-25", "03:00", "2026-10-25T02:00"),
        ("America/New_York", "2026-03-08", "02:15", "2026-03-08T07:00"),
        ("America/New_York", "2026-11-01", "01:15", "2026-11-01T05:15"),
        ("Australia/Lord_Howe", "2026-10-04", "02:15", "2026-10-03T15:30"),  # jumps half an hour
        ("Asia/Kathmandu", "2026-05-01", "09:00", "2026-05-01T03:15"),
        ("Pacific/Apia", "2011-12-30", "09:00", "2011-12-30T10:00"),  # a day that was left out
    ],
)
def test_clocks_on_the_wall_become_moments(zone: str, day: str, clock: str, utc: str) -> None:
    assert moment(datetime.fromisoformat(f"{day}T{clock}"), ZoneInfo(zone)) == at(utc)


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("2026-03-22", ["00:00", "01:00", "02:00"]),
        ("2026-03-29", ["00:00", "01:00"]),  # an hour is missing: two real hours
        ("2026-04-05", ["23:00", "00:00", "01:00"]),
        ("2026-10-25", ["23:00", "00:00", "01:00", "02:00"]),  # an hour comes twice: four real hours
    ],
)
def test_nights_of_a_change_have_as_many_slots_as_real_hours(day: str, expected: list[str]) -> None:
    assert begins(Availability(timezone="Europe/Berlin", weekly=NIGHT, slot_minutes=60), day) == expected


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({}, ["08:00", "08:30", "09:00"]),
        ({"slot_minutes": 45}, ["08:00", "08:45"]),
        ({"buffer_minutes": 15}, ["08:00", "08:45"]),
        ({"weekly": {"mon": [("10:00", "11:00"), ("09:00", "10:00")]}}, ["08:00", "08:30", "09:00", "09:30"]),
        ({"weekly": {"mon": [("09:00", "10:10"), ("10:00", "10:30")]}}, ["08:00", "08:30", "09:00"]),
        ({"exceptions": {"2026-02-02": []}}, []),
        ({"exceptions": {"2026-02-02": [("15:00", "16:00")]}}, ["14:00", "14:30"]),
        ({"weekly": {}}, []),
        ({"timezone": "UTC"}, ["09:00", "09:30", "10:00"]),
    ],
)
def test_the_hours_of_a_monday(change: dict[str, Any], expected: list[str]) -> None:
    usual = {"timezone": "Europe/Berlin", "weekly": {"mon": [("09:00", "10:30")]}}
    assert begins(Availability(**{**usual, **change}), "2026-02-02") == expected


def test_what_is_offered_lies_between_lead_time_and_horizon() -> None:
    now = at("2026-02-02T08:00")
    availability = Availability(lead_minutes=90, horizon_days=2)
    assert window(availability, now, None, None) == (now + timedelta(minutes=90), now + 2 * DAY)
    assert window(availability, now, now, now + 9 * DAY) == (now + timedelta(minutes=90), now + 2 * DAY)
    assert window(availability, now, now + DAY, now + DAY) == (now + DAY, now + DAY)
    assert list(slots_between(availability, now, now)) == []


AGENTS = [Agent("usr_a", "Ada"), Agent("usr_b", "Ben")]
TEN = Slot(starts_at=at("2026-02-02T10:00"), ends_at=at("2026-02-02T10:30"))


@pytest.mark.parametrize(
    ("busy", "buffer", "expected"),
    [
        ([], 0, ["usr_a", "usr_b"]),
        ([("usr_a", "10:00", "10:30")], 0, ["usr_b"]),
        ([("usr_a", "09:30", "10:00")], 0, ["usr_b", "usr_a"]),  # free, but has more to do
        ([("usr_a", "09:30", "10:00")], 15, ["usr_b"]),
        ([("usr_a", "10:30", "11:00")], 15, ["usr_b"]),
        ([("usr_a", "10:29", "11:00"), ("usr_b", "09:00", "10:01")], 0, []),
    ],
)
def test_who_has_time(busy: list[tuple[str, str, str]], buffer: int, expected: list[str]) -> None:
    taken = [Busy(who, at(f"2026-02-02T{a}"), at(f"2026-02-02T{b}")) for who, a, b in busy]
    assert [agent.user_id for agent in free_agents(TEN, AGENTS, taken, buffer)] == expected


def test_hours_may_end_with_the_day() -> None:
    late = Availability(
        timezone="Europe/Berlin", weekly={"mon": [("22:30", "24:00")], "tue": [("00:00", "01:00")]}
    )
    assert begins(late, "2026-03-02") == ["21:30", "22:00", "22:30"]
    assert begins(late, "2026-03-03") == ["23:00", "23:30"]


def test_only_those_whom_the_company_names_take_appointments() -> None:
    assert takers(Availability(), AGENTS) == AGENTS
    assert takers(Availability(agents=["usr_b", "usr_gone"]), AGENTS) == [AGENTS[1]]
    open_mondays = Availability(weekly={"mon": [("10:00", "11:00")]})
    span = (at("2026-02-01T00:00"), at("2026-02-04T00:00"))
    assert len(free_slots(open_mondays, AGENTS, [], span, 10)) == 2
    assert len(free_slots(open_mondays, AGENTS, [], span, 1)) == 1
    assert free_slots(open_mondays, [], [], span, 10) == []


ZONES = st.sampled_from(["Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kolkata", "UTC"])


@given(zone=ZONES, days=st.integers(0, 800), opens=st.integers(0, 22), slot=st.integers(5, 120))
def test_slots_of_any_day_are_apart_ordered_and_within_the_hours(
    zone: str, days: int, opens: int, slot: int
) -> None:
    day = date(2025, 1, 1) + timedelta(days=days)
    hours = [(f"{opens:02}:30", "23:59")]
    availability = Availability(timezone=zone, exceptions={day: hours}, slot_minutes=slot)
    midnight = datetime.combine(day, time(), UTC)
    found = list(slots_between(availability, midnight - 2 * DAY, midnight + 2 * DAY))
    zoned = ZoneInfo(zone)
    for one, following in pairwise(found):
        assert one.ends_at <= following.starts_at
    for one in found:
        assert one.ends_at - one.starts_at == timedelta(minutes=slot)
        assert one.starts_at.astimezone(zoned).date() == day
        assert one.starts_at.astimezone(zoned).time() >= time(opens, 30)
