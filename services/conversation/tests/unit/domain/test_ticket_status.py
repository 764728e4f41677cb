"""Questions about tickets, and what is no such question."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from contracts.shapes import Assignee, Requester, Ticket
from conversation.domain.ticket_status import asks_about_ticket, number_in, tell

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


def test_nobody_looks_after_a_ticket_that_is_done() -> None:
    now = datetime(2026, 3, 2, 12, tzinfo=UTC)
    ticket = Ticket(
        id="tkt_1",
        number="T-1",
        status="open",
        priority="medium",
        subject="A lost invoice",
        description="",
        requester=Requester(),
        assignee=Assignee(user_id="usr_1", name="Anna"),
        created_at=now,
        updated_at=now,
        version=1,
    )
    assert tell([ticket], "en") == "Ticket T-1 (A lost invoice) is open, Anna looks after it."
    resolved = ticket.model_copy(update={"status": "resolved"})
    assert tell([resolved], "en") == "Ticket T-1 (A lost invoice) is resolved."
