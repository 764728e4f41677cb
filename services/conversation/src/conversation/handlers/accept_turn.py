"""A customer's message enters the transcript; what needs no knowledge is answered at once."""

from __future__ import annotations

from datetime import timedelta

from chassis import clock, ids
from chassis.consume import Work
from chassis.db import Tx
from chassis.outcome import DONE, Outcome, Retry
from contracts.envelope import Event
from contracts.facts.chat import TurnSubmitted
from contracts.shapes import Message
from conversation.domain.decide import decide_at_once
from conversation.domain.replies import fixed_reply
from conversation.handlers.conceal_text import conceal
from conversation.handlers.finish_turn import Desk, finish_turn, hand_over, show_message
from conversation.ports import Accepted, Glimpses


class UnknownBot(Exception):
    """No bot with this id is known here yet."""

    def __str__(self) -> str:
        return "No bot with this id is known here yet."


async def accept_turn(
    event: Event[TurnSubmitted], work: Work, *, desk: Desk, glimpses: Glimpses, turn_limit: float
) -> Outcome:
    """Store the message and its turn. `turn_limit`: seconds after which the turn must have ended."""
    said = event.data
    try:
        async with work.transaction() as tx:
            hidden = await conceal(tx.conn, desk.vault, event.workspaceid, said.contact_id, said.text)
            accepted = await desk.turns.accept(
                tx.conn,
                event.workspaceid,
                said if hidden is said.text else said.model_copy(update={"text": hidden}),
                stream_seq=work.stream_seq,
                message_id=ids.new_id("msg"),
                deadline=said.submitted_at + timedelta(seconds=turn_limit),
                now=clock.now(),
            )
            if accepted is None:
                raise UnknownBot
            answer = await _answer_at_once(tx, desk, accepted)
    except UnknownBot as error:
        return Retry(str(error), delay=0.3, give_up_after=60)
    shown = accepted.message.model_copy(update={"text": said.text})
    for message in (shown, answer):
        if message is not None:
            await show_message(glimpses, event.workspaceid, message)
    return DONE


async def _answer_at_once(tx: Tx, desk: Desk, accepted: Accepted) -> Message | None:
    """A wish for a person opens the handoff even while an earlier turn is still being answered."""
    decision = decide_at_once(accepted.turn)
    if decision is None:
        return None
    reply = fixed_reply(accepted.turn, decision)
    if accepted.in_order:
        return await finish_turn(tx, desk, accepted.turn, reply, None, {})
    await hand_over(tx, desk, accepted.turn, reply)
    return None
