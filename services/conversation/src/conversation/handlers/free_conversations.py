"""Conversations of an agent who left go back to the bot."""

from __future__ import annotations

from chassis.consume import Work
from chassis.outcome import DONE, Outcome
from contracts.envelope import Event
from contracts.facts.workspace import UserChanged
from contracts.shapes import Message
from conversation.domain.agents import AGENT_ROLES
from conversation.handlers.take_over import Floor, give_back, show_said


async def free_conversations(event: Event[UserChanged], work: Work, *, floor: Floor) -> Outcome:
    """Else nobody would answer these customers, the bot neither."""
    user, workspace_id = event.data, event.workspaceid
    if user.active and user.role in AGENT_ROLES:
        return DONE
    said: list[Message] = []
    async with work.transaction() as tx:
        for where in await floor.conversations.of_agent(tx.conn, workspace_id, user.user_id):
            held = await floor.conversations.hold(tx.conn, workspace_id, where)
            if held is not None and held.agent is not None and held.agent.user_id == user.user_id:
                said.append(await give_back(tx, floor, workspace_id, where, held, held.agent))
    for message in said:
        await show_said(floor, workspace_id, message)
    return DONE
