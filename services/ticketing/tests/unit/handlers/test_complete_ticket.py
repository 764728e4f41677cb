from __future__ import annotations

from dataclasses import dataclass, field

import pytest

from chassis.outcome import DONE, Outcome, Retry
from chassis.testing.fakes import FakeDatabase, FakeWork, event_of
from contracts.facts.chat import HandoffCompleted
from contracts.shapes import Priority, Requester
from ticketing.handlers.complete_ticket import complete_ticket
from ticketing.handlers.open_ticket import open_ticket
from ticketing.outbound.letters import LetterWriter
from ticketing.testing import facts
from ticketing.testing.fakes import FakeDesks, FakeMails, FakeStaff, FakeTickets


@dataclass
class Office:
    database: FakeDatabase = field(default_factory=FakeDatabase)
    tickets: FakeTickets = field(default_factory=FakeTickets)
    desks: FakeDesks = field(default_factory=FakeDesks)
    mails: FakeMails = field(default_factory=FakeMails)

    async def opens(self, requester: Requester) -> None:
        handoff = facts.handoff(requester=requester, reason="requested", description="Where is it?")
        await open_ticket(
            event_of(handoff, event_id="evt_0"),
            FakeWork(self.database, "evt_0"),
            tickets=self.tickets,
            staff=FakeStaff(self.tickets),
            desks=self.desks,
            letters=LetterWriter(),
            mails=self.mails,
            wake=lambda: None,
        )

    async def completes(self, fact: HandoffCompleted, event_id: str = "evt_1") -> Outcome:
        return await complete_ticket(
            event_of(fact, event_id=event_id),
            FakeWork(self.database, event_id),
            tickets=self.tickets,
            desks=self.desks,
            letters=LetterWriter(),
            mails=self.mails,
            wake=lambda: None,
        )


@pytest.fixture
async def office() -> Office:
    office = Office()
    await office.desks.save_workspace(None, facts.workspace())
    await office.desks.save_bot(None, "wsp_1", facts.bot())
    return office


async def test_the_form_names_the_customer_and_confirms_once(office: Office) -> None:
    await office.opens(Requester())
    assert [mail.kind for mail in office.mails.letters] == ["support"]
    assert await office.completes(facts.completed()) == DONE
    assert await office.completes(facts.completed(description="And it is urgent."), "evt_2") == DONE
    [ticket] = office.tickets.added
    assert ticket.requester == facts.IDA
    assert ticket.description == "And it is urgent.\n\nPlease call me.\n\nWhere is it?"
    assert ticket.priority is Priority.URGENT
    mails = {mail.kind: mail for mail in office.mails.letters}
    assert len(office.mails.letters) == 3
    assert mails["customer"].recipient == "ida@customer.example"
    assert "T-1001" in mails["customer"].text and "call me" not in mails["customer"].text
    assert mails["contact"].recipient == "help@parcelwing.example"
    assert mails["contact"].reply_to == "ida@customer.example"


async def test_what_is_left_out_changes_nothing(office: Office) -> None:
    await office.opens(facts.IDA)
    bare = facts.completed(requester=Requester(email="new@customer.example"), description="", priority=None)
    await office.completes(bare)
    [ticket] = office.tickets.added
    assert ticket.requester == Requester(name="Ida Berg", email="new@customer.example", phone=facts.IDA.phone)
    assert (ticket.description, ticket.priority) == ("Where is it?", Priority.HIGH)


async def test_medium_lowers_nothing(office: Office) -> None:
    await office.opens(Requester())
    await office.completes(facts.completed(priority=Priority.MEDIUM))
    assert office.tickets.added[0].priority is Priority.HIGH


async def test_a_form_before_its_ticket_waits(office: Office) -> None:
    assert isinstance(await office.completes(facts.completed()), Retry)
    assert office.mails.letters == [] and office.database.inbox == set()
