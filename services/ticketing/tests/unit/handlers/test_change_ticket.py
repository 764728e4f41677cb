from __future__ import annotations

from typing import Any

import pytest

from chassis.errors import Conflict, NotFound
from chassis.testing.fakes import FakeDatabase, event_of
from contracts.requests import ChangeTicket
from contracts.shapes import Requester, TicketStatus
from ticketing.domain.ticket import ticket_of
from ticketing.handlers.change_ticket import change_ticket
from ticketing.outbound.letters import LetterWriter
from ticketing.testing import facts
from ticketing.testing.fakes import FakeDesks, FakeMails, FakeTickets


class Office:
    def __init__(self) -> None:
        self.database = FakeDatabase()
        self.tickets = FakeTickets()
        self.desks = FakeDesks()
        self.mails = FakeMails()

    async def change(self, version: int, workspace_id: str = "wsp_1", **values: Any) -> Any:
        ask = ChangeTicket(
            workspace_id=workspace_id, ticket_id="tkt_1", version=version, changed_by="usr_1", **values
        )
        return await change_ticket(
            ask,
            database=self.database,
            tickets=self.tickets,
            desks=self.desks,
            letters=LetterWriter(),
            mails=self.mails,
            wake=lambda: None,
        )

    async def opens(self, requester: Requester) -> None:
        event = event_of(facts.handoff("hnd_1", requester=requester))
        ticket = ticket_of(event, ticket_id="tkt_1", number=1001, assignee=None, now=facts.MOMENT)
        await self.tickets.add(None, ticket)

    @property
    def mailed(self) -> list[tuple[str, str]]:
        return [(letter.kind, letter.recipient) for letter in self.mails.letters]

    @property
    def kinds(self) -> list[str]:
        return [event.data.kind for event in self.database.committed]


@pytest.fixture
async def office() -> Office:
    office = Office()
    await office.opens(facts.IDA)
    return office


async def test_solving_a_ticket_tells_it_without_its_words(office: Office) -> None:
    solved = await office.change(1, status="resolved", resolution="Sent a new\x00 code.")
    assert (solved.status, solved.version) == (TicketStatus.RESOLVED, 2)
    assert solved.resolution.startswith("Sent a new")
    assert office.kinds == ["ticket.updated", "ticket.resolved"]
    assert "Sent a new" not in office.database.committed[1].to_json().decode()


async def test_reopening_tells_it(office: Office) -> None:
    await office.change(1, status="resolved", resolution="Sent a new code.")
    again = await office.change(2, status="in_progress")
    assert (again.version, again.resolution) == (3, "Sent a new code.")
    assert office.kinds[2:] == ["ticket.updated", "ticket.reopened"]


async def test_other_changes_are_no_resolution(office: Office) -> None:
    await office.change(1, priority="urgent")
    await office.change(2, status="waiting")
    assert office.kinds == ["ticket.updated", "ticket.updated"]
    assert len({event.id for event in office.database.committed}) == 2


async def test_who_read_an_older_version_changes_nothing(office: Office) -> None:
    await office.change(1, status="waiting")
    with pytest.raises(Conflict):
        await office.change(1, status="resolved")
    with pytest.raises(NotFound):
        await office.change(2, workspace_id="wsp_2", status="resolved")
    assert office.kinds == ["ticket.updated"]


async def test_the_customer_is_told_once_that_it_is_solved(office: Office) -> None:
    await office.change(1, status="resolved", resolution="Sent a new code.")
    await office.change(2, resolution="Sent a new code by mail.")
    with pytest.raises(Conflict):
        await office.change(1, status="resolved")
    await office.change(3, status="closed")
    assert office.mailed == [("resolved.2", "ida@customer.example")]
    assert "T-1001" in office.mails.letters[0].subject and "code" not in office.mails.letters[0].text


async def test_what_was_reopened_and_solved_again_is_told_again(office: Office) -> None:
    await office.change(1, status="resolved")
    await office.change(2, status="open")
    await office.change(3, status="resolved")
    assert [kind for kind, _ in office.mailed] == ["resolved.2", "resolved.4"]


@pytest.mark.parametrize("requester", [Requester(), Requester(name="Ida", email="no address")])
async def test_who_left_no_address_gets_no_mail(requester: Requester) -> None:
    office = Office()
    await office.opens(requester)
    await office.change(1, status="resolved")
    assert office.mailed == [] and "ticket.resolved" in office.kinds


async def test_what_is_closed_without_a_solution_is_not_called_solved(office: Office) -> None:
    await office.change(1, status="closed")
    assert office.mailed == []


async def test_whom_it_concerns_hears_that_a_ticket_was_closed_at_once(office: Office) -> None:
    await office.change(1, status="closed")
    await office.change(2, status="waiting")
    await office.change(3, status="resolved")
    await office.change(4, status="closed")
    told = [kind for kind in office.kinds if kind != "ticket.updated"]
    assert told == ["ticket.resolved", "ticket.reopened", "ticket.resolved"]
