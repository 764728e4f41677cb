"""Opens a handoff, unless the conversation has an open one."""

from __future__ import annotations

from chassis.db import Tx
from contracts.event_ids import handoff_event
from conversation.domain.context import Context
from conversation.domain.decide import Decision
from conversation.domain.handoffs import NewHandoff, completion_by_words, handoff_of
from conversation.handlers.conceal_text import revealed
from conversation.ports import Desk


async def hand_over(tx: Tx, desk: Desk, context: Context, decision: Decision) -> None:
    """Open the handoff that the decision asks for."""
    if decision.reason is None:
        return
    turn = context.turn
    known = await revealed(tx.conn, desk.vault, turn.workspace_id, turn.conversation_id, turn.facts.values())
    handoff = handoff_of(context, decision, decision.reason, known)
    await open_handoff(tx, desk, turn.workspace_id, handoff)


async def note_details(tx: Tx, desk: Desk, context: Context, decision: Decision) -> None:
    """Complete the open handoff with how to reach the customer, if the message says that."""
    turn = context.turn
    if decision.rule != "details_given" or turn.open_handoff is None:
        return
    handoff_id, where = turn.open_handoff.handoff_id, (turn.workspace_id, turn.conversation_id)
    known = await revealed(tx.conn, desk.vault, *where, turn.facts.values())
    if await desk.handoffs.complete(tx.conn, turn.workspace_id, handoff_id, turn.turn_id) is not None:
        tx.emit(
            completion_by_words(turn, handoff_id, known, context.now),
            event_id=handoff_event(handoff_id, f"completed:{turn.turn_id}"),
            workspace_id=turn.workspace_id,
            conversation_id=turn.conversation_id,
        )


async def open_handoff(tx: Tx, desk: Desk, workspace_id: str, handoff: NewHandoff) -> None:
    """Open it and emit the fact."""
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
