"""Remembers the bot's reply as context for the next question."""

from __future__ import annotations

from dataclasses import dataclass

from chassis.consume import Work
from chassis.outcome import DONE, Outcome
from contracts.envelope import Event
from contracts.facts.chat import TurnAnswered
from retrieval.domain.context import remembered
from retrieval.handlers.reuse_answers import ReuseAnswers
from retrieval.ports import Database, Turns


@dataclass(frozen=True, slots=True)
class RememberReply:
    """Writing it twice changes nothing, so there is no inbox row."""

    database: Database
    turns: Turns
    reuse: ReuseAnswers

    async def __call__(self, event: Event[TurnAnswered], _: Work) -> Outcome:
        reply = remembered(event.data.message.text)
        async with self.database.read() as conn:  # one statement: a transaction would cost two more
            await self.turns.replied(conn, event.workspaceid, event.data.turn_id, reply)
        await self.reuse.keep(event)
        return DONE
