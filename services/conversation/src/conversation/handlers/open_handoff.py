"""A handoff is opened, unless the conversation has an open one."""

from __future__ import annotations

from chassis.db import Tx
from contracts.event_ids import handoff_event
from conversation.domain.context import Context
from conversation.domain.decide import Decision
from conversation.domain.handoffs import NewHandoff, handoff_of
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


async def open_handoff(tx: Tx, desk: Desk, workspace_id: str, handoff: NewHandoff) -> None:
    """Open it and say so."""
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
