"""Stores a customer's message, and answers at once what needs no knowledge."""

from __future__ import annotations

from datetime import timedelta

from chassis import clock, ids
from chassis.consume import Work
from chassis.db import Tx
from chassis.outcome import DONE, Outcome, Retry
from contracts.envelope import Event
from contracts.facts.chat import TurnSubmitted
from conversation.domain.context import Context
from conversation.domain.decide import decide
from conversation.domain.memory import told
from conversation.domain.nlu.emotion import ReadLabels, unread
from conversation.domain.nlu.understanding import Understanding, understand
from conversation.handlers.conceal_text import conceal
from conversation.handlers.end_turn import Ended, end_turn, show_ended, show_message
from conversation.handlers.open_handoff import hand_over
from conversation.ports import Accepted, Desk, Glimpses, Submission

EARLIER_PATIENCE = 8
"""How many deliveries a turn waits for the customer's previous one: about four seconds with growing pauses,
which is longer than a crash delays a turn."""


class UnknownBot(Exception):
    """No bot with this id is known here yet."""


class EarlierTurnMissing(Exception):
    """The turn that the customer sent before is not here yet."""


async def accept_turn(
    event: Event[TurnSubmitted],
    work: Work,
    *,
    desk: Desk,
    glimpses: Glimpses,
    turn_limit: float,
    read_labels: ReadLabels = unread,
) -> Outcome:
    """Store the message and its turn. `turn_limit`: seconds after which the turn must have ended."""
    said = event.data
    seen = understand(said.text, read_labels)
    after = said.follows if work.delivery <= EARLIER_PATIENCE else None
    try:
        async with work.transaction() as tx:
            hidden = await conceal(
                tx.conn, desk.vault, event.workspaceid, said.contact_id, said.text, seen.pii
            )
            submission = Submission(
                said if hidden is said.text else said.model_copy(update={"text": hidden}),
                stream_seq=work.stream_seq,
                message_id=ids.new_id("msg"),
                deadline=said.submitted_at + timedelta(seconds=turn_limit),
                now=clock.now(),
                facts=told(hidden),
                after=after,
            )
            accepted = await desk.turns.accept(tx.conn, event.workspaceid, submission)
            if accepted is None:
                raise await _what_is_missing(tx, desk, event, after)
            ended = await _end_at_once(tx, desk, accepted, seen)
    except UnknownBot as error:
        return Retry(str(error.__doc__), delay=0.3, give_up_after=60)
    except EarlierTurnMissing as error:
        return Retry(str(error.__doc__), delay=0.1 * work.delivery)
    shown = accepted.message.model_copy(update={"text": said.text})
    await show_message(glimpses, event.workspaceid, shown)
    await show_ended(glimpses, ended, event.workspaceid)
    return DONE


async def _what_is_missing(tx: Tx, desk: Desk, event: Event[TurnSubmitted], after: str | None) -> Exception:
    if after is not None and not await desk.turns.knows(tx.conn, event.workspaceid, after):
        return EarlierTurnMissing()
    return UnknownBot()


async def _end_at_once(tx: Tx, desk: Desk, accepted: Accepted, seen: Understanding) -> Ended | None:
    """A wish for a person opens the handoff even while an earlier turn is still being answered."""
    context = Context(accepted.turn, seen, clock.now())
    decision = decide(context)
    if decision is None:
        return None
    if accepted.in_order:
        return await end_turn(tx, desk, context, decision, None, {})
    if decision.action == "hand_over":
        await hand_over(tx, desk, context, decision)
    return None
