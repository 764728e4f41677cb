"""Reads of what is stored, and of what is being written."""

from __future__ import annotations

from chassis.answer import Silent
from chassis.errors import Invalid, NotFound
from contracts.glimpses import ReplyDelta
from contracts.requests import (
    Conversations as ConversationPage,
)
from contracts.requests import (
    ConversationSummary,
    GetConversation,
    ListConversations,
    ListMessages,
    LiveReply,
    Messages,
    Replay,
    Replayed,
)
from conversation.domain.live import LiveReplies
from conversation.ports import Conversations, Database, Transcript, Turns

MAX_REPLAY = 500


async def list_messages(ask: ListMessages, *, database: Database, transcript: Transcript) -> Messages:
    """The transcript from its beginning; the cursor is the last seq that was given."""
    async with database.read() as conn:
        found = await transcript.after(
            conn, ask.workspace_id, ask.conversation_id, _seq(ask.cursor), ask.limit + 1
        )
    items = found[: ask.limit]
    return Messages(items=items, next_cursor=str(items[-1].seq) if len(found) > ask.limit else None)


async def replay(ask: Replay, *, database: Database, transcript: Transcript, turns: Turns) -> Replayed:
    """What was missed. Unfinished turns are read first, so that none falls between the two reads."""
    where = (ask.workspace_id, ask.conversation_id)
    async with database.read() as conn:
        pending = await turns.pending(conn, *where)
        messages = await transcript.after(conn, *where, ask.after_seq, MAX_REPLAY)
    ended = {message.turn_id for message in messages if message.role == "bot"}
    return Replayed(messages=messages, pending=[turn for turn in pending if turn.turn_id not in ended])


async def live_reply(ask: LiveReply, *, live: LiveReplies) -> ReplyDelta:
    """The text so far of a turn that this replica writes. Raises Silent when another one does."""
    found = live.so_far(ask.workspace_id, ask.turn_id)
    if found is None:
        raise Silent
    return found


async def get_conversation(
    ask: GetConversation, *, database: Database, conversations: Conversations
) -> ConversationSummary:
    async with database.read() as conn:
        found = await conversations.get(conn, ask.workspace_id, ask.conversation_id)
    if found is None:
        raise NotFound
    return found


async def list_conversations(
    ask: ListConversations, *, database: Database, conversations: Conversations
) -> ConversationPage:
    """Newest first."""
    async with database.read() as conn:
        found = await conversations.page(conn, ask.workspace_id, ask.bot_id, ask.cursor, ask.limit + 1)
    items = found[: ask.limit]
    return ConversationPage(items=items, next_cursor=items[-1].id if len(found) > ask.limit else None)


def _seq(cursor: str | None) -> int:
    try:
        return int(cursor or 0)
    except ValueError:
        raise Invalid("The cursor is not one that this list gave.") from None
