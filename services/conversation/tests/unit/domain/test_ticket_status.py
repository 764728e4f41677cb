"""Questions about tickets, and what is no such question."""

from __future__ import annotations

import pytest

from conversation.domain.ticket_status import asks_about_ticket, number_in

ASKED = """
what about my ticket T-1042
T-1042?
any news on my ticket?
What is the status of my support ticket
is my ticket solved yet?
how is my case going
Was ist mit meinem Ticket?
Wie ist der Stand von meinem Ticket?
¿Cuál es el estado de mi ticket?
Où en est mon ticket ?
Is my ticket done?
wann ist mein Ticket fertig?
has anything happened with my support request
""".strip().splitlines()
OTHERS = """
How do I buy a bus ticket?
What is the price of a ticket to Vienna
My T-shirt size is 40
When does the depot open
the status of my order
is T1 the right terminal
""".strip().splitlines()


@pytest.mark.parametrize("text", ASKED)
def test_is_asked(text: str) -> None:
    assert asks_about_ticket(text)


@pytest.mark.parametrize("text", OTHERS)
def test_is_not_asked(text: str) -> None:
    assert not asks_about_ticket(text)


@pytest.mark.parametrize(
    ("text", "number"), [("re t1042", "T-1042"), ("T-1042!", "T-1042"), ("ticket", None)]
)
def test_numbers_are_written_in_one_way(text: str, number: str | None) -> None:
    assert number_in(text) == number
