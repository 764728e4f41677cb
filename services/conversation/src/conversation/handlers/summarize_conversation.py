"""Summarizes conversations: one on request or at its end, all of a bot in the background."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

from chassis import clock, logs
from chassis.db import CONNECTION_LOST, Tx
from chassis.errors import NotFound
from contracts.facts.chat import ConversationSummarized
from contracts.summary_requests import (
    ListSummaries,
    ProcessSummaries,
    Summaries,
    Summarize,
    Summary,
    SummaryProgress,
)
from conversation.domain.phrases import language_of
from conversation.domain.privacy.placeholders import restore
from conversation.domain.summaries import summarize
from conversation.handlers.conceal_text import revealed
from conversation.ports import Bots, Conversations, Database, Transcript, Vault
from conversation.summary_ports import Summarizer, SummaryShelf

MOST_MESSAGES = 10_000
BATCH = 20
log = logs.get(__name__)


@dataclass(frozen=True, slots=True)
class Shelf:
    """What writes and stores summaries; without a `summarizer` they consist of the customer's own words."""

    database: Database
    bots: Bots
    conversations: Conversations
    transcript: Transcript
    summaries: SummaryShelf
    vault: Vault
    summarizer: Summarizer | None = None


async def summarize_one(ask: Summarize, *, shelf: Shelf) -> Summary:
    """The current summary, for a person who may read it. Raises NotFound."""
    where = (ask.workspace_id, ask.conversation_id)
    summary = await write_summary(shelf, *where)
    if summary is None:
        raise NotFound("There is no conversation with this id, or nobody wrote in it yet.")
    async with shelf.database.read() as conn:
        known = await revealed(conn, shelf.vault, *where, [summary.summary])
    return summary.model_copy(update={"summary": restore(summary.summary, known)})


async def write_summary(shelf: Shelf, workspace_id: str, conversation_id: str) -> Summary | None:
    """The up-to-date summary; a new one is emitted as a fact. None without messages."""
    drafted = await draft_summary(shelf, workspace_id, conversation_id)
    if drafted is not None and drafted.fresh:
        async with shelf.database.transaction() as tx:
            await save_summary(tx, shelf, workspace_id, drafted)
    return drafted.summary if drafted else None


@dataclass(frozen=True, slots=True)
class Drafted:
    """`fresh` when it is not stored yet."""

    summary: Summary
    fresh: bool


async def draft_summary(shelf: Shelf, workspace_id: str, conversation_id: str) -> Drafted | None:
    """Written outside any transaction: a model may take seconds."""
    async with shelf.database.read() as conn:
        held = await shelf.conversations.hold(conn, workspace_id, conversation_id)
        messages = await shelf.transcript.after(conn, workspace_id, conversation_id, 0, MOST_MESSAGES)
        known = await shelf.summaries.get(conn, workspace_id, conversation_id)
    if held is None or not messages or (known is not None and known.messages == messages[-1].seq):
        return Drafted(known, fresh=False) if known else None
    text = None
    if shelf.summarizer is not None and any(message.role == "contact" for message in messages):
        text = await shelf.summarizer.summarize(
            workspace_id, conversation_id, messages, language=language_of(held.locale)
        )
    summary = Summary(
        conversation_id=conversation_id,
        bot_id=held.bot_id,
        summary=text or summarize(messages),
        messages=messages[-1].seq,
        summarized_at=clock.now(),
    )
    return Drafted(summary, fresh=True)


async def save_summary(tx: Tx, shelf: Shelf, workspace_id: str, drafted: Drafted) -> None:
    """Store and emit it, unless another replica did so for the same messages."""
    summary = drafted.summary
    if not await shelf.summaries.save(tx.conn, workspace_id, summary):
        return
    tx.emit(
        ConversationSummarized(**summary.model_dump()),
        event_id=f"conversation:{summary.conversation_id}:summarized:{summary.messages}",
        workspace_id=workspace_id,
        conversation_id=summary.conversation_id,
    )


async def process_summaries(ask: ProcessSummaries, *, shelf: Shelf) -> SummaryProgress:
    """Have all conversations of a bot summarized; asking again tells the progress. Raises NotFound."""
    async with shelf.database.transaction() as tx:
        if not await shelf.bots.knows(tx.conn, ask.workspace_id, ask.bot_id):
            raise NotFound("There is no bot with this id.")
        await shelf.summaries.ask(tx.conn, ask.workspace_id, ask.bot_id, asked=True)
        return await shelf.summaries.progress(tx.conn, ask.workspace_id, ask.bot_id)


async def list_summaries(ask: ListSummaries, *, shelf: Shelf) -> Summaries:
    """Newest conversation first."""
    async with shelf.database.read() as conn:
        found = await shelf.summaries.page(conn, ask.workspace_id, ask.bot_id, ask.cursor, ask.limit + 1)
        items = found[: ask.limit]
        progress = await shelf.summaries.progress(conn, ask.workspace_id, ask.bot_id)
        known = await shelf.vault.of_conversations(
            conn, ask.workspace_id, [item.conversation_id for item in items]
        )
    shown = [
        item.model_copy(update={"summary": restore(item.summary, known.get(item.conversation_id, {}))})
        for item in items
    ]
    more = items[-1].conversation_id if len(found) > ask.limit else None
    return Summaries(items=shown, next_cursor=more, progress=progress)


async def keep_summarizing(*, shelf: Shelf, every: float) -> None:
    """Summarize what was asked for, a few at a time, for ever."""
    while True:
        busy = False
        try:
            busy = await summarize_some(shelf)
        except CONNECTION_LOST as error:
            log.warning("summaries.later", reason=logs.reason_of(error))
        await asyncio.sleep(0.05 if busy else every)


async def summarize_some(shelf: Shelf) -> bool:
    """Summarize the next few; False when nothing is left."""
    async with shelf.database.read() as conn:
        bots = await shelf.summaries.asked(conn, 1)
        missing = [await shelf.summaries.missing(conn, *bot, BATCH) for bot in bots]
    for (workspace_id, bot_id), conversations in zip(bots, missing, strict=True):
        written = [await _wrote(shelf, workspace_id, each) for each in conversations]
        if not any(written):
            async with shelf.database.read() as conn:
                await shelf.summaries.ask(conn, workspace_id, bot_id, asked=False)
    return bool(bots)


async def _wrote(shelf: Shelf, workspace_id: str, conversation_id: str) -> bool:
    """False for a conversation that cannot be summarized: it must not hold up all others."""
    try:
        await write_summary(shelf, workspace_id, conversation_id)
    except CONNECTION_LOST:
        raise
    except Exception:
        log.exception("summaries.failed", conversation_id=conversation_id)
        return False
    return True
