"""Answers a turn once the knowledge was searched: decide, write, end the turn."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from chassis import clock
from chassis.consume import Work
from chassis.outcome import DONE, Outcome, Retry
from contracts.envelope import Event
from contracts.facts.chat import TurnGrounded
from contracts.shapes import Message
from contracts.shapes import Outcome as TurnOutcome
from conversation.domain.answering.writing import WriteRequest
from conversation.domain.context import Context
from conversation.domain.decide import Decision, decide_now
from conversation.domain.nlu.emotion import ReadLabels, unread
from conversation.domain.nlu.understanding import understand
from conversation.domain.replies import Reply, opening_of, written_reply
from conversation.domain.tone import before_quotes, brief
from conversation.domain.tools import Proposal
from conversation.domain.turns import Grounding, Turn, grounding_of
from conversation.handlers.act import Hands, act
from conversation.handlers.conceal_text import revealed
from conversation.handlers.end_turn import Fenced, end_turn, show_ended
from conversation.handlers.keep_memory import Memory
from conversation.handlers.search_web import search_web
from conversation.handlers.stream_reply import Stage, Streamed, stream_reply
from conversation.ports import Claim, Database, Desk, Glimpses, Vault, Writer
from conversation.tool_ports import WebSearcher

FENCED_DELAY = 2.0
PAUSES = (0.004, 0.008, 0.016)
"""Seconds to wait for a turn that is just being written: passages, which wait for no disk, may overtake it by
a few milliseconds, and a redelivery takes fifty."""


@dataclass(frozen=True, slots=True)
class Answering:
    """What answering needs."""

    desk: Desk
    database: Database
    writer: Writer
    stage: Stage
    glimpses: Glimpses
    read_labels: ReadLabels = unread
    hands: Hands | None = None
    memory: Memory | None = None
    web: WebSearcher | None = None
    pauses: tuple[float, ...] = PAUSES


async def answer_turn(event: Event[TurnGrounded], work: Work, *, rooms: Answering) -> Outcome:
    """Answer in order; a turn that has ended meanwhile is left as it is."""
    started = clock.monotonic()
    claim, known = await _claim(rooms, event.workspaceid, event.data.turn_id)
    for pause in rooms.pauses:
        if claim != "missing":
            break
        await asyncio.sleep(pause)
        claim, known = await _claim(rooms, event.workspaceid, event.data.turn_id)
    if not isinstance(claim, Turn):
        return _not_now(claim, work.delivery)
    seen = understand(claim.text, rooms.read_labels)
    context = Context(claim, seen, clock.now(), grounding_of(event.data, claim.text))
    try:
        written = await _write(rooms, context, known)
        timings = {**event.data.timings_ms, "write": clock.elapsed_ms(started)}
        if written.streamed.first_token_ms is not None:
            timings["first_token"] = written.streamed.first_token_ms
        async with work.transaction() as tx:
            ended = await end_turn(
                tx,
                rooms.desk,
                written.context,
                written.decision,
                written.reply,
                timings,
                written.streamed.first_token_at,
            )
            if written.proposal is not None and rooms.hands is not None:
                await rooms.hands.actions.propose(tx.conn, claim, written.proposal)
    except Fenced:  # an ack would be for the holder too, who may yet die
        return Retry("Another attempt holds this turn.", FENCED_DELAY)
    await show_ended(rooms.glimpses, ended, event.workspaceid, written.known)
    if rooms.memory is not None and isinstance(ended, Message):
        rooms.memory.note(claim, ended.seq)
    return DONE


async def _claim(rooms: Answering, workspace_id: str, turn_id: str) -> tuple[Claim, dict[str, str]]:
    """The turn with what its placeholders stand for, or why it is not to be answered now."""
    async with rooms.database.read() as conn:  # a claim is one statement: a transaction costs two more
        claim = await rooms.desk.turns.claim(conn, workspace_id, turn_id)
        if claim == "blocked":
            await rooms.desk.turns.mark_grounded(conn, workspace_id, turn_id)
        return claim, await _known(conn, rooms.desk.vault, claim)


async def _known(conn: Any, vault: Vault, claim: Claim) -> dict[str, str]:
    if not isinstance(claim, Turn):
        return {}
    texts = (claim.text, *(line.text for line in claim.lines))
    return await revealed(conn, vault, claim.workspace_id, claim.conversation_id, texts)


def _not_now(claim: Claim, delivery: int) -> Outcome:
    if claim == "done":
        return DONE
    if claim == "missing":
        return Retry("The turn is not in the transcript yet.", min(0.05 * delivery, 0.2), give_up_after=60)
    return Retry("An earlier turn of the conversation is not answered yet.", min(0.1 + 0.05 * delivery, 0.4))


@dataclass(frozen=True, slots=True)
class _Written:
    """What writing came to; `context` has the attempt that wrote, without `reply` the bot's phrases do."""

    context: Context
    decision: Decision
    streamed: Streamed
    known: Mapping[str, str]
    reply: Reply | None = None
    proposal: Proposal | None = None


async def _write(rooms: Answering, context: Context, known: Mapping[str, str]) -> _Written:
    decision = decide_now(context)
    acted = await act(rooms.hands, context, decision, known)
    if acted.context is not context:
        decision = decide_now(acted.context)
    context, known = acted.context, acted.known
    if acted.reply is not None:
        idle = Streamed(context.turn)
        return _Written(context, acted.reply.decision, idle, known, acted.reply, acted.proposal)
    if decision.action != "answer" or context.grounding is None:
        return await _unwritten(rooms, context, Streamed(context.turn), known)
    request = request_of(context, context.grounding, decision)
    opening = opening_of(context, decision)
    streamed = await stream_reply(rooms.stage, rooms.writer, context.turn, request, known, opening)
    written, context = streamed.written, replace(context, turn=streamed.turn)
    if written is not None and written.says:
        reply = written_reply(context, decision, written)
        reply = replace(reply, blocks=(*reply.blocks, *acted.blocks))
        return _Written(context, decision, streamed, known, reply)
    if written is not None and written.outcome is TurnOutcome.DECLINED:
        context = replace(context, unsaid=written.rule)
    else:
        context = replace(context, fault="llm_failed")
    return await _unwritten(rooms, context, streamed, known)


async def _unwritten(
    rooms: Answering, context: Context, streamed: Streamed, known: Mapping[str, str]
) -> _Written:
    """The knowledge does not answer: search the web if that is wanted, else use the bot's phrases."""
    decision = decide_now(context)
    context, reply = await search_web(rooms.web, context, decision)
    return _Written(context, reply.decision if reply else decision, streamed, known, reply)


def request_of(context: Context, grounding: Grounding, decision: Decision) -> WriteRequest:
    """The request to the writer."""
    turn = context.turn
    return WriteRequest(
        turn.turn_id,
        grounding.question,
        decision.language,
        grounding,
        turn.lines,
        turn.bot,
        turn.deadline,
        turn.workspace_id,
        turn.conversation_id,
        turn.recalled.summary,
        kind_words=before_quotes(context, decision.language),
        brief=brief(context),
        unsure=context.unsure,
    )
