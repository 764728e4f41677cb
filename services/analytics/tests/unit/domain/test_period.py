from __future__ import annotations

from datetime import date

import pytest

from analytics.domain.period import period


def test_both_days_are_included() -> None:
    days = period(date(2026, 3, 1), date(2026, 3, 1))
    assert (days.end - days.start).total_seconds() == 86_400
    assert days.start.isoformat() == "2026-03-01T00:00:00+00:00"


@pytest.mark.parametrize(
    ("first", "last"),
    [
        (date(2026, 3, 2), date(2026, 3, 1)),
        (date(2020, 1, 1), date(2026, 1, 1)),
        (date.max, date.max),
        (date.max, date.min),
    ],
)
def test_nonsense_is_refused_with_a_sentence(first: date, last: date) -> None:
    with pytest.raises(ValueError, match="choose"):
        period(first, last)
