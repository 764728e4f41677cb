"""Appointments reach their conversation, on the real parts; ticketing itself is away."""

from __future__ import annotations

from typing import Any

from chassis.bus import Bus
from chassis.testing.fakes import event_of
from contracts.envelope import AnyEvent
from contracts.event_ids import turn_id
from contracts.facts.appointment import AppointmentBooked, AppointmentCancelled
from contracts.requests import LIST_MESSAGES, ListMessages
from conversation.testing.appointments import FIRST, appointment
from conversation.testing.facts import turn_grounded, turn_submitted

WHERE = {"workspace_id": "wsp_1", "conversation_id": "cnv_1"}
WISH = "Book the appointment 2026-03-27 13:00 (UTC)"
ONE = appointment()
SAME = {
    "appointment_id": ONE.id,
    "number": ONE.number,
    "conversation_id": "cnv_1",
    "bot_id": "bot_1",
    "agent": ONE.agent,
    "starts_at": ONE.starts_at,
    "ends_at": ONE.ends_at,
    "timezone": "UTC",
}


def booked() -> AnyEvent:
    fact = AppointmentBooked(**SAME, turn_id=turn_id("cnv_1", "m1"), booked_at=FIRST)
    return event_of(fact, event_id=f"appointment:{ONE.id}:booked:1")


def cancelled() -> AnyEvent:
    fact = AppointmentCancelled(**SAME, appointment_version=2, cancelled_by="usr_1", cancelled_at=FIRST)
    return event_of(fact, event_id=f"appointment:{ONE.id}:cancelled:2")


async def test_what_no_reply_could_tell_is_told_by_the_facts(town: Any, gateway: Bus) -> None:
    async with town.running():
        await town.tell(booked(), turn_submitted(WISH), turn_grounded(WISH))
        [answer] = await town.answered()
        await town.until(lambda: shown(town, "booked"))
        await town.tell(cancelled())
        await town.until(lambda: shown(town, "cancelled"))
        page = await gateway.ask(LIST_MESSAGES, ListMessages(**WHERE))
    assert answer.receipt.rule == "booking_unsure"
    assert [(use.name, use.status) for use in answer.receipt.tools] == [("book", "failed")]
    assert [message.role for message in page.items] == ["contact", "bot", "system", "system"]
    assert "A-1001 is booked: Friday, 27 March 2026, 13:00–13:30 (UTC)" in page.items[2].text


def shown(town: Any, status: str) -> list[Any]:
    return [
        glimpse
        for glimpse in town.glimpses
        if glimpse.event == "appointment.changed" and glimpse.message.blocks[0]["status"] == status
    ]
