from __future__ import annotations

import asyncio
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert

from chassis import clock
from chassis.errors import Refused
from contracts.appointment_requests import (
    BOOK_SLOT,
    CANCEL_APPOINTMENT,
    LIST_APPOINTMENTS,
    LIST_SLOTS,
    MOVE_APPOINTMENT,
    SET_AVAILABILITY,
    Booked,
    ListAppointments,
    ListSlots,
    MoveAppointment,
    Owned,
    SetAvailability,
)
from ticketing.domain.appointment import FIRST_NUMBER
from ticketing.store.appointments import AppointmentStore
from ticketing.store.tables import APPOINTMENT_COUNTERS, APPOINTMENTS
from ticketing.testing import facts
from ticketing.testing.diary import ALWAYS, booking, whole_hour

from .conftest import Town

BOOKED = "select count(*) from appointments where status = 'booked'"


async def opened(town: Town, agents: int = 1) -> datetime:
    """A bot that takes appointments, and a time that is free."""
    await town.set_up(agents=agents)
    await town.until("select count(*) from users", agents)
    await town.until("select count(*) from bots", 1)
    change = SetAvailability(workspace_id="wsp_1", bot_id="bot_1", availability=ALWAYS)
    await town.gateway.ask(SET_AVAILABILITY, change)
    return whole_hour(clock.now(), ahead=3)


async def race(town: Town, start: datetime) -> list[Booked]:
    """All of them want the same place at once, each asking twice, by two services."""
    asks = [booking(start, "r", contact_id=f"ctc_{n}") for n in range(12)]
    buses = (town.gateway, town.conversation)
    return await asyncio.gather(*(bus.ask(BOOK_SLOT, ask, timeout=60) for ask in asks for bus in buses))


async def test_appointments_of_an_agent_who_leaves_go_to_another(town: Town) -> None:
    async with town.service():
        start = await opened(town, agents=2)
        booked = [
            await town.gateway.ask(BOOK_SLOT, booking(start, "r", contact_id=f"ctc_{n}")) for n in (1, 2)
        ]
        later = booking(start + timedelta(days=1), "r2", contact_id="ctc_1")
        third = await town.gateway.ask(BOOK_SLOT, later)
        leaver = third.appointment.agent.user_id
        left = facts.user(leaver, active=False, revision=9)
        await town.tell(town.gateway, left, f"user:{leaver}:9")
        handed = "select count(*) from appointments where version = 2 and status = 'booked' and starts_at = "
        await town.until(f"{handed} '{later.starts_at.isoformat()}'", 1)
        own = next(one.appointment for one in booked if one.appointment.agent.user_id == leaver)
        kept = ListAppointments(workspace_id="wsp_1", contact_id=own.contact_id)
        listed = (await town.gateway.ask(LIST_APPOINTMENTS, kept)).items
        assert [one.version for one in listed if one.id == own.id] == [1]
        await town.until("select count(*) from mails where kind = 'team.1'", 1)


async def test_the_last_place_goes_to_one_customer_and_the_others_see_what_is_free(town: Town) -> None:
    async with town.service(), town.service():
        start = await opened(town, agents=2)
        answers = await race(town, start)
        got = {answer.appointment.contact_id for answer in answers if answer.appointment}
        assert len(got) == 2
        for answer in answers:
            if answer.appointment is None:
                assert answer.refused == "taken" and answer.free is not None and answer.free.slots
                assert start not in {slot.starts_at for slot in answer.free.slots}
        await town.until("select count(*) from mails where status = 'sent'", 4)
    assert await town.rows("select number from appointments order by 1") == [(1001,), (1002,)]
    assert await town.rows("select count(*) from outbox where kind = 'appointment.booked'") == [(2,)]
    assert all(str(message["Message-ID"]).startswith("<apt_") for message in town.mailbox.messages)


async def test_the_constraint_alone_keeps_a_place_for_one(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(AppointmentStore, "lock", unlocked)
    async with town.service(), town.service():
        await race(town, await opened(town))
    assert await town.rows(BOOKED) == [(1,)]


async def test_without_lock_and_constraints_the_same_race_books_twice(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(AppointmentStore, "lock", unlocked)
    monkeypatch.setattr(AppointmentStore, "_insert", lambda _, values: insert(APPOINTMENTS).values(values))
    await town.rows("drop index appointments_one_at_a_time")
    await town.rows("alter table appointments drop constraint appointments_one_per_request")
    await town.rows("alter table appointments drop constraint appointments_number")
    async with town.service(), town.service():
        await race(town, await opened(town))
    assert (await town.rows(BOOKED))[0][0] > 1


async def unlocked(_: Any, conn: Any, workspace_id: str) -> int:
    """Waits for nobody, as long as somebody else needs to come in between."""
    last = select(APPOINTMENT_COUNTERS.c.last_number).where(
        APPOINTMENT_COUNTERS.c.workspace_id == workspace_id
    )
    number = (await conn.execute(last)).scalar_one_or_none() or FIRST_NUMBER - 1
    await asyncio.sleep(0.05)
    return int(number) + 1


async def test_an_appointment_from_booking_to_cancelling(town: Town) -> None:
    async with town.service():
        start = await opened(town)
        first = await town.gateway.ask(BOOK_SLOT, booking(start, timezone="Asia/Tokyo"))
        again = await town.conversation.ask(BOOK_SLOT, booking(start, timezone="Asia/Tokyo"))
        assert first == again and first.appointment is not None
        own = Owned(workspace_id="wsp_1", appointment_id=first.appointment.id, contact_id="ctc_1")
        later = start + timedelta(days=1)
        move = MoveAppointment(**own.model_dump(exclude_none=True), starts_at=later)
        moved = await town.gateway.ask(MOVE_APPOINTMENT, move)
        assert moved.appointment is not None and moved.appointment.starts_at == later
        question = ListSlots(workspace_id="wsp_1", bot_id="bot_1", timezone="Asia/Tokyo", limit=500)
        slots = await town.gateway.ask(LIST_SLOTS, question)
        begins = {slot.starts_at for slot in slots.slots}
        assert start in begins and later not in begins and slots.timezone == "Asia/Tokyo"
        with pytest.raises(Refused) as refused:
            foreign = own.model_copy(update={"contact_id": "ctc_2"})
            await town.gateway.ask(CANCEL_APPOINTMENT, foreign)
        assert refused.value.status == 404
        mine = ListAppointments(workspace_id="wsp_1", contact_id="ctc_1", coming=True)
        assert len((await town.conversation.ask(LIST_APPOINTMENTS, mine)).items) == 1
        assert (await town.gateway.ask(CANCEL_APPOINTMENT, own)).status == "cancelled"
        assert (await town.conversation.ask(LIST_APPOINTMENTS, mine)).items == []
        await town.until("select count(*) from mails where status = 'sent'", 6)
    kinds = await town.rows("select kind from outbox where kind like 'appointment%%' order by id")
    assert [kind for (kind,) in kinds] == [
        "appointment.booked",
        "appointment.rescheduled",
        "appointment.cancelled",
    ]
    calendars = [part for message in town.mailbox.messages for part in message.iter_attachments()]
    assert sorted(dict(part["Content-Type"].params)["method"] for part in calendars) == [
        *["CANCEL"] * 2,
        *["PUBLISH"] * 4,
    ]
