"""Follow-ups that name what the knowledge does not speak of."""

from __future__ import annotations

import pytest

from conversation.domain.answering.unheard import names_the_unheard
from conversation.domain.turns import Grounding
from conversation.testing.facts import passage

PRICES = passage("A parcel costs 5.90 EUR within one city and 21.90 EUR to Switzerland.", heading="Students")


def asked(question: str) -> Grounding:
    return Grounding(question, "en", (PRICES,), 0.8)


@pytest.mark.parametrize(
    "question",
    [
        "And to Japan?",
        "what about Japan",
        "and for a piano?",
        "Und nach Japan?",
        "¿y para el Japón?",
        "or by fax",
    ],
)
def test_one_thing_that_no_passage_names(question: str) -> None:
    assert names_the_unheard(asked(question))


@pytest.mark.parametrize(
    "question",
    [
        "And to Switzerland?",
        "what about students?",
        "and to another city?",
        "what about tomorrow?",
        "and for today?",
        "And on Sundays?",
        "and in july?",
        "and what is the price to Japan?",
        "and if it has to be cut out?",
        "How much is it to Japan?",
        "and for me?",
    ],
)
def test_what_a_passage_names_times_and_whole_questions(question: str) -> None:
    assert not names_the_unheard(asked(question))
