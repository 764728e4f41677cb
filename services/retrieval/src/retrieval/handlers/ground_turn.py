"""Answers a customer's turn with what the knowledge says about it."""

from __future__ import annotations

from dataclasses import dataclass

from chassis import clock, telemetry
from chassis.consume import Work
from chassis.facts import FactMaker
from chassis.outcome import DONE, Outcome
from contracts.cached_answer import CachedAnswer
from contracts.envelope import Event
from contracts.event_ids import turn_event
from contracts.facts.chat import TurnGrounded, TurnSubmitted
from retrieval.domain.passages import Scope
from retrieval.handlers.ask_for_rewrite import AskForRewrite
from retrieval.handlers.find_each import find_each
from retrieval.handlers.find_passages import Answer, Finder
from retrieval.handlers.reuse_answers import ReuseAnswers
from retrieval.ports import Bus, Database, Language, Memory, Turns


@dataclass(frozen=True, slots=True)
class GroundTurn:
    """The fact is the whole effect, so it is published directly; its id makes publishing twice harmless."""

    database: Database
    bus: Bus
    facts: FactMaker
    turns: Turns
    finder: Finder
    language: Language
    context_turns: int
    reuse: ReuseAnswers
    rewrite: AskForRewrite | None = None

    async def __call__(self, event: Event[TurnSubmitted], _: Work) -> Outcome:
        started = clock.monotonic()
        turn = event.data
        async with self.database.read() as conn:  # one statement: a transaction would cost two more
            memory = await self.turns.remember(conn, event.workspaceid, turn, self.context_turns)
        remembered = clock.elapsed_ms(started)
        question, rewriting = await self._question(event, memory)
        scope = Scope(event.workspaceid, turn.bot_id)
        with telemetry.span("retrieval.search"):
            answer, parts = await find_each(self.finder, scope, question, memory)
        grounded = TurnGrounded(
            conversation_id=turn.conversation_id,
            turn_id=turn.turn_id,
            bot_id=turn.bot_id,
            language=self.language.detect(turn.text),
            passages=answer.passages,
            confidence=answer.confidence,
            related_questions=answer.related,
            read_as=list(answer.read_as),
            timings_ms={
                "memory": remembered,
                **rewriting,
                **answer.timings_ms,
                "total": clock.elapsed_ms(started),
            },
            cached=await self._cached(scope, memory, question, answer),
            parts=parts,
        )
        await self.bus.publish(
            self.facts.make(
                grounded,
                event_id=turn_event(turn.turn_id, "grounded"),
                workspace_id=event.workspaceid,
                conversation_id=turn.conversation_id,
            )
        )
        return DONE

    async def _question(self, event: Event[TurnSubmitted], memory: Memory) -> tuple[str, dict[str, float]]:
        """As asked, or as a model rewrote it, with the time that took."""
        if self.rewrite is None:
            return event.data.text, {}
        started = clock.monotonic()
        text = await self.rewrite(event.workspaceid, event.data, bool(memory.earlier))
        return (text, {"rewrite": clock.elapsed_ms(started)}) if text else (event.data.text, {})

    async def _cached(
        self, scope: Scope, memory: Memory, question: str, answer: Answer
    ) -> CachedAnswer | None:
        if not memory.answers or answer.alone is None:
            return None
        version = memory.knowledge_version
        return await self.reuse.find(scope, version, question, answer.alone, answer.passages)
