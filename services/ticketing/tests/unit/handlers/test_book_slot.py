from __future__ import annotations

from datetime import timedelta

import pytest

from chassis import clock
from chassis.errors import Conflict, Invalid, NotFound
from contracts.appointment_requests import (
    Appointment,
    Availability,
    Booked,
    GetAvailability,
    ListAppointments,
    ListSlots,
    MoveAppointment,
    Owned,
    SetAvailability,
)
from contracts.facts.appointment import AppointmentBooked, AppointmentCancelled, AppointmentRescheduled
from ticketing.domain.appointment import MOST_COMING
from ticketing.handlers.book_slot import book_slot
from ticketing.handlers.cancel_appointment import cancel_appointment
from ticketing.handlers.list_slots import list_slots
from ticketing.handlers.move_appointment import move_appointment
from ticketing.handlers.read_appointments import get_appointment, list_appointments
from ticketing.handlers.set_availability import get_availability, set_availability
from ticketing.testing.diary import ALWAYS, FakeDiary, booking, whole_hour

HOUR = timedelta(hours=1)


def made(answer: Booked) -> Appointment:
    assert answer.appointment is not None, answer
    return answer.appointment


async def test_a_booked_time_is_told_to_everybody_and_free_no_more() -> None:
    fake = FakeDiary()
    diary, start = await fake.open(), whole_hour(clock.now())
    appointment = made(await book_slot(booking(start, timezone="Asia/Tokyo", turn_id="trn_1"), diary=diary))
    assert (appointment.number, appointment.timezone) == ("A-1001", "Asia/Tokyo")
    [fact] = fake.database.facts
    assert isinstance(fact, AppointmentBooked) and fact.turn_id == "trn_1"
    assert "ida" not in fact.model_dump_json().lower()
    assert {letter.recipient for letter in fake.mails.letters} == {
        "ida@customer.example",
        "usr_0@parcelwing.example",
    }
    slots = await list_slots(ListSlots(workspace_id="wsp_1", bot_id="bot_1"), diary=diary)
    assert slots.timezone == "UTC" and start not in {slot.starts_at for slot in slots.slots}
    assert fake.woken == [True]


async def test_the_same_request_is_the_same_appointment() -> None:
    fake = FakeDiary()
    diary, start = await fake.open(), whole_hour(clock.now())
    first = made(await book_slot(booking(start), diary=diary))
    assert made(await book_slot(booking(start), diary=diary)) == first
    assert len(fake.database.facts) == 1
    other = await book_slot(booking(start, contact_id="ctc_2"), diary=diary)
    assert other.refused == "taken" and other.free is not None and other.free.slots
    assert start not in {slot.starts_at for slot in other.free.slots}


async def test_each_agent_is_one_place_and_the_least_busy_gets_the_next() -> None:
    diary, start = await FakeDiary().open(agents=2), whole_hour(clock.now())
    first = made(await book_slot(booking(start, "r1", contact_id="ctc_1"), diary=diary))
    second = made(await book_slot(booking(start, "r2", contact_id="ctc_2"), diary=diary))
    assert {first.agent.user_id, second.agent.user_id} == {"usr_0", "usr_1"}
    assert (await book_slot(booking(start, "r3", contact_id="ctc_3"), diary=diary)).refused == "taken"


@pytest.mark.parametrize("shift", [timedelta(minutes=10), -48 * HOUR, timedelta(days=60)])
async def test_a_time_that_is_not_offered_is_answered_with_those_that_are(shift: timedelta) -> None:
    fake = FakeDiary()
    diary = await fake.open()
    answer = await book_slot(booking(whole_hour(clock.now()) + shift), diary=diary)
    assert answer.refused == "not_offered" and answer.free is not None and answer.free.slots
    assert fake.database.facts == []


async def test_nobody_empties_the_calendar() -> None:
    diary, start = await FakeDiary().open(), whole_hour(clock.now())
    for n in range(MOST_COMING):
        made(await book_slot(booking(start + n * 24 * HOUR, f"r{n}"), diary=diary))
    with pytest.raises(Conflict, match="several appointments"):
        await book_slot(booking(start + 6 * 24 * HOUR, "one more"), diary=diary)


