"""How a message is cut into its questions."""

from __future__ import annotations

import pytest

from contracts.several_questions import MOST, questions_of


@pytest.mark.parametrize(
    ("message", "asked"),
    [
        (
            "Do you deliver on Sundays, and how much is Express, and can I pay cash?",
            ["Do you deliver on Sundays", "how much is Express", "can I pay cash?"],
        ),
        ("Where is the depot? When does it open?", ["Where is the depot?", "When does it open?"]),
        (
            "Hi! Quick one: how do I claim, also what do I need?",
            ["how do I claim", "what do I need?"],
        ),
        (
            "Wann hat das Depot offen und was kostet ein Paket?",
            ["Wann hat das Depot offen", "was kostet ein Paket?"],
        ),
        ("¿Cuánto cuesta un paquete y cuándo llega?", ["¿Cuánto cuesta un paquete", "cuándo llega?"]),
        ("Combien coûte un colis et quand arrive-t-il ?", ["Combien coûte un colis", "quand arrive-t-il ?"]),
    ],
)
def test_every_question_of_a_message_is_found(message: str, asked: list[str]) -> None:
    assert [one.alone for one in questions_of(message)] == asked


def test_what_is_stated_belongs_to_each_question() -> None:
    found = questions_of("I have a 4 kg parcel. How much is it and how long does it take?")
    assert [one.whole for one in found] == [
        "I have a 4 kg parcel. How much is it",
        "I have a 4 kg parcel. how long does it take?",
    ]


@pytest.mark.parametrize(
    "message",
    [
        "When are you open on Saturdays and Sundays?",
        "What happens if I am not home and the courier comes?",
        "What is the price when it rains?",
        "When and where can I collect my parcel?",
        "Is it free, or do I have to pay?",
        "Hello, where is my parcel? I ordered it last week.",
        "My parcel is late and nobody answers the phone.",
        "When I was away it came. What do I do?",
        "Can I pay? " * (MOST + 1),
        "",
    ],
)
def test_what_asks_one_thing_stays_whole(message: str) -> None:
    assert questions_of(message) == ()
