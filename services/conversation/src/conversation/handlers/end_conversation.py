"""Ends a conversation and summarizes it."""

from __future__ import annotations

from chassis.consume import Work
from chassis.outcome import DONE, Outcome
from contracts.envelope import Event
from contracts.facts.chat import ConversationEnded
from conversation.handlers.summarize_conversation import Shelf, draft_summary, save_summary
from conversation.ports import NewConversation


async def end_conversation(event: Event[ConversationEnded], work: Work, *, shelf: Shelf) -> Outcome:
    fact, conversations = event.data, shelf.conversations
    drafted = await draft_summary(shelf, event.workspaceid, fact.conversation_id)
    async with work.transaction() as tx:
        new = NewConversation(fact.conversation_id, fact.bot_id, fact.ended_at)
        await conversations.start(tx.conn, event.workspaceid, new)
        await conversations.end(tx.conn, event.workspaceid, fact.conversation_id, fact.ended_at)
        if drafted is not None and drafted.fresh:
            await save_summary(tx, shelf, event.workspaceid, drafted)
    return DONE
