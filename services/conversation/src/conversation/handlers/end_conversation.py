"""Ends a conversation and summarizes it."""

from __future__ import annotations

from chassis.consume import Work
from chassis.outcome import DONE, Outcome
from contracts.envelope import Event
from contracts.facts.chat import ConversationEnded
from conversation.handlers.summarize_conversation import Shelf, draft_summary, save_summary
from conversation.handlers.take_over import Floor, give_back, show_said
from conversation.ports import NewConversation


async def end_conversation(
    event: Event[ConversationEnded], work: Work, *, shelf: Shelf, floor: Floor
) -> Outcome:
    """Who answered it leaves it: a customer who writes again later is not left to somebody who is gone."""
    fact, conversations, left = event.data, shelf.conversations, None
    where = (event.workspaceid, event.data.conversation_id)
    drafted = await draft_summary(shelf, *where)
    async with work.transaction() as tx:
        new = NewConversation(fact.conversation_id, fact.bot_id, fact.ended_at)
        await conversations.start(tx.conn, event.workspaceid, new)
        held = await conversations.hold(tx.conn, *where)
        if held is not None and held.agent is not None:
            left = await give_back(tx, floor, *where, held, held.agent)
        await conversations.end(tx.conn, *where, fact.ended_at)
        if drafted is not None and drafted.fresh:
            await save_summary(tx, shelf, event.workspaceid, drafted)
    if left is not None:
        await show_said(floor, event.workspaceid, left)
    return DONE
