"""Notes that a conversation started; a turn of it may have come first."""

from __future__ import annotations

from chassis.consume import Work
from chassis.outcome import DONE, Outcome
from contracts.envelope import Event
from contracts.facts.chat import ConversationStarted
from conversation.domain.sessions import topic_of
from conversation.ports import Conversations, NewConversation


async def start_conversation(
    event: Event[ConversationStarted], work: Work, *, conversations: Conversations
) -> Outcome:
    fact = event.data
    async with work.transaction() as tx:
        new = NewConversation(
            fact.conversation_id,
            fact.bot_id,
            fact.started_at,
            fact.contact_id,
            fact.locale,
            fact.page_url,
            fact.attributes,
        )
        await conversations.start(tx.conn, event.workspaceid, new)
        where = (event.workspaceid, fact.conversation_id)
        lines, ticket = await conversations.before(tx.conn, *where, fact.contact_id)
        topic = topic_of(lines)
        if topic or ticket:
            await conversations.recall(tx.conn, *where, {"topic": topic, "ticket": ticket or ""})
    return DONE
