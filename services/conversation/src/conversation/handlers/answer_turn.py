"""The knowledge was searched for a turn: decide, write, and end the turn."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from chassis import clock
from chassis.consume import Work
from chassis.outcome import DONE, Outcome, Retry
from contracts.envelope import Event
from contracts.facts.chat import TurnGrounded
from contracts.shapes import Outcome as TurnOutcome
from conversation.domain.decide import Decision, decide, decide_failure, decide_unknown
from conversation.domain.hidden import restore_message
from conversation.domain.replies import Reply, fixed_reply, written_reply
from conversation.domain.turns import Grounding, Turn
from conversation.domain.writing import WriteRequest
from conversation.handlers.conceal_text import revealed
from conversation.handlers.finish_turn import Desk, Fenced, finish_turn, show_message
from conversation.handlers.stream_reply import Stage, Streamed, stream_reply
from conversation.ports import Claim, Database, Glimpses, Vault, Writer


@dataclass(frozen=True, slots=True)
class Answering:
    """What answering needs; after `declines_before_handoff` declines in a row the next brings in a person."""

    desk: Desk
    database: Database
    writer: Writer
    stage: Stage
    glimpses: Glimpses
    declines_before_handoff: int = 2


async def answer_turn(event: Event[TurnGrounded], work: Work, *, rooms: Answering) -> Outcome:
    """Answer in order; a turn that ended meanwhile is left as it is."""
    started = clock.monotonic()
    async with rooms.database.read() as conn:  # a claim is one statement: a transaction costs two more
        claim = await rooms.desk.turns.claim(conn, event.workspaceid, event.data.turn_id)
        if claim == "blocked":
            await rooms.desk.turns.mark_grounded(conn, event.workspaceid, event.data.turn_id)
        known = await _known(conn, rooms.desk.vault, claim)
    if not isinstance(claim, Turn):
        return _not_now(claim, work.delivery)
    grounding = _grounding(event.data, claim)
    try:
        streamed, reply = await _reply(rooms, claim, grounding, known)
        timings = {**event.data.timings_ms, "write": clock.elapsed_ms(started)}
        if streamed.first_token_ms is not None:
            timings["first_token"] = streamed.first_token_ms
        async with work.transaction() as tx:
            message = await finish_turn(
                tx, rooms.desk, streamed.turn, reply, grounding, timings, streamed.first_token_at
            )
    except Fenced:
        return DONE
    await show_message(rooms.glimpses, event.workspaceid, restore_message(message, known))
    return DONE


async def _known(conn: Any, vault: Vault, claim: Claim) -> dict[str, str]:
    if not isinstance(claim, Turn):
        return {}
    texts = (claim.text, *(line.text for line in claim.history))
    return await revealed(conn, vault, claim.workspace_id, claim.conversation_id, texts)


def _not_now(claim: Claim, delivery: int) -> Outcome:
    if claim == "done":
        return DONE
    if claim == "missing":
        return Retry("The turn is not in the transcript yet.", min(0.05 * delivery, 0.2), give_up_after=60)
    return Retry("An earlier turn of the conversation is not answered yet.", min(0.1 + 0.05 * delivery, 0.4))


def _grounding(fact: TurnGrounded, turn: Turn) -> Grounding:
    return Grounding(
        turn.text, fact.language, tuple(fact.passages), fact.confidence, tuple(fact.related_questions)
    )


async def _reply(
    rooms: Answering, turn: Turn, grounding: Grounding, known: Mapping[str, str]
) -> tuple[Streamed, Reply]:
    decision = decide(turn, grounding, rooms.declines_before_handoff)
    if decision.action != "answer":
        return Streamed(turn), fixed_reply(turn, decision, grounding)
    streamed = await stream_reply(rooms.stage, rooms.writer, turn, _request(turn, decision, grounding), known)
    written = streamed.written
    if written is not None and written.outcome is TurnOutcome.ANSWERED:
        return streamed, written_reply(decision, written, grounding)
    if written is not None and written.outcome is TurnOutcome.DECLINED:
        declined = decide_unknown(turn, decision.language, written.rule, rooms.declines_before_handoff)
        return streamed, fixed_reply(turn, declined, grounding)
    failed = decide_failure(turn, "llm_failed", decision.language)
    return streamed, fixed_reply(turn, failed, grounding)


def _request(turn: Turn, decision: Decision, grounding: Grounding) -> WriteRequest:
    return WriteRequest(
        turn.turn_id, grounding.question, decision.language, grounding, turn.history, turn.bot, turn.deadline
    )
