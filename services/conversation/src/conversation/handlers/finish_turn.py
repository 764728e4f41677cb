"""Ends a turn: reply, handoff and facts become true together, or not at all."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from chassis import clock, ids
from chassis.db import Tx
from contracts.event_ids import handoff_event, turn_event
from contracts.facts.chat import TurnAnswered
from contracts.glimpses import MessageStored, conversation_subject
from contracts.shapes import Message
from conversation.domain.handoffs import NewHandoff, handoff_of
from conversation.domain.receipts import receipt_of
from conversation.domain.replies import Reply
from conversation.domain.turns import Grounding, Turn
from conversation.ports import Conversations, Glimpses, Handoffs, Turns, Vault


class Fenced(Exception):
    """Another attempt holds this turn now; nothing of this one may be stored."""


@dataclass(frozen=True, slots=True)
class Desk:
    """The stores that a turn's end touches."""

    turns: Turns
    conversations: Conversations
    handoffs: Handoffs
    vault: Vault


async def finish_turn(
    tx: Tx,
    desk: Desk,
    turn: Turn,
    reply: Reply,
    grounding: Grounding | None,
    timings_ms: dict[str, float],
    first_token_at: datetime | None = None,
) -> Message:
    """Store the reply and emit what follows from it. Raises Fenced when another attempt holds the turn."""
    now = clock.now()
    waited = round((now - turn.submitted_at).total_seconds() * 1000, 1)
    receipt = receipt_of(turn, reply, grounding, {**timings_ms, "total": waited})
    message = await desk.turns.finish(
        tx.conn, turn, _message(turn, reply, grounding, receipt.receipt_id), receipt
    )
    if message is None:
        raise Fenced
    await hand_over(tx, desk, turn, reply)
    tx.emit(
        TurnAnswered(
            conversation_id=turn.conversation_id,
            turn_id=turn.turn_id,
            bot_id=turn.bot.bot_id,
            question=turn.text,
            outcome=reply.outcome,
            message=message,
            receipt=receipt,
            submitted_at=turn.submitted_at,
            answered_at=now,
            first_token_at=first_token_at,
        ),
        event_id=turn_event(turn.turn_id, "answered"),
        workspace_id=turn.workspace_id,
        conversation_id=turn.conversation_id,
    )
    return message


async def hand_over(tx: Tx, desk: Desk, turn: Turn, reply: Reply) -> None:
    """Open the handoff that the decision asks for, unless the conversation has an open one."""
    decision = reply.decision
    if decision.reason is None:
        return
    handoff = handoff_of(turn, decision.reason, decision.language, clock.now())
    await open_handoff(tx, desk, turn.workspace_id, handoff)


async def open_handoff(tx: Tx, desk: Desk, workspace_id: str, handoff: NewHandoff) -> None:
    """Open it and say so, unless the conversation has an open one."""
    fact = handoff.fact
    if not await desk.handoffs.open(tx.conn, workspace_id, handoff):
        return
    await desk.conversations.hand_off(tx.conn, workspace_id, fact.conversation_id)
    tx.emit(
        fact,
        event_id=handoff_event(fact.handoff_id, "requested"),
        workspace_id=workspace_id,
        conversation_id=fact.conversation_id,
    )


async def show_message(glimpses: Glimpses, workspace_id: str, message: Message) -> None:
    """Tell whoever watches that a message is committed."""
    event = "turn.accepted" if message.role == "contact" else "reply.completed"
    subject = conversation_subject(workspace_id, message.conversation_id)
    await glimpses.show(subject, MessageStored(event=event, message=message))


def _message(turn: Turn, reply: Reply, grounding: Grounding | None, receipt_id: str) -> Message:
    return Message(
        id=ids.new_id("msg"),
        conversation_id=turn.conversation_id,
        turn_id=turn.turn_id,
        seq=0,
        role="bot",
        text=reply.text,
        blocks=list(reply.blocks),
        citations=list(reply.citations),
        suggested_actions=list(reply.suggested_actions),
        created_at=clock.now(),
        outcome=reply.outcome,
        confidence=grounding.confidence if grounding else None,
        receipt_id=receipt_id,
    )
