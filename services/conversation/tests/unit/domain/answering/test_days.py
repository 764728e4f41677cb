"""Weekdays that a question names, and texts that are about others."""

from __future__ import annotations

import pytest

from conversation.domain.answering.extract import extract
from conversation.domain.answering.quantities import weekdays
from conversation.domain.turns import Grounding
from conversation.testing.facts import passage

HOURS = passage(
    "The hall is open Monday to Friday 7:00 to 20:00 and Saturday 8:00 to 16:00.", key="1", score=0.5
)
ONLY = passage("The hall is the only hall that opens on Sundays.", key="2", score=0.6)


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("From Thursday to Saturday.", "345"),
        ("What about Sundays?", "6"),
        ("Open at weekends.", "56"),
        ("Am Wochenende und montags geschlossen", "056"),
        ("Every day from 1 May to 3 June.", ""),
    ],
)
def test_weekdays_of_a_text(text: str, numbers: str) -> None:
    assert weekdays(text) == {f"day {number}" for number in numbers}


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("And on Saturdays?", "1"),
        ("And on Sundays?", "2"),
        ("And on Wednesday?", "1"),
        ("And the hall?", "2"),
    ],
)
def test_what_is_about_other_days_only_is_not_quoted_first(question: str, found: str) -> None:
    answer = extract(Grounding(question, "en", (ONLY, HOURS), 0.9), before="When is the hall open?")
    assert answer.citations[0].document_id == f"doc_{found}"


def test_where_nothing_names_the_day_the_others_tell_by_leaving_it_out() -> None:
    answer = extract(Grounding("Is the hall open on Sundays?", "en", (HOURS,), 0.9))
    assert answer.citations[0].document_id == "doc_1"
