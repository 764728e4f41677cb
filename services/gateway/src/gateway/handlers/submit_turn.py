"""A customer's message is accepted: the PubAck of JetStream is the acceptance."""

from __future__ import annotations

from dataclasses import dataclass

from chassis import clock
from contracts.event_ids import turn_event, turn_id
from contracts.facts.chat import TurnSubmitted
from gateway.domain.identity import Visit
from gateway.domain.last_turns import LastTurns
from gateway.ports import Publishing


@dataclass(frozen=True, slots=True)
class Submitted:
    """`fresh` is false when this very message was accepted before."""

    turn_id: str
    fresh: bool


@dataclass(frozen=True, slots=True)
class Question:
    """What a customer sent, and from which page; the same `client_message_id` is the same message."""

    text: str
    client_message_id: str
    page_url: str | None = None


async def submit_turn(visit: Visit, asked: Question, *, facts: Publishing, last: LastTurns) -> Submitted:
    """The same question gives the same turn, however often it is sent. Raises Unavailable."""
    turn = turn_id(visit.conversation_id, asked.client_message_id)
    fact = TurnSubmitted(
        conversation_id=visit.conversation_id,
        turn_id=turn,
        bot_id=visit.bot_id,
        contact_id=visit.contact_id,
        client_message_id=asked.client_message_id,
        follows=last.before(visit.conversation_id, turn),
        text=asked.text,
        page_url=asked.page_url,
        submitted_at=clock.now(),
    )
    fresh = await facts.publish(
        fact,
        event_id=turn_event(turn, "submitted"),
        workspace_id=visit.workspace_id,
        conversation_id=visit.conversation_id,
    )
    if fresh:
        last.accepted(visit.conversation_id, turn)
    return Submitted(turn, fresh)
