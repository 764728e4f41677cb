"""Nobody is left waiting: turns without grounding, and answers that never came, are ended honestly."""

from __future__ import annotations

import asyncio

from chassis import clock, logs, telemetry
from chassis.db import CONNECTION_LOST
from conversation.domain.decide import decide_failure
from conversation.domain.replies import fixed_reply
from conversation.domain.turns import Turn
from conversation.handlers.finish_turn import Desk, Fenced, finish_turn, show_message
from conversation.ports import Database, Glimpses

BATCH = 50
log = logs.get(__name__)


async def keep_rescuing(
    *, database: Database, desk: Desk, glimpses: Glimpses, patience: float, every: float
) -> None:
    """Look every `every` seconds for turns that wait longer than `patience`, for ever."""
    while True:
        try:
            await rescue_turns(database=database, desk=desk, glimpses=glimpses, patience=patience)
        except CONNECTION_LOST as error:
            log.warning("rescue.later", reason=str(error).split("\n")[0])
        await asyncio.sleep(every)


async def rescue_turns(*, database: Database, desk: Desk, glimpses: Glimpses, patience: float) -> int:
    """End what is overdue; gives the number of turns that were."""
    async with database.read() as conn:
        overdue = await desk.turns.overdue(conn, patience, BATCH)
    for workspace_id, turn_id in overdue:
        with telemetry.span("rescue turn", attributes={"answerbus.turn_id": turn_id}):
            await _rescue(database, desk, glimpses, workspace_id, turn_id)
    return len(overdue)


async def _rescue(
    database: Database, desk: Desk, glimpses: Glimpses, workspace_id: str, turn_id: str
) -> None:
    try:
        async with database.transaction() as tx:
            turn = await desk.turns.claim(tx.conn, workspace_id, turn_id)
            if not isinstance(turn, Turn):
                return
            rule = "deadline_passed" if clock.now() >= turn.deadline else "grounding_missing"
            reply = fixed_reply(turn, decide_failure(turn, rule))
            message = await finish_turn(tx, desk, turn, reply, None, {})
    except Fenced:
        return
    log.warning("turn.rescued", turn_id=turn_id, rule=rule)
    await show_message(glimpses, workspace_id, message)
