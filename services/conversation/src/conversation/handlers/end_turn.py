"""Ends a turn: reply, handoff and facts are committed together or not at all."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from chassis import clock, ids
from chassis.db import Tx
from contracts.event_ids import turn_event
from contracts.facts.chat import TurnAnswered
from contracts.glimpses import MessageStored, TurnLeft, conversation_subject
from contracts.shapes import Message, Receipt
from conversation.domain.context import Context
from conversation.domain.decide import Decision
from conversation.domain.privacy.hidden import restore_message
from conversation.domain.receipts import receipt_of
from conversation.domain.replies import Reply, fixed_reply
from conversation.domain.turns import Turn
from conversation.handlers.open_handoff import hand_over, note_details
from conversation.ports import Desk, Glimpses


class Fenced(Exception):
    """Another attempt holds this turn now; nothing of this one may be stored."""


Ended = Message | Turn
"""The bot's reply, or the turn that was left to the agent who answers."""


async def end_turn(
    tx: Tx,
    desk: Desk,
    context: Context,
    decision: Decision,
    reply: Reply | None,
    timings_ms: dict[str, float],
    first_token_at: datetime | None = None,
) -> Ended:
    """Store the decision and its reply, by default the bot's own phrases. Raises Fenced."""
    if decision.action != "stay_silent":
        reply = reply or fixed_reply(context, decision)
        return await _answer(tx, desk, context, reply, timings_ms, first_token_at)
    if not await desk.turns.leave(tx.conn, context.turn):
        raise Fenced
    return context.turn


async def _answer(
    tx: Tx,
    desk: Desk,
    context: Context,
    reply: Reply,
    timings_ms: dict[str, float],
    first_token_at: datetime | None,
) -> Message:
    turn, now = context.turn, clock.now()
    waited = round((now - turn.submitted_at).total_seconds() * 1000, 1)
    receipt = receipt_of(context, reply, {**timings_ms, "total": waited})
    message = await desk.turns.finish(tx.conn, turn, _message(context, reply, receipt), receipt)
    if message is None:
        raise Fenced
    await hand_over(tx, desk, context, reply.decision)
    await note_details(tx, desk, context, reply.decision)
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


async def show_ended(
    glimpses: Glimpses, ended: Ended | None, workspace_id: str, known: Mapping[str, str] | None = None
) -> None:
    """Show watchers how a turn ended, after the commit; `known` restores placeholders."""
    if isinstance(ended, Message):
        await show_message(glimpses, workspace_id, restore_message(ended, known or {}))
    elif ended is not None:
        subject = conversation_subject(workspace_id, ended.conversation_id)
        await glimpses.show(subject, TurnLeft(turn_id=ended.turn_id, agent=ended.agent or ""))


async def show_message(glimpses: Glimpses, workspace_id: str, message: Message) -> None:
    """Show watchers a message, after the commit."""
    event = "turn.accepted" if message.role == "contact" else "reply.completed"
    subject = conversation_subject(workspace_id, message.conversation_id)
    await glimpses.show(subject, MessageStored(event=event, message=message))


def _message(context: Context, reply: Reply, receipt: Receipt) -> Message:
    turn, grounding = context.turn, context.grounding
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
        emotion=receipt.emotion,
        receipt_id=receipt.receipt_id,
    )
