from __future__ import annotations

from chassis.outcome import DONE
from chassis.testing.fakes import FakeDatabase, FakeWork, event_of
from contracts.facts.workspace import UserChanged
from ticketing.domain.ticket import NewTicket, ticket_of
from ticketing.handlers.keep_user import keep_user
from ticketing.testing import facts
from ticketing.testing.diary import FakeDiary
from ticketing.testing.fakes import FakeStaff, FakeTickets


class Office:
    def __init__(self) -> None:
        self.database = FakeDatabase()
        self.tickets = FakeTickets()
        self.staff = FakeStaff(self.tickets)
        self.calendar = FakeDiary(database=self.database, staff=self.staff)

    async def hears(self, user: UserChanged) -> None:
        event_id = f"user:{user.user_id}:{user.revision}"
        work = FakeWork(self.database, event_id)
        event = event_of(user, event_id=event_id)
        diary = await self.calendar.open(agents=0)
        done = await keep_user(event, work, tickets=self.tickets, staff=self.staff, diary=diary)
        assert done == DONE

    async def has_waiting(self, count: int) -> list[NewTicket]:
        for number in range(1001, 1001 + count):
            event = event_of(facts.handoff(f"hnd_{number}"))
            ticket = ticket_of(
                event, ticket_id=f"tkt_{number}", number=number, assignee=None, now=facts.MOMENT
            )
            await self.tickets.add(None, ticket)
        return self.tickets.added

    def takers(self) -> list[str | None]:
        return [ticket.assignee.user_id if ticket.assignee else None for ticket in self.tickets.added]


async def test_waiting_tickets_are_assigned_as_soon_as_an_agent_appears() -> None:
    office = Office()
    await office.has_waiting(3)
    await office.hears(facts.user())
    assert office.takers() == ["usr_1"] * 3
    assert [event.id for event in office.database.committed] == [
        f"ticket:tkt_{number}:assigned:2" for number in (1001, 1002, 1003)
    ]
    assert office.tickets.locked == ["wsp_1"]


async def test_an_analyst_takes_no_tickets() -> None:
    office = Office()
    await office.has_waiting(1)
    await office.hears(facts.user(role="analyst"))
    assert office.takers() == [None]


async def test_tickets_of_one_who_left_go_to_the_others() -> None:
    office = Office()
    await office.has_waiting(4)
    await office.hears(facts.user("usr_1"))
    await office.hears(facts.user("usr_2"))
    await office.hears(facts.user("usr_1", active=False, revision=2))
    assert office.takers() == ["usr_2"] * 4


async def test_old_news_changes_nothing() -> None:
    office = Office()
    await office.hears(facts.user(active=False, revision=5))
    await office.hears(facts.user(revision=4))
    await office.has_waiting(1)
    assert await office.staff.available(None, "wsp_1") == []
