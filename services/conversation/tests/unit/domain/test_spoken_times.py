"""Days and hours as customers type them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from conversation.domain.spoken_times import meant, says_when

TODAY = date(2026, 11, 22)
FREE = [
    datetime(2026, 11, 23, tzinfo=UTC) + timedelta(days=day, minutes=minutes)
    for day in range(8)
    for minutes in range(9 * 60, 18 * 60, 30)
]


@pytest.mark.parametrize(
    ("text", "when"),
    [
        ("Tuesday at 3pm", "24T15:00"),
        ("can we do Wed 9:30 am?", "25T09:30"),
        ("tomorrow 10:30", "23T10:30"),
        ("24th of November at 11", "24T11:00"),
        ("November 24 at 11", "24T11:00"),
        ("Dienstag um 14:30 Uhr", "24T14:30"),
        ("am 24.11. um 9 Uhr", "24T09:00"),
        ("mañana a las 10", "23T10:00"),
        ("miércoles a las 16", "25T16:00"),
        ("le mardi 24 novembre à 9h", "24T09:00"),
        ("demain à 15h30", "23T15:30"),
    ],
)
def test_a_day_and_an_hour_name_one_time(text: str, when: str) -> None:
    found = meant(text, FREE, TODAY)
    assert found == [datetime.fromisoformat(f"2026-11-{when}").replace(tzinfo=UTC)]
    assert says_when(text, wholly=True)


@pytest.mark.parametrize("text", ["", "in 2 weeks", "guten Morgen", "it costs 3.50 EUR", "at 9:99", "A-1001"])
def test_what_names_neither_is_no_time(text: str) -> None:
    assert meant(text, FREE, TODAY) is None
    assert not says_when(text)


@pytest.mark.parametrize("text", ["31.2.", "99.99.", "at 25", "Sunday at 9 pm", "at 0am"])
def test_what_is_not_among_the_free_times_leaves_none(text: str) -> None:
    assert meant(text, FREE, TODAY) == []


def test_a_day_alone_leaves_its_times() -> None:
    found = meant("Monday", FREE, TODAY)
    assert found is not None and {at.date() for at in found} == {date(2026, 11, 23)}
    assert not says_when("Monday", wholly=True)


def test_the_name_of_a_day_is_never_a_day_weeks_ahead() -> None:
    later = [at + timedelta(days=28) for at in FREE]
    assert meant("Tuesday at 3pm", later, TODAY) == []
    assert meant("next Tuesday at 3pm", later, TODAY) == []
    assert meant("22 December at 3pm", later, TODAY) == [datetime(2026, 12, 22, 15, tzinfo=UTC)]


@pytest.mark.parametrize("text", ["next Monday at 10", "nächsten Montag um 10 Uhr", "próximo lunes a las 10"])
def test_next_monday_may_be_either_of_two(text: str) -> None:
    found = meant(text, FREE, TODAY)
    assert found == [datetime(2026, 11, day, 10, tzinfo=UTC) for day in (23, 30)]
