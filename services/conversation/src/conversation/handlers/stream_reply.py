"""Shows a reply while it is written."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import aclosing
from dataclasses import dataclass
from datetime import datetime

from chassis import clock
from contracts.glimpses import ReplyReset, conversation_subject
from conversation.domain.answering.writing import Delta, Restart, WriteRequest, Written
from conversation.domain.live import LiveReplies
from conversation.domain.privacy.hidden import Restoring
from conversation.domain.turns import Turn
from conversation.handlers.end_turn import Fenced
from conversation.ports import Database, Glimpses, Turns, Writer


@dataclass(frozen=True, slots=True)
class Stage:
    """Where a reply is shown while it is written."""

    database: Database
    turns: Turns
    glimpses: Glimpses
    live: LiveReplies


@dataclass(frozen=True, slots=True)
class Streamed:
    """`turn` has the attempt that wrote; `first_token_ms` counts from the start of writing."""

    turn: Turn
    written: Written | None = None
    first_token_at: datetime | None = None
    first_token_ms: float | None = None


async def stream_reply(
    stage: Stage,
    writer: Writer,
    turn: Turn,
    request: WriteRequest,
    known: Mapping[str, str],
    opening: str = "",
) -> Streamed:
    """Write to the end; every restart is a new attempt. Raises Fenced when another took the turn.

    The customer sees `opening` first, and values in place of placeholders; what is written keeps those.
    """
    subject = conversation_subject(turn.workspace_id, turn.conversation_id)
    started = clock.monotonic()
    first_at: datetime | None = None
    first_ms: float | None = None
    written: Written | None = None
    restoring = Restoring(known)
    await _begin(stage, turn, subject, opening)
    try:
        async with aclosing(writer.write(request)) as chunks:
            async for chunk in chunks:
                match chunk:
                    case Delta(text=text):
                        if first_at is None:
                            first_at, first_ms = clock.now(), clock.elapsed_ms(started)
                        await _show(stage, turn, subject, restoring.feed(text))
                    case Restart():
                        restoring = Restoring(known)
                        turn = await _restart(stage, turn)
                        await _begin(stage, turn, subject, opening)
                    case Written():
                        written = chunk
                        await _show(stage, turn, subject, restoring.finish())
    finally:
        stage.live.end(turn.turn_id, turn.attempt)
    return Streamed(turn, written, first_at, first_ms)


async def _show(stage: Stage, turn: Turn, subject: str, text: str) -> None:
    if not text:
        return
    delta = stage.live.add(turn.turn_id, turn.attempt, text)
    if delta is None:
        raise Fenced
    await stage.glimpses.show(subject, delta)


async def _begin(stage: Stage, turn: Turn, subject: str, opening: str) -> None:
    stage.live.begin(turn.workspace_id, turn.turn_id, turn.attempt)
    if turn.attempt > 1:
        await stage.glimpses.show(subject, ReplyReset(turn_id=turn.turn_id, attempt=turn.attempt))
    await _show(stage, turn, subject, opening)


async def _restart(stage: Stage, turn: Turn) -> Turn:
    async with stage.database.read() as conn:
        again = await stage.turns.restart(conn, turn)
    if again is None:
        raise Fenced
    return again
