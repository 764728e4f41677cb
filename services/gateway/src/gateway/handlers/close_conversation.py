"""What a contact says about a conversation, and that it is over."""

from __future__ import annotations

from chassis import clock, ids
from contracts.event_ids import derived_id
from contracts.facts.chat import ConversationEnded, FeedbackGiven
from gateway.domain.identity import Visit
from gateway.ports import Publishing


async def give_feedback(visit: Visit, rating: int, comment: str | None, *, facts: Publishing) -> None:
    """`rating` from 1 to 5; the same feedback again is the same fact. Raises Unavailable."""
    fact = FeedbackGiven(
        conversation_id=visit.conversation_id,
        bot_id=visit.bot_id,
        rating=rating,
        comment=comment,
        given_at=clock.now(),
    )
    await facts.publish(
        fact,
        event_id=derived_id("feedback", visit.conversation_id, str(rating), comment or ""),
        workspace_id=visit.workspace_id,
        conversation_id=visit.conversation_id,
    )


async def end_conversation(visit: Visit, *, facts: Publishing) -> None:
    """Each time is a fact of its own, since who ends it may write again. Raises Unavailable."""
    fact = ConversationEnded(conversation_id=visit.conversation_id, bot_id=visit.bot_id, ended_at=clock.now())
    await facts.publish(
        fact,
        event_id=f"conversation:{visit.conversation_id}:ended:{ids.new_id('end')}",
        workspace_id=visit.workspace_id,
        conversation_id=visit.conversation_id,
    )
