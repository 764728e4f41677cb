"""What happened to an appointment is said in its conversation exactly once."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import pytest

from chassis.outcome import DONE, Retry
from chassis.testing.fakes import FakeBus, FakeDatabase, FakeWork, event_of
from contracts.facts.appointment import AppointmentBooked, AppointmentRescheduled
from contracts.shapes import Message
from conversation.domain.agents import Held
from conversation.domain.booking import card
from conversation.handlers.announce_appointment import PATIENCE, announce_appointment
from conversation.handlers.take_over import Floor
from conversation.testing.appointments import FIRST, appointment
from conversation.testing.fakes import FakeVault


@dataclass
class Talk:
    """One conversation: its messages, and the reply to turn `trn_1`."""

    reply: Message | None = None
    known: bool = True
    said: list[Message] = field(default_factory=list)

    async def hold(self, conn: Any, workspace_id: str, conversation_id: str) -> Held | None:
        return Held("bot_1", "open", None, "de") if self.known else None

    async def reply_to(
        self, conn: Any, workspace_id: str, conversation_id: str, turn_id: str
    ) -> Message | None:
        return self.reply

    async def add(self, conn: Any, workspace_id: str, message: Message) -> Message:
        self.said.append(message)
        return message


def booked(turn_id: str | None, conversation_id: str | None = "cnv_1") -> AppointmentBooked:
    one = appointment()
    return AppointmentBooked(
        appointment_id=one.id,
        number=one.number,
        conversation_id=conversation_id,
        turn_id=turn_id,
        bot_id="bot_1",
        agent=one.agent,
        starts_at=one.starts_at,
        ends_at=one.ends_at,
        timezone="Europe/Berlin",
        booked_at=FIRST,
    )


def reply(**change: Any) -> Message:
    values = {"id": "msg_1", "conversation_id": "cnv_1", "turn_id": "trn_1", "seq": 2, "role": "bot"}
    return Message(**{**values, "text": "…", "created_at": FIRST, **change})


async def heard(
    talk: Talk, fact: AppointmentBooked | AppointmentRescheduled, delivery: int = 1
) -> tuple[Any, FakeBus]:
    bus = FakeBus()
    floor = Floor(FakeDatabase(), talk, talk, bus, FakeVault())  # type: ignore[arg-type]
    outcome = await announce_appointment(event_of(fact), FakeWork(delivery=delivery), floor=floor)
    return outcome, bus


async def test_a_change_made_elsewhere_is_said_and_shown() -> None:
    talk = Talk()
    outcome, bus = await heard(talk, booked(None))
    assert outcome is DONE and [message.role for message in talk.said] == ["system"]
    assert "A-1001 ist gebucht" in talk.said[0].text
    assert [shown.event for _, shown in bus.shown] == ["appointment.changed"]  # type: ignore[attr-defined]


async def test_another_agent_at_the_same_time_is_said_as_such() -> None:
    talk, one = Talk(), booked(None)
    same = one.model_dump(exclude={"booked_at"})
    moved = AppointmentRescheduled(**same, appointment_version=2, rescheduled_at=FIRST, handed_on=True)
    outcome, _ = await heard(talk, moved)
    assert outcome is DONE
    assert talk.said[0].text.endswith("bleibt; Zoë Müller wird für Sie da sein.")


async def test_a_reply_that_tells_it_is_enough() -> None:
    talk = Talk(reply(blocks=[card(appointment(), "en")]))
    outcome, bus = await heard(talk, booked("trn_1"))
    assert (outcome, talk.said, bus.shown) == (DONE, [], [])


async def test_a_reply_that_lost_the_answer_is_made_good() -> None:
    talk = Talk(reply(text="I cannot tell yet."))
    outcome, _ = await heard(talk, booked("trn_1"))
    assert outcome is DONE and len(talk.said) == 1


async def test_a_turn_that_is_not_answered_yet_is_waited_for_but_not_for_ever() -> None:
    talk = Talk()
    outcome, _ = await heard(talk, booked("trn_1"))
    assert isinstance(outcome, Retry) and talk.said == []
    outcome, _ = await heard(talk, booked("trn_1"), delivery=PATIENCE)
    assert outcome is DONE and len(talk.said) == 1


@pytest.mark.parametrize(("known", "conversation_id"), [(False, "cnv_1"), (True, None)])
async def test_without_a_conversation_nobody_is_told(known: bool, conversation_id: str | None) -> None:
    talk = Talk(known=known)
    outcome, _ = await heard(talk, booked(None, conversation_id))
    assert outcome is DONE and talk.said == []
