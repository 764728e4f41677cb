"""Reads what is stored, and what is being written."""

from __future__ import annotations

from typing import Any

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
    RestoredTexts,
    RestoreTexts,
)
from contracts.shapes import Message
from conversation.domain.live import LiveReplies
from conversation.domain.privacy.hidden import holds_placeholder, restore_message
from conversation.domain.privacy.placeholders import restore
from conversation.handlers.conceal_text import revealed
from conversation.ports import Conversations, Database, Transcript, Turns, Vault

MAX_REPLAY = 500


async def list_messages(
    ask: ListMessages, *, database: Database, transcript: Transcript, vault: Vault
) -> Messages:
    """The transcript from its start; the cursor is the last seq that was given."""
    async with database.read() as conn:
        found = await transcript.after(
            conn, ask.workspace_id, ask.conversation_id, _seq(ask.cursor), ask.limit + 1
        )
        items = await _restored(conn, vault, ask.workspace_id, found[: ask.limit])
    return Messages(items=items, next_cursor=str(items[-1].seq) if len(found) > ask.limit else None)


async def replay(
    ask: Replay, *, database: Database, transcript: Transcript, turns: Turns, vault: Vault
) -> Replayed:
    """Everything since a seq. Unfinished turns are read first, so that none falls between the two reads."""
    where = (ask.workspace_id, ask.conversation_id)
    async with database.read() as conn:
        pending = await turns.pending(conn, *where)
        found = await transcript.after(conn, *where, ask.after_seq, MAX_REPLAY)
        messages = await _restored(conn, vault, ask.workspace_id, found)
    ended = {message.turn_id for message in messages if message.role == "bot"}
    return Replayed(messages=messages, pending=[turn for turn in pending if turn.turn_id not in ended])


async def live_reply(ask: LiveReply, *, live: LiveReplies) -> ReplyDelta:
    """The text so far of a turn that this replica writes. Raises Silent when another one does."""
    found = live.so_far(ask.workspace_id, ask.turn_id)
    if found is None:
        raise Silent
    return found


async def get_conversation(
    ask: GetConversation, *, database: Database, conversations: Conversations, vault: Vault
) -> ConversationSummary:
    async with database.read() as conn:
        found = await conversations.get(conn, ask.workspace_id, ask.conversation_id)
        if found is None:
            raise NotFound
        return (await _legible(conn, vault, ask.workspace_id, [found]))[0]


async def list_conversations(
    ask: ListConversations, *, database: Database, conversations: Conversations, vault: Vault
) -> ConversationPage:
    """Newest first."""
    async with database.read() as conn:
        found = await conversations.page(conn, ask.workspace_id, ask.bot_id, ask.cursor, ask.limit + 1)
        items = await _legible(conn, vault, ask.workspace_id, found[: ask.limit])
    return ConversationPage(items=items, next_cursor=items[-1].id if len(found) > ask.limit else None)


async def restore_texts(ask: RestoreTexts, *, database: Database, vault: Vault) -> RestoredTexts:
    """The texts of one conversation with their values, for a person who may read them."""
    async with database.read() as conn:
        known = await revealed(conn, vault, ask.workspace_id, ask.conversation_id, ask.texts)
    return RestoredTexts(texts=[restore(text, known) for text in ask.texts])


async def _restored(conn: Any, vault: Vault, workspace_id: str, messages: list[Message]) -> list[Message]:
    """The messages of one conversation with their values."""
    if not messages:
        return messages
    texts = (message.text for message in messages)
    known = await revealed(conn, vault, workspace_id, messages[0].conversation_id, texts)
    return [restore_message(message, known) for message in messages]


async def _legible(
    conn: Any, vault: Vault, workspace_id: str, found: list[ConversationSummary]
) -> list[ConversationSummary]:
    hidden = [one.id for one in found if holds_placeholder([one.last_message or ""])]
    if not hidden:
        return found
    known = await vault.of_conversations(conn, workspace_id, hidden)
    return [
        one.model_copy(update={"last_message": restore(one.last_message or "", known[one.id])})
        if one.id in known
        else one
        for one in found
    ]


def _seq(cursor: str | None) -> int:
    try:
        return int(cursor or 0)
    except ValueError:
        raise Invalid("cursor: use the next_cursor of the page before.") from None
