"""An appointment never waits for somebody who left."""

from __future__ import annotations

from datetime import timedelta

from chassis import clock
from chassis.outcome import DONE
from chassis.testing.fakes import FakeWork, event_of
from contracts.facts.appointment import AppointmentRescheduled
from contracts.facts.workspace import UserChanged
from ticketing.handlers.book_slot import book_slot
from ticketing.handlers.keep_user import keep_user
from ticketing.testing import facts
from ticketing.testing.diary import FakeDiary, booking, whole_hour
from ticketing.testing.fakes import FakeTickets

START = whole_hour(clock.now(), ahead=8)
"""Still ahead when the tests have taken their time."""


class Office:
    """Two agents; appointments go to the first who is free."""

    def __init__(self) -> None:
        self.fakes = FakeDiary()

    async def opens(self, agents: int = 2, booked: int = 1) -> None:
        self.diary = await self.fakes.open(agents)
        for n in range(booked):
            await book_slot(booking(START, f"req_{n}", contact_id=f"ctc_{n}"), diary=self.diary)
        self.mailed = len(self.fakes.mails.letters)

    async def hears(self, user: UserChanged) -> None:
        event_id = f"user:{user.user_id}:{user.revision}"
        work = FakeWork(self.fakes.database, event_id)
        tickets = FakeTickets()
        done = await keep_user(
            event_of(user, event_id=event_id), work, tickets=tickets, staff=self.fakes.staff, diary=self.diary
        )
        assert done == DONE

    def agents(self) -> list[str]:
        return [one.agent.user_id for _, one in self.fakes.appointments.kept.values()]

    def moves(self) -> list[AppointmentRescheduled]:
        return [fact for fact in self.fakes.database.facts if isinstance(fact, AppointmentRescheduled)]

    def letters(self) -> list[str]:
        return [letter.subject for letter in self.fakes.mails.letters[self.mailed :]]


async def test_it_goes_to_somebody_who_is_free_at_its_time() -> None:
    office = Office()
    await office.opens()
    await office.hears(facts.user("usr_0", active=False, revision=2))
    assert office.agents() == ["usr_1"]
    [fact] = office.moves()
    assert (fact.handed_on, fact.starts_at, fact.agent.user_id) == (True, START, "usr_1")
    assert office.letters() == ["Your appointment A-1001 is with another person"] * 2
    assert office.fakes.woken


async def test_who_takes_no_tickets_any_more_takes_no_appointments() -> None:
    office = Office()
    await office.opens()
    await office.hears(facts.user("usr_0", role="analyst", revision=2))
    assert office.agents() == ["usr_1"]


async def test_without_anybody_free_the_team_is_told_once() -> None:
    office = Office()
    await office.opens(booked=2)
    await office.hears(facts.user("usr_0", active=False, revision=2))
    assert office.agents() == ["usr_0", "usr_1"]
    assert office.moves() == []
    assert office.letters() == ["Nobody attends to appointment A-1001"]
    await office.hears(facts.user("usr_1", revision=3))
    assert office.letters() == ["Nobody attends to appointment A-1001"]
    await office.hears(facts.user("usr_2"))
    assert office.agents() == ["usr_2", "usr_1"]


async def test_what_is_over_or_cancelled_stays() -> None:
    office = Office()
    await office.opens(booked=0)
    for number, (status, ahead) in enumerate((("booked", -3), ("cancelled", 3))):
        await book_slot(booking(START, f"req_{number}", contact_id="ctc_1"), diary=office.diary)
        key, (where, made) = list(office.fakes.appointments.kept.items())[-1]
        start = clock.now() + timedelta(hours=ahead)
        change = {"status": status, "starts_at": start, "ends_at": start + timedelta(hours=1)}
        office.fakes.appointments.kept[key] = (where, made.model_copy(update=change))
    before = office.agents()
    for name in ("usr_0", "usr_1"):
        await office.hears(facts.user(name, active=False, revision=2))
    assert (office.agents(), office.moves()) == (before, [])
