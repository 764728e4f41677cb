"""Two tabs, double clicks, retries, crashes and redeliveries, in any order: one answer per turn, in order."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Coroutine
from dataclasses import dataclass, field
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, precondition, rule

from chassis.db import AlreadyHandled
from chassis.outcome import DONE
from chassis.testing.fakes import FakeBus, FakeDatabase, FakeWork
from contracts.envelope import AnyEvent
from contracts.event_ids import turn_id
from contracts.facts.chat import TurnAnswered
from contracts.requests import ProviderState
from contracts.shapes import Outcome
from conversation.domain.answering.writing import Chunk, Delta, WriteRequest, Written
from conversation.domain.live import LiveReplies
from conversation.domain.signs import Signs
from conversation.handlers.accept_turn import accept_turn
from conversation.handlers.answer_turn import Answering, answer_turn
from conversation.handlers.rescue_turns import rescue_turns
from conversation.handlers.stream_reply import Stage
from conversation.ports import Desk
from conversation.testing.facts import turn_grounded, turn_submitted
from conversation.testing.fakes import FakeHandoffs, FakeStores, FakeVault

CONVERSATIONS = ("cnv_1", "cnv_2")
TEXTS = ("How much is it?", "hello", "I want a human", "And on Sundays?")


@dataclass
class SlowWriter:
    """Writes only when it is let."""

    waiting: list[asyncio.Future[None]] = field(default_factory=list)

    async def write(self, request: WriteRequest) -> AsyncGenerator[Chunk, None]:
        gate = asyncio.get_running_loop().create_future()
        self.waiting.append(gate)
        yield Delta("4 ")
        await gate
        yield Delta("euros")
        yield Written(Outcome.ANSWERED, "4 euros", "written", "test", "test")

    def states(self) -> list[ProviderState]:
        return []


@dataclass
class Stored:
    event: AnyEvent
    seq: int
    deliveries: int = 0


class Deliveries(RuleBasedStateMachine):
    """What is in the stream and was not acknowledged is delivered, in any order and more than once."""

    def __init__(self) -> None:
        super().__init__()
        self.runner = asyncio.Runner()
        self.stores, self.database, self.bus = FakeStores(), FakeDatabase(), FakeBus()
        self.writer = SlowWriter()
        self.desk = Desk(self.stores, self.stores, FakeHandoffs(self.stores), FakeVault())
        stage = Stage(self.database, self.stores, self.bus, LiveReplies())
        self.rooms = Answering(self.desk, self.database, self.writer, stage, self.bus, pauses=())
        self.sent: dict[str, Stored] = {}
        self.submitted: list[Stored] = []
        self.grounded: list[Stored] = []
        self.last: dict[str, str] = {}
        self.working: list[tuple[Stored, asyncio.Task[Any]]] = []

    @rule(conversation=st.sampled_from(CONVERSATIONS), text=st.sampled_from(TEXTS), number=st.integers(0, 40))
    def send(self, conversation: str, text: str, number: int) -> None:
        """A click; the same number again is a double click, a retry, or the other tab."""
        turn = turn_id(conversation, f"m{number}")
        if turn in self.sent:
            return
        follows = self.last.get(conversation)
        event = turn_submitted(text, f"m{number}", conversation=conversation, follows=follows)
        stored = Stored(event, len(self.sent) + 1)
        self.sent[turn] = stored
        self.last[conversation] = turn
        self.submitted.append(stored)
        self.grounded.append(Stored(turn_grounded(text, f"m{number}", conversation=conversation), stored.seq))

    @precondition(lambda self: self.submitted)
    @rule(data=st.data(), lost=st.booleans())
    def deliver_submitted(self, data: Any, lost: bool) -> None:
        """`lost`: the process ends after the commit and before the acknowledgement."""
        stored = data.draw(st.sampled_from(self.submitted))
        if self._run(self._accept(stored)) and not lost:
            self.submitted.remove(stored)

    @precondition(lambda self: self.grounded)
    @rule(data=st.data())
    def deliver_grounded(self, data: Any) -> None:
        """Begins to answer; the writer waits until it is let."""
        stored = data.draw(st.sampled_from(self.grounded))
        self.working.append((stored, self._run(self._begin(stored))))
        self._settle()

    @precondition(lambda self: self.writer.waiting)
    @rule(data=st.data())
    def let_one_write(self, data: Any) -> None:
        gate = data.draw(st.sampled_from(self.writer.waiting))
        self.writer.waiting.remove(gate)
        self._run(self._open(gate))
        self._settle()

    @precondition(lambda self: self.working)
    @rule(data=st.data())
    def kill_one(self, data: Any) -> None:
        """A replica dies while it writes; its delivery comes again."""
        work = data.draw(st.sampled_from(self.working))
        self.working.remove(work)
        work[1].cancel()
        self._run(asyncio.sleep(0))

    def teardown(self) -> None:
        """In the end everything is delivered, and everything has one answer, in order."""
        for _ in range(1_000):
            if not (self.submitted or self.grounded or self.working):
                break
            for stored in [one for one in self.submitted if self._run(self._accept(one))]:
                self.submitted.remove(stored)
            if not self.submitted and not self.working:
                self.working = [(one, self._run(self._begin(one))) for one in self.grounded]
            for gate in self.writer.waiting:
                self._run(self._open(gate))
            self.writer.waiting.clear()
            self._run(asyncio.sleep(0))
            self._settle()
        answered = [fact for fact in self.database.facts if isinstance(fact, TurnAnswered)]
        for conversation in CONVERSATIONS:
            found = [fact.turn_id for fact in answered if fact.conversation_id == conversation]
            sent = [one for one in self.sent.values() if one.event.data.conversation_id == conversation]
            assert found == [one.event.data.turn_id for one in sorted(sent, key=lambda one: one.seq)]
        assert (
            self._run(
                rescue_turns(
                    database=self.database, desk=self.desk, glimpses=self.bus, patience=0, signs=Signs()
                )
            )
            == 0
        )
        self.runner.close()

    async def _accept(self, stored: Stored) -> bool:
        stored.deliveries = min(stored.deliveries + 1, 5)
        work = FakeWork(self.database, stored.event.id, stored.deliveries, stored.seq)
        try:
            return (
                await accept_turn(stored.event, work, desk=self.desk, glimpses=self.bus, turn_limit=600)
                == DONE
            )
        except AlreadyHandled:
            return True

    async def _begin(self, stored: Stored) -> asyncio.Task[Any]:
        task = asyncio.create_task(self._answer(stored))
        for _ in range(6):
            await asyncio.sleep(0)
        return task

    async def _answer(self, stored: Stored) -> bool:
        try:
            return (
                await answer_turn(stored.event, FakeWork(self.database, stored.event.id), rooms=self.rooms)
                == DONE
            )
        except AlreadyHandled:
            return True

    async def _open(self, gate: asyncio.Future[None]) -> None:
        if not gate.done():
            gate.set_result(None)
        for _ in range(12):
            await asyncio.sleep(0)

    def _settle(self) -> None:
        """Acknowledge what was handled."""
        for stored, task in [one for one in self.working if one[1].done()]:
            self.working.remove((stored, task))
            if task.result() and stored in self.grounded:
                self.grounded.remove(stored)

    def _run(self, step: Coroutine[Any, Any, Any]) -> Any:
        return self.runner.run(step)


TestDeliveries = Deliveries.TestCase
TestDeliveries.settings = settings(max_examples=200, stateful_step_count=50)
