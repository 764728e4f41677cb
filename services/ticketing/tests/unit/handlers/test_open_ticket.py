from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import pytest

from chassis.outcome import DONE, Outcome, Retry
from chassis.testing.fakes import FakeDatabase, FakeWork, event_of
from contracts.facts.chat import HandoffRequested
from contracts.facts.ticket import TicketAssigned, TicketOpened
from contracts.shapes import Requester
from ticketing.handlers.open_ticket import PATIENCE, open_ticket
from ticketing.outbound.letters import LetterWriter
from ticketing.testing import facts
from ticketing.testing.fakes import FakeDesks, FakeMails, FakeStaff, FakeTickets


@dataclass
class Office:
    database: FakeDatabase = field(default_factory=FakeDatabase)
    tickets: FakeTickets = field(default_factory=FakeTickets)
    desks: FakeDesks = field(default_factory=FakeDesks)
    mails: FakeMails = field(default_factory=FakeMails)
    woken: int = 0

    def __post_init__(self) -> None:
        self.staff = FakeStaff(self.tickets)

    async def opens(
        self, handoff: HandoffRequested, *, event_id: str = "evt_1", delivery: int = 1
    ) -> Outcome:
        def wake() -> None:
            self.woken += 1

        return await open_ticket(
            event_of(handoff, event_id=event_id, conversation_id=handoff.conversation_id),
            FakeWork(self.database, event_id, delivery),
            tickets=self.tickets,
            staff=self.staff,
            desks=self.desks,
            letters=LetterWriter(),
            mails=self.mails,
            wake=wake,
        )

    def facts_of(self, kind: type[Any]) -> list[Any]:
        return [fact for fact in self.database.facts if isinstance(fact, kind)]


@pytest.fixture
async def office() -> Office:
    office = Office()
    await office.desks.save_workspace(None, facts.workspace())
    await office.desks.save_bot(None, "wsp_1", facts.bot())
    await office.staff.save(None, "wsp_1", facts.user())
    return office


async def test_a_handoff_becomes_a_ticket_with_facts_and_mails(office: Office) -> None:
    assert await office.opens(facts.handoff()) == DONE
    [ticket] = office.tickets.added
    assert ticket.number == 1001
    assert ticket.assignee is not None and ticket.assignee.user_id == "usr_1"
    [opened], [assigned] = office.facts_of(TicketOpened), office.facts_of(TicketAssigned)
    assert (opened.number, opened.handoff_id, opened.ticket_id) == ("T-1001", "hnd_1", ticket.id)
    assert (assigned.ticket_id, assigned.assignee.name) == (ticket.id, "Alex Agent")
    assert [(mail.kind, mail.recipient) for mail in office.mails.letters] == [
        ("support", "help@parcelwing.example"),
        ("customer", "ida@customer.example"),
    ]
    assert [event.id for event in office.database.committed] == [
        "handoff:hnd_1:opened",
        f"ticket:{ticket.id}:assigned:1",
    ]
    assert {event.conversationid for event in office.database.committed} == {"cnv_hnd_1"}
    assert office.woken == 1


async def test_the_same_handoff_in_another_event_changes_nothing(office: Office) -> None:
    await office.opens(facts.handoff())
    assert await office.opens(facts.handoff(), event_id="evt_2") == DONE
    assert len(office.tickets.added) == 1
    assert len(office.mails.mails) == 2
    assert len(office.database.facts) == 2


async def test_tickets_go_round(office: Office) -> None:
    await office.staff.save(None, "wsp_1", facts.user("usr_2"))
    for n in range(4):
        await office.opens(facts.handoff(f"hnd_{n}"), event_id=f"evt_{n}")
    takers = [ticket.assignee.user_id for ticket in office.tickets.added if ticket.assignee]
    assert sorted(takers) == ["usr_1", "usr_1", "usr_2", "usr_2"]


async def test_without_an_agent_the_ticket_waits(office: Office) -> None:
    await office.staff.save(None, "wsp_1", facts.user(role="analyst", revision=2))
    assert await office.opens(facts.handoff()) == DONE
    assert office.tickets.added[0].assignee is None
    assert office.facts_of(TicketAssigned) == []
    assert "nobody yet" in office.mails.letters[0].text


async def test_an_unknown_bot_is_waited_for_but_not_for_ever(office: Office) -> None:
    outcome = await office.opens(facts.handoff(bot_id="bot_9"))
    assert isinstance(outcome, Retry)
    assert office.tickets.added == [] and office.database.inbox == set()
    assert await office.opens(facts.handoff(bot_id="bot_9"), delivery=PATIENCE) == DONE
    assert office.mails.letters[0].recipient == "owner@parcelwing.example"


async def test_an_unusable_address_gets_no_confirmation(office: Office) -> None:
    await office.opens(facts.handoff(requester=Requester(name="Ida", email="ida@nowhere")))
    [support] = office.mails.letters
    assert support.kind == "support" and support.reply_to is None
    assert "> Email:   ida@nowhere" in support.text


async def test_what_no_database_can_store_does_not_lose_the_ticket(office: Office) -> None:
    handoff = facts.handoff(
        subject="a\x00b\r\nBcc: x", description="one\x00two", requester=Requester(name="\x00")
    )
    assert await office.opens(handoff) == DONE
    [ticket] = office.tickets.added
    assert (ticket.subject, ticket.description) == ("a b Bcc: x", "onetwo")
    assert "\x00" not in f"{ticket}{office.mails.letters}"
