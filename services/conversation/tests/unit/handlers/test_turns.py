"""Accepting and answering turns, on fakes."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field, replace
from typing import Any

import pytest

from chassis.db import AlreadyHandled
from chassis.outcome import DONE, Outcome, Retry
from chassis.testing.fakes import FakeBus, FakeDatabase, FakeWork
from contracts.envelope import AnyEvent
from contracts.facts.chat import HandoffCompleted, HandoffRequested, TurnAnswered
from contracts.glimpses import MessageStored, ReplyDelta, ReplyReset
from contracts.shapes import Outcome as TurnOutcome
from conversation.domain.answering.writing import Chunk, Delta, Restart, Written
from conversation.domain.live import LiveReplies
from conversation.domain.nlu.emotion import unread
from conversation.domain.signs import Signs
from conversation.handlers.accept_turn import accept_turn
from conversation.handlers.answer_turn import Answering, answer_turn
from conversation.handlers.rescue_turns import rescue_turns
from conversation.handlers.stream_reply import Stage
from conversation.outbound.extractive import ExtractiveWriter
from conversation.ports import Desk
from conversation.testing.facts import turn_grounded, turn_submitted
from conversation.testing.fakes import FakeHandoffs, FakeStores, FakeVault, FakeWriter

QUESTION = "Do you deliver on Sundays?"
WRITTEN = Written(TurnOutcome.ANSWERED, "Not on Sundays. [1]", "written", "llm", "answer_v1")


@dataclass
class Room:
    """A conversation service without database and bus."""

    chunks: list[Chunk] = field(default_factory=lambda: [Delta("Not on "), Delta("Sundays. [1]"), WRITTEN])
    stores: FakeStores = field(default_factory=FakeStores)
    database: FakeDatabase = field(default_factory=FakeDatabase)
    bus: FakeBus = field(default_factory=FakeBus)
    live: LiveReplies = field(default_factory=LiveReplies)
    vault: FakeVault = field(default_factory=FakeVault)

    @property
    def desk(self) -> Desk:
        return Desk(self.stores, self.stores, FakeHandoffs(self.stores), self.vault)

    async def submit(self, text: str = QUESTION, message: str = "m1", seq: int = 1) -> Outcome:
        event = turn_submitted(text, message)
        work = FakeWork(self.database, event.id, stream_seq=seq)
        return await accept_turn(
            event, work, desk=self.desk, glimpses=self.bus, turn_limit=27, read_labels=unread
        )

    async def ground(self, message: str = "m1", event: AnyEvent | None = None, **writer: Any) -> Outcome:
        event = event or turn_grounded(QUESTION, message)
        stage = Stage(self.database, self.stores, self.bus, self.live)
        used = writer.get("writer") or FakeWriter(self.chunks)
        rooms = Answering(self.desk, self.database, used, stage, self.bus, unread)
        return await answer_turn(event, FakeWork(self.database, event.id), rooms=rooms)

    def answers(self) -> list[TurnAnswered]:
        return [fact for fact in self.database.facts if isinstance(fact, TurnAnswered)]

    def shown(self, kind: type) -> list[Any]:
        return [glimpse for _, glimpse in self.bus.shown if isinstance(glimpse, kind)]


async def test_passages_that_overtake_the_turn_wait_for_it_instead_of_being_delivered_again() -> None:
    room = Room()
    grounding = asyncio.create_task(room.ground())
    await asyncio.sleep(0.005)
    await room.submit()
    assert await grounding == DONE
    assert len(room.answers()) == 1


async def test_an_answer_is_shown_while_written_then_stored_with_its_receipt() -> None:
    room = Room()
    await room.submit()
    assert await room.ground() == DONE
    deltas = room.shown(ReplyDelta)
    assert [(d.offset, d.text) for d in deltas] == [(0, "Not on "), (7, "Sundays. [1]")]
    (answer,) = room.answers()
    assert answer.message.text == WRITTEN.text
    assert (answer.message.seq, answer.receipt.attempt, answer.receipt.rule) == (2, 1, "written")
    assert [m.event for m in room.shown(MessageStored)] == ["turn.accepted", "reply.completed"]


async def test_a_second_delivery_does_nothing() -> None:
    room = Room()
    await room.submit()
    with pytest.raises(AlreadyHandled):
        await room.submit()
    await room.ground()
    assert await room.ground() == DONE
    assert len(room.answers()) == 1
    assert len(room.stores.messages) == 2


async def test_an_unknown_bot_is_tried_again() -> None:
    room = Room(stores=FakeStores(bot=None))
    outcome = await room.submit()
    assert isinstance(outcome, Retry)
    assert outcome.give_up_after == 60
    assert not room.stores.messages


async def test_grounding_that_comes_before_its_turn_waits() -> None:
    assert isinstance(await Room().ground(), Retry)


async def test_a_later_turn_waits_for_the_earlier_one() -> None:
    room = Room()
    await room.submit()
    await room.submit(message="m2", seq=2)
    assert isinstance(await room.ground("m2"), Retry)
    await room.ground("m1")
    assert await room.ground("m2") == DONE
    assert [a.turn_id for a in room.answers()] == list(room.stores.stored)


async def test_an_attempt_that_lost_the_turn_stores_nothing() -> None:
    room = Room()
    await room.submit()

    class Overtaken(FakeWriter):
        async def write(self, request: Any) -> Any:
            yield Delta("Half an ")
            held = room.stores.stored[request.turn_id]
            held.turn = replace(held.turn, attempt=held.turn.attempt + 1)
            yield WRITTEN

    assert isinstance(await room.ground(writer=Overtaken([])), Retry)
    assert not room.answers()
    assert not any("grounded" in key for key in room.database.inbox)


async def test_a_restart_is_a_new_attempt_and_voids_what_was_shown() -> None:
    room = Room([Delta("Wrong"), Restart(), Delta(WRITTEN.text), WRITTEN])
    await room.submit()
    await room.ground()
    assert [r.attempt for r in room.shown(ReplyReset)] == [2]
    assert [(d.attempt, d.offset) for d in room.shown(ReplyDelta)] == [(1, 0), (2, 0)]
    assert room.answers()[0].receipt.attempt == 2


async def test_the_live_text_is_there_while_written_and_gone_after() -> None:
    room = Room()
    await room.submit()
    seen = []

    class Watched(FakeWriter):
        async def write(self, request: Any) -> Any:
            yield Delta("Not on ")
            yield Delta("Sundays")
            seen.append(room.live.so_far("wsp_1", request.turn_id))
            seen.append(room.live.so_far("wsp_2", request.turn_id))
            yield WRITTEN

    await room.ground(writer=Watched([]))
    assert seen[0] is not None
    assert (seen[0].text, seen[0].offset) == ("Not on Sundays", 0)
    assert seen[1] is None
    assert room.live.so_far("wsp_1", room.answers()[0].turn_id) is None


async def test_what_may_not_be_the_answer_is_quoted_as_such_with_the_offer_of_a_person() -> None:
    room = Room()
    await room.submit()
    await room.ground(event=turn_grounded(QUESTION, confidence=0.45), writer=ExtractiveWriter())
    (answer,) = room.answers()
    assert (answer.outcome, answer.receipt.rule) == (TurnOutcome.HANDOFF_OFFERED, "nearest")
    assert answer.message.text.startswith("I could not find a clear answer to that, but this may help:\n\n")
    assert answer.message.text.endswith("If this does not solve it, I can bring in a person.")
    assert answer.message.citations
    assert "handoff_offer" in [block["type"] for block in answer.message.blocks]


async def test_a_model_that_answers_is_not_said_to_be_unsure() -> None:
    room = Room()
    await room.submit()
    await room.ground(event=turn_grounded(QUESTION, confidence=0.45))
    (answer,) = room.answers()
    assert answer.outcome is TurnOutcome.ANSWERED
    assert answer.message.text.startswith("Not on Sundays. [1]")


async def test_a_wish_for_a_person_is_granted_without_grounding_and_once() -> None:
    room = Room()
    await room.submit("Can I talk to a human?")
    await room.submit("human please", "m2", 2)
    first, second = room.answers()
    handoffs = [fact for fact in room.database.facts if isinstance(fact, HandoffRequested)]
    assert [handoff.reason for handoff in handoffs] == ["requested"]
    assert first.outcome is second.outcome is TurnOutcome.HANDED_OFF
    assert second.message.text.startswith("Your request is already with our team")
    assert room.stores.statuses["cnv_1"] == "handed_off"


async def test_a_wish_for_a_person_behind_an_open_question_hands_over_now_and_replies_in_order() -> None:
    room = Room()
    await room.submit()
    await room.submit("I want a human", "m2", 2)
    assert [type(fact) for fact in room.database.facts] == [HandoffRequested]
    await room.ground("m1")
    await room.ground("m2", turn_grounded("I want a human", "m2"))
    assert [a.outcome for a in room.answers()] == [TurnOutcome.ANSWERED, TurnOutcome.HANDED_OFF]
    assert sum(isinstance(fact, HandoffRequested) for fact in room.database.facts) == 1


async def test_nobody_is_left_waiting_when_retrieval_is_away() -> None:
    room = Room()
    await room.submit()
    await rescue_turns(database=room.database, desk=room.desk, glimpses=room.bus, patience=3, signs=Signs())
    (answer,) = room.answers()
    assert answer.outcome is TurnOutcome.HANDOFF_OFFERED
    (card,) = answer.message.blocks
    assert card["type"] == "handoff_offer"
    assert card["text"] in [action.text for action in answer.message.suggested_actions]
    assert await room.ground() == DONE
    assert len(room.answers()) == 1


async def test_who_tells_more_beside_their_address_has_it_on_the_ticket() -> None:
    room = Room()
    await room.submit("I want to talk to a person")
    await room.submit("Anna Bell, anna@example.com, my parcel arrived broken this morning", "m2", seq=2)
    (completed,) = [fact for fact in room.database.facts if isinstance(fact, HandoffCompleted)]
    assert completed.requester.email == "anna@example.com"
    assert "my parcel arrived broken this morning" in completed.description


async def test_who_says_in_the_chat_how_to_reach_them_completes_the_handoff_once() -> None:
    room = Room()
    await room.submit("I want to talk to a person")
    await room.submit("Anna Bell, anna@example.com", "m2", seq=2)
    (completed,) = [fact for fact in room.database.facts if isinstance(fact, HandoffCompleted)]
    assert (completed.requester.name, completed.requester.email) == ("Anna Bell", "anna@example.com")
    assert completed.description == ""
    assert room.answers()[-1].receipt.rule == "details_given"
    assert room.answers()[-1].message.blocks == [{"type": "contact_known"}]
    await room.submit("and my number is +49 30 901820", "m3", seq=3)
    assert len([fact for fact in room.database.facts if isinstance(fact, HandoffCompleted)]) == 1