async def test_an_appointment_moves_and_its_old_place_is_free() -> None:
    fake = FakeDiary()
    diary, start = await fake.open(), whole_hour(clock.now())
    before = made(await book_slot(booking(start), diary=diary))
    move = MoveAppointment(
        workspace_id="wsp_1", appointment_id=before.id, contact_id="ctc_1", starts_at=start + 24 * HOUR
    )
    after = made(await move_appointment(move, diary=diary))
    assert (after.starts_at, after.version, after.number) == (start + 24 * HOUR, 2, "A-1001")
    assert made(await move_appointment(move, diary=diary)) == after
    assert [type(fact) for fact in fake.database.facts] == [AppointmentBooked, AppointmentRescheduled]
    assert made(await book_slot(booking(start, "r2", contact_id="ctc_2"), diary=diary)).starts_at == start
    back = move.model_copy(update={"starts_at": start})
    assert (await move_appointment(back, diary=diary)).refused == "taken"


async def test_a_cancelled_appointment_leaves_its_place_and_stays_cancelled() -> None:
    fake = FakeDiary()
    diary, start = await fake.open(), whole_hour(clock.now())
    before = made(await book_slot(booking(start), diary=diary))
    own = Owned(workspace_id="wsp_1", appointment_id=before.id, contact_id="ctc_1")
    after = await cancel_appointment(own, diary=diary)
    assert after.status == "cancelled" and await cancel_appointment(own, diary=diary) == after
    assert [type(fact) for fact in fake.database.facts] == [AppointmentBooked, AppointmentCancelled]
    assert len(fake.mails.letters) == 4
    with pytest.raises(Conflict, match="cancelled or is over"):
        move = MoveAppointment(**own.model_dump(exclude_none=True), starts_at=start + 24 * HOUR)
        await move_appointment(move, diary=diary)
    made(await book_slot(booking(start, "r2"), diary=diary))


async def test_what_belongs_to_others_is_not_there() -> None:
    diary = await FakeDiary().open()
    before = made(await book_slot(booking(start := whole_hour(clock.now())), diary=diary))
    for workspace_id, contact_id in (("wsp_1", "ctc_2"), ("wsp_2", None), ("wsp_2", "ctc_1")):
        own = Owned(workspace_id=workspace_id, appointment_id=before.id, contact_id=contact_id)
        move = MoveAppointment(**own.model_dump(exclude_none=True), starts_at=start + 24 * HOUR)
        for refused in (
            get_appointment(own, diary=diary),
            cancel_appointment(own, diary=diary),
            move_appointment(move, diary=diary),
        ):
            with pytest.raises(NotFound):
                await refused
        mine = ListAppointments(workspace_id=workspace_id, contact_id=contact_id)
        assert (await list_appointments(mine, diary=diary)).items == []
    assert (await list_appointments(ListAppointments(workspace_id="wsp_1"), diary=diary)).items == [before]


async def test_a_bot_without_hours_takes_no_appointments() -> None:
    diary = await FakeDiary().open()
    question = ListSlots(workspace_id="wsp_1", bot_id="bot_2")
    for bot in ("bot_2", "bot_1"):
        if bot == "bot_1":
            none = SetAvailability(workspace_id="wsp_1", bot_id=bot, availability=Availability())
            await set_availability(none, diary=diary)
        with pytest.raises(NotFound, match="cannot be booked"):
            await list_slots(question.model_copy(update={"bot_id": bot}), diary=diary)


async def test_only_agents_take_appointments() -> None:
    diary = await FakeDiary().open()
    change = SetAvailability(
        workspace_id="wsp_1", bot_id="bot_1", availability=ALWAYS.model_copy(update={"agents": ["usr_9"]})
    )
    with pytest.raises(Invalid, match="usr_9"):
        await set_availability(change, diary=diary)
    named = change.model_copy(update={"availability": ALWAYS.model_copy(update={"agents": ["usr_0"]})})
    await set_availability(named, diary=diary)
    kept = await get_availability(GetAvailability(workspace_id="wsp_1", bot_id="bot_1"), diary=diary)
    assert kept.agents == ["usr_0"]


@pytest.mark.parametrize("cursor", ["x", "9" * 30, "²", "A-"])
async def test_a_cursor_of_nobodys_is_refused(cursor: str) -> None:
    diary = await FakeDiary().open()
    with pytest.raises(Invalid):
        await list_appointments(ListAppointments(workspace_id="wsp_1", cursor=cursor), diary=diary)
