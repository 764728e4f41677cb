"""What of a ticket becomes an entry."""

from __future__ import annotations

import pytest

from chassis import clock
from contracts.shapes import Priority, Requester, Ticket, TicketStatus
from retrieval.handlers.learn_ticket import faq_of

SUMMARY = "The customer asked for a person.\nProblem: Blue locker\nCustomer: name Ann, email ann@example.com"


@pytest.mark.parametrize(
    ("conversation_id", "question"),
    [("cnv_1", "My code does not open the blue locker"), (None, SUMMARY)],
)
def test_the_summary_of_a_conversation_stays_with_its_ticket(
    conversation_id: str | None, question: str
) -> None:
    ticket = Ticket(
        id="tkt_1",
        number="T-1001",
        status=TicketStatus.RESOLVED,
        priority=Priority.MEDIUM,
        subject="My code does not open the blue locker",
        description=SUMMARY,
        requester=Requester(name="Ann"),
        conversation_id=conversation_id,
        resolution="Hold it for ten seconds.",
        created_at=clock.now(),
        updated_at=clock.now(),
        version=3,
    )
    assert (faq_of(ticket).question, faq_of(ticket).answer) == (question, "Hold it for ten seconds.")
