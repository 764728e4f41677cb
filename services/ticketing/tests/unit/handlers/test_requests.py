from __future__ import annotations

import pytest

from chassis.errors import Invalid, NotFound
from chassis.testing.fakes import FakeDatabase, event_of
from contracts.requests import GetTicket, ListTickets
from ticketing.domain.ticket import ticket_of
from ticketing.handlers.get_ticket import get_ticket
from ticketing.handlers.list_tickets import list_tickets
from ticketing.testing import facts
from ticketing.testing.fakes import FakeTickets


@pytest.fixture
async def tickets() -> FakeTickets:
    tickets = FakeTickets()
    for number in range(1001, 1006):
        event = event_of(facts.handoff(f"hnd_{number}"))
        ticket = ticket_of(event, ticket_id=f"tkt_{number}", number=number, assignee=None, now=facts.MOMENT)
        await tickets.add(None, ticket)
    return tickets


async def test_a_ticket_is_found_by_either_id(tickets: FakeTickets) -> None:
    database = FakeDatabase()
    by_id = await get_ticket(
        GetTicket(workspace_id="wsp_1", ticket_id="tkt_1002"), database=database, tickets=tickets
    )
    by_handoff = await get_ticket(
        GetTicket(workspace_id="wsp_1", handoff_id="hnd_1002"), database=database, tickets=tickets
    )
    assert by_id == by_handoff
    assert by_id.number == "T-1002"


@pytest.mark.parametrize(
    "ask",
    [
        GetTicket(workspace_id="wsp_2", ticket_id="tkt_1002"),
        GetTicket(workspace_id="wsp_2", handoff_id="hnd_1002"),
        GetTicket(workspace_id="wsp_1", ticket_id="tkt_none"),
    ],
)
async def test_foreign_and_missing_tickets_are_not_found(tickets: FakeTickets, ask: GetTicket) -> None:
    with pytest.raises(NotFound):
        await get_ticket(ask, database=FakeDatabase(), tickets=tickets)


async def test_exactly_one_id_must_be_given(tickets: FakeTickets) -> None:
    for ask in (GetTicket(workspace_id="w"), GetTicket(workspace_id="w", ticket_id="t", handoff_id="h")):
        with pytest.raises(Invalid):
            await get_ticket(ask, database=FakeDatabase(), tickets=tickets)


async def test_pages_follow_each_other_without_gaps(tickets: FakeTickets) -> None:
    seen: list[str] = []
    cursor: str | None = None
    while True:
        page = await list_tickets(
            ListTickets(workspace_id="wsp_1", limit=2, cursor=cursor),
            database=FakeDatabase(),
            tickets=tickets,
        )
        seen += [ticket.number for ticket in page.items]
        cursor = page.next_cursor
        if cursor is None:
            break
    assert seen == ["T-1005", "T-1004", "T-1003", "T-1002", "T-1001"]


@pytest.mark.parametrize(
    ("status", "cursor"), [("lost", None), (None, "x"), (None, "9" * 30), (None, "²"), (None, "")]
)
async def test_nonsense_is_refused(tickets: FakeTickets, status: str | None, cursor: str | None) -> None:
    ask = ListTickets(workspace_id="wsp_1", status=status, cursor=cursor)
    with pytest.raises(Invalid):
        await list_tickets(ask, database=FakeDatabase(), tickets=tickets)
