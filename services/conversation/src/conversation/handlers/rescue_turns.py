"""Ends turns that wait too long: without grounding, or past their deadline."""

from __future__ import annotations

import asyncio

from chassis import clock, logs, telemetry
from chassis.db import CONNECTION_LOST
from conversation.domain.context import Context, Fault
from conversation.domain.decide import decide_now
from conversation.domain.nlu.understanding import understand
from conversation.domain.signs import Signs
from conversation.domain.turns import Turn
from conversation.handlers.end_turn import Fenced, end_turn, show_ended
from conversation.ports import Database, Desk, Glimpses

BATCH = 50
log = logs.get(__name__)


async def keep_rescuing(
    *, database: Database, desk: Desk, glimpses: Glimpses, patience: float, signs: Signs, every: float
) -> None:
    """Look every `every` seconds for turns that wait longer than `patience`, for ever."""
    while True:
        try:
            await rescue_turns(
                database=database, desk=desk, glimpses=glimpses, patience=patience, signs=signs
            )
        except CONNECTION_LOST as error:
            signs.met("database", clock.monotonic())
            log.warning("rescue.later", reason=logs.reason_of(error))
        await asyncio.sleep(every)


async def rescue_turns(
    *, database: Database, desk: Desk, glimpses: Glimpses, patience: float, signs: Signs
) -> int:
    """End what is overdue; returns how many turns that were."""
    began = clock.monotonic()
    async with database.read() as conn:
        overdue = await desk.turns.overdue(conn, patience, BATCH)
    signs.took(clock.monotonic() - began, clock.monotonic())
    for workspace_id, turn_id in overdue:
        with telemetry.span("rescue turn", attributes={"answerbus.turn_id": turn_id}):
            if await _rescue(database, desk, glimpses, workspace_id, turn_id) == "grounding_missing":
                signs.met("retrieval", clock.monotonic())
    return len(overdue)


async def _rescue(
    database: Database, desk: Desk, glimpses: Glimpses, workspace_id: str, turn_id: str
) -> Fault | None:
    try:
        async with database.transaction() as tx:
            turn = await desk.turns.claim(tx.conn, workspace_id, turn_id)
            if not isinstance(turn, Turn):
                return None
            now = clock.now()
            fault: Fault = "deadline_passed" if now >= turn.deadline else "grounding_missing"
            context = Context(turn, understand(turn.text), now, fault=fault)
            decision = decide_now(context)
            ended = await end_turn(tx, desk, context, decision, None, {})
    except Fenced:
        return None
    log.warning("turn.rescued", turn_id=turn_id, rule=decision.rule)
    await show_ended(glimpses, ended, workspace_id)
    return fault
