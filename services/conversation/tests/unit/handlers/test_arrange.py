"""Appointments within a conversation: what is shown, what is done, and what costs nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from chassis import clock
from contracts.appointment_requests import Appointment, Slot, Slots
from contracts.shapes import BotSettings, Outcome, Requester
from conversation.domain.appointment_turns import wants_appointment
from conversation.domain.context import Context
from conversation.domain.decide import decide_now
from conversation.domain.nlu.understanding import understand
from conversation.domain.turns import Bot, Grounding, Line, Turn
from conversation.handlers.arrange import Arranged, arrange
from conversation.testing.appointments import FIRST, FakeAppointments, appointment
from conversation.testing.facts import passage

OFFER = Line("bot", "Choose a time for your appointment.", Outcome.ANSWERED, "slots_offered")
ZONE = {"timezone": "America/New_York"}


def context_of(text: str, *history: Line, confidence: float = 0.8, **facts: str) -> Context:
    now, bot = clock.now(), Bot("bot_1", "Wingo", 1, BotSettings())
    deadline = now + timedelta(seconds=27)
    turn = Turn(
        "wsp_1", "cnv_1", "trn_1", bot, text, "en", 1, now, deadline, history, facts={**ZONE, **facts}
    )
    return Context(turn, understand(text), now, Grounding(text, "en", (passage(),), confidence))


async def asked(diary: FakeAppointments, text: str, *history: Line, **more: Any) -> Arranged | None:
    context = context_of(text, *history, **more)
    if not wants_appointment(context, decide_now(context)):
        return None
    return await arrange(diary, context, {"[EMAIL_1]": "ida@customer.example"})


async def test_whoever_wants_an_appointment_sees_free_times_by_their_own_clock() -> None:
    found = await asked(FakeAppointments(), "I would like to book an appointment")
    assert found is not None and found.reply.decision.rule == "slots_offered"
    [block] = found.reply.blocks
    assert (block["type"], block["timezone"], block["minutes"]) == ("slots", "America/New_York", 30)
    assert block["slots"][:2] == ["2026-03-27T09:00", "2026-03-28T09:00"]
    assert block["ask_email"] is True


async def test_choosing_a_time_books_it_and_the_receipt_says_so() -> None:
    diary = FakeAppointments()
    found = await asked(diary, "2026-03-28 09:00-04:00 (America/New_York)", OFFER, email="[EMAIL_1]")
    assert found is not None and found.reply.decision.rule == "appointment_booked"
    assert "A-1001 is booked: Saturday, 28 March 2026, 09:00–09:30 (America/New_York)" in found.reply.text
    assert diary.booked_for == [Requester(email="ida@customer.example")]
    assert found.context.grounding is not None
    [use] = found.context.grounding.tools
    assert (use.name, use.status, use.confirmed) == ("book", "ok", True)
    assert found.reply.blocks[0]["number"] == "A-1001"
    assert [each.text for each in found.reply.suggested_actions] == [
        "Move appointment A-1001",
        "Cancel appointment A-1001",
    ]


async def test_whoever_comes_too_late_reads_a_clear_sentence_and_what_is_free() -> None:
    diary = FakeAppointments([appointment(1001, FIRST)])
    found = await asked(diary, "2026-03-27 09:00", OFFER)
    assert found is not None and found.reply.outcome is Outcome.CLARIFIED
    assert "Somebody was faster" in found.reply.text
    assert found.reply.blocks[0]["slots"][0] == "2026-03-28T09:00"
    again = Line("bot", found.reply.text, Outcome.CLARIFIED, found.reply.decision.rule)
    assert (booked := await asked(diary, "2026-03-28 09:00", again)) is not None
    assert booked.reply.decision.rule == "appointment_booked"


async def test_an_appointment_is_moved_and_cancelled_by_its_number() -> None:
    diary = FakeAppointments([appointment(1001, FIRST, "America/New_York")])
    offered = await asked(diary, "Move appointment A-1001")
    assert offered is not None and offered.reply.blocks[0]["say"].startswith("Move appointment A-1001 to")
    moved = await asked(diary, "Move appointment A-1001 to 2026-03-29 09:00-04:00 (America/New_York)")
    assert moved is not None and "new time: Sunday, 29 March 2026, 09:00" in moved.reply.text
    over = await asked(diary, "Cancel appointment A-1001")
    assert over is not None and over.reply.decision.rule == "appointment_cancelled"
    assert diary.kept[0].status == "cancelled"
    again = await asked(diary, "Cancel appointment A-1001")
    assert again is not None and again.reply.decision.rule == "appointment_unknown"


@pytest.mark.parametrize("kept", [[], [appointment()], [appointment(), appointment(1002)]])
async def test_nothing_is_cancelled_that_the_customer_did_not_name(kept: list[Appointment]) -> None:
    diary = FakeAppointments(list(kept))
    found = await asked(diary, "Please cancel my appointment")
    assert found is not None and len(found.reply.blocks) == len(kept)
    assert [one.status for one in diary.kept] == ["booked"] * len(kept)
    assert len(found.reply.suggested_actions) == 2 * len(kept)


@pytest.mark.parametrize(
    ("text", "rule", "status"),
    [
        ("yes please", "appointment_cancelled", "cancelled"),
        ("Yes", "appointment_cancelled", "cancelled"),
        ("no", "appointment_kept", "booked"),
    ],
)
async def test_the_only_appointment_is_cancelled_by_a_yes(text: str, rule: str, status: str) -> None:
    diary = FakeAppointments([appointment()])
    ask = await asked(diary, "Please cancel my appointment")
    assert ask is not None and "Shall I cancel your appointment A-1001 on " in ask.reply.text
    reply = replace(OFFER, text=ask.reply.text, rule=ask.reply.decision.rule)
    answer = await asked(diary, text, reply)
    assert answer is not None and answer.reply.decision.rule == rule
    assert [one.status for one in diary.kept] == [status]
    assert await asked(diary, "yes") is None


@pytest.mark.parametrize("text", ["Cancel appointment A-2000", "Move appointment A-2000 to 2026-03-29 09:00"])
async def test_appointments_of_others_are_not_there(text: str) -> None:
    diary = FakeAppointments([appointment()])
    found = await asked(diary, text)
    assert found is not None and found.reply.decision.rule == "appointment_unknown"
    assert diary.kept == [appointment()]


async def test_a_bot_that_takes_none_answers_from_its_knowledge() -> None:
    assert await asked(FakeAppointments(closed=True), "I would like to book an appointment") is None


async def test_a_calendar_that_is_away_is_said_kindly() -> None:
    found = await asked(FakeAppointments(away=True), "I would like to book an appointment")
    assert found is not None and "try again in a moment" in found.reply.text
    assert found.context.grounding is not None and found.context.grounding.tools[0].status == "failed"


@pytest.mark.parametrize("text", ["Book the appointment 2026-03-28 09:00 (UTC)", "Cancel appointment A-1001"])
async def test_whether_a_change_went_through_is_left_open_when_nobody_answers(text: str) -> None:
    found = await asked(FakeAppointments([appointment()], away=True), text)
    assert found is not None and found.reply.decision.rule == "booking_unsure"
    assert "cannot tell yet" in found.reply.text


@pytest.mark.parametrize(
    "text",
    [
        "How much is a parcel?",
        "Where can I find my appointment?",
        "How do I book a visit?",
        "Thanks!",
        "2026-03-28 09:00-04:00",
        "Is 2026-03-28 09:00 a holiday?",
    ],
)
async def test_a_turn_without_booking_asks_nobody(text: str) -> None:
    diary = FakeAppointments()
    assert await asked(diary, text) is None
    assert diary.asked == 0


async def test_what_the_knowledge_does_not_say_hinders_no_booking() -> None:
    lost = Line("bot", "I do not know.", Outcome.DECLINED, "low_confidence")
    found = await asked(FakeAppointments(), "I want to book a visit", lost, lost, lost, confidence=0.1)
    assert found is not None and found.reply.blocks


@pytest.fixture
def _before_the_first_slot(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: FIRST - timedelta(days=1, hours=1))


@pytest.mark.usefixtures("_before_the_first_slot")
@pytest.mark.parametrize(
    ("text", "booked"),
    [
        ("Saturday at 9", "Saturday, 28 March 2026, 09:00"),
        ("tomorrow 9 am please", "Friday, 27 March 2026, 09:00"),
        ("on 30 March at 9:00", "Monday, 30 March 2026, 09:00"),
        ("Montag um 9 Uhr", "Monday, 30 March 2026, 09:00"),
    ],
)
async def test_a_time_that_is_typed_is_booked(text: str, booked: str) -> None:
    diary = FakeAppointments()
    found = await asked(diary, text, OFFER)
    assert found is not None and found.reply.decision.rule == "appointment_booked"
    assert booked in found.reply.text
    assert found.context.grounding is not None and found.context.grounding.tools[0].name == "book"


@pytest.mark.usefixtures("_before_the_first_slot")
@pytest.mark.parametrize(
    ("text", "left"),
    [("Saturday", ["2026-03-28T09:00"]), ("at 9", [f"2026-03-{day}T09:00" for day in range(27, 32)])],
)
async def test_half_a_time_leaves_fewer_to_choose_from(text: str, left: list[str]) -> None:
    diary = FakeAppointments()
    found = await asked(diary, text, OFFER)
    assert found is not None and found.reply.decision.rule == "slots_offered"
    assert found.reply.blocks[0]["slots"][: len(left)] == left
    assert diary.booked_for == []


@pytest.mark.usefixtures("_before_the_first_slot")
async def test_a_typed_time_that_is_not_free_is_not_booked() -> None:
    found = await asked(FakeAppointments(), "Saturday at 3pm", OFFER)
    assert found is not None and found.reply.decision.rule == "slot_not_offered"
    assert len(found.reply.blocks[0]["slots"]) == 7


@pytest.mark.usefixtures("_before_the_first_slot")
async def test_what_was_just_booked_is_moved_to_a_typed_time() -> None:
    booked = Line("bot", "Your appointment A-1001 is booked.", Outcome.ANSWERED, "appointment_booked")
    found = await asked(FakeAppointments([appointment()]), "can I move it to Saturday at 9?", booked)
    assert found is not None and found.reply.decision.rule == "appointment_moved"


async def test_who_says_their_address_instead_of_a_time_is_shown_the_times_again() -> None:
    found = await asked(FakeAppointments(), "my email is [EMAIL_1]", OFFER)
    assert found is not None and found.reply.decision.rule == "slots_offered"


async def test_a_question_beside_the_offered_times_is_answered() -> None:
    assert await asked(FakeAppointments(), "Are you open on Saturday?", OFFER) is None


async def test_an_appointment_is_named_by_its_number_alone() -> None:
    found = await asked(FakeAppointments([appointment()]), "ok cancel A-1001")
    assert found is not None and found.reply.decision.rule == "appointment_cancelled"
    assert await asked(FakeAppointments([appointment()]), "what is A-1001?") is None


@pytest.mark.parametrize("confidence", [0.8, 0.1])
async def test_when_an_appointment_is_is_told_from_the_calendar_not_from_the_knowledge(
    confidence: float,
) -> None:
    diary = FakeAppointments([appointment(1001, FIRST, "America/New_York"), appointment(1002)])
    found = await asked(diary, "What time is my appointment?", confidence=confidence)
    assert found is not None and found.reply.text.split("\n") == [
        "Your appointment A-1001 is on Friday, 27 March 2026, 09:00–09:30 (America/New_York).",
        "Your appointment A-1002 is on Friday, 27 March 2026, 13:00–13:30 (UTC).",
    ]
    assert [block["number"] for block in found.reply.blocks] == ["A-1001", "A-1002"]
    one = await asked(diary, "When is A-1002?")
    assert one is not None and one.reply.text.startswith("Your appointment A-1002 is on ")
    other = await asked(diary, "When is A-2000?")
    assert other is not None and other.reply.decision.rule == "appointment_unknown"


@pytest.mark.usefixtures("_before_the_first_slot")
async def test_what_was_just_told_is_moved_to_a_typed_time() -> None:
    diary = FakeAppointments([appointment()])
    found = await asked(diary, "Do I have an appointment?")
    assert found is not None
    last = Line("bot", found.reply.text, Outcome.ANSWERED, found.reply.decision.rule)
    moved = await asked(diary, "move it to Saturday at 9", last)
    assert moved is not None and moved.reply.decision.rule == "appointment_moved"


async def test_whoever_has_no_appointment_is_told_so_and_may_choose_one() -> None:
    found = await asked(FakeAppointments(), "Wann ist mein Termin?")
    assert found is not None and found.reply.text.startswith("Sie haben keinen Termin")
    assert found.reply.blocks[0]["type"] == "slots"
    booked = await asked(
        FakeAppointments(), "2026-03-28 09:00", replace(OFFER, rule=found.reply.decision.rule)
    )
    assert booked is not None and booked.reply.decision.rule == "appointment_booked"
    assert await asked(FakeAppointments(closed=True), "When is my appointment?") is None


NIGHT = datetime(2026, 10, 25, 0, 0, tzinfo=UTC)


class _NightOfTheChange(FakeAppointments):
    """The clocks of Berlin show half past two twice, an hour apart."""

    async def free(self, turn: Turn, timezone: str | None) -> Slots:
        begins = [NIGHT + timedelta(minutes=minutes) for minutes in (30, 90)]
        slots = [Slot(starts_at=at, ends_at=at + timedelta(minutes=30)) for at in begins]
        return Slots(timezone="Europe/Berlin", slots=slots)


async def test_an_hour_that_clocks_show_twice_is_not_booked_without_asking_which() -> None:
    diary = _NightOfTheChange()
    found = await asked(diary, "25 October at 02:30", OFFER)
    assert found is not None and diary.booked_for == []
    assert found.reply.blocks[0]["slots"] == ["2026-10-25T02:30+02:00", "2026-10-25T02:30+01:00"]


async def test_an_appointment_in_an_hour_that_clocks_show_twice_says_which_one_it_is() -> None:
    one = appointment(1001, NIGHT + timedelta(minutes=30), "Europe/Berlin")
    found = await asked(FakeAppointments([one]), "When is my appointment?")
    assert found is not None and "02:30+02:00–02:00+01:00 (Europe/Berlin)" in found.reply.text
