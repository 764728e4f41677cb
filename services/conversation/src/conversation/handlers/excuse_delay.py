"""Tells customers who have seen nothing for a while that it takes longer."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

from chassis.consume import Handler, Work
from chassis.outcome import Outcome
from contracts.envelope import Event
from contracts.facts.chat import TurnGrounded, TurnSubmitted
from contracts.glimpses import ReplyDelayed, conversation_subject
from conversation.domain.live import LiveReplies
from conversation.domain.nlu.language import guess_language
from conversation.domain.phrases import language_of, say
from conversation.ports import Glimpses

AnyTurn = Event[TurnSubmitted] | Event[TurnGrounded]


@dataclass(frozen=True, slots=True)
class Excuse:
    """`after`: seconds of work on one delivery without anything shown."""

    glimpses: Glimpses
    live: LiveReplies
    after: float


def excusing(handler: Handler, excuse: Excuse) -> Handler:
    """The handler with this excuse around it; nothing is read for that."""

    async def handle(event: AnyTurn, work: Work) -> Outcome:
        loop, tasks = asyncio.get_running_loop(), set[asyncio.Task[None]]()
        timer = loop.call_later(excuse.after, lambda: tasks.add(loop.create_task(_show(excuse, event))))
        try:
            return await handler(event, work)
        finally:
            timer.cancel()
            await asyncio.gather(*tasks)

    return handle


async def _show(excuse: Excuse, event: AnyTurn) -> None:
    fact = event.data
    written = excuse.live.so_far(event.workspaceid, fact.turn_id)
    if written is not None and written.text:
        return
    found = fact.language if isinstance(fact, TurnGrounded) else guess_language(fact.text) or fact.locale
    subject = conversation_subject(event.workspaceid, fact.conversation_id)
    delayed = ReplyDelayed(turn_id=fact.turn_id, text=say("delayed", language_of(found)))
    await excuse.glimpses.show(subject, delayed)
