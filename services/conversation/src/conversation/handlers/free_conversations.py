"""Conversations of an agent who left go back to the bot."""

from __future__ import annotations

from datetime import timedelta

from chassis.consume import Work
from chassis.outcome import DONE, Outcome
from contracts.envelope import Event
from contracts.facts.workspace import UserChanged
from contracts.shapes import Message
from conversation.domain.agents import AGENT_ROLES
from conversation.handlers.take_over import Floor, give_back, show_said

CLOCKS_APART = timedelta(seconds=30)
"""The gateway's clock tells when the agent left, ours when they took over, perhaps while leaving."""


async def free_conversations(event: Event[UserChanged], work: Work, *, floor: Floor) -> Outcome:
    """Else nobody would answer these customers, the bot neither.

    What the agent took over since is theirs: they came back, and an old fact is told again where a consumer
    is made anew, as by an upgrade.
    """
    user, workspace_id = event.data, event.workspaceid
    if user.active and user.role in AGENT_ROLES:
        return DONE
    said: list[Message] = []
    before = user.changed_at + CLOCKS_APART
    async with work.transaction() as tx:
        for where in await floor.conversations.of_agent(tx.conn, workspace_id, user.user_id, before):
            held = await floor.conversations.hold(tx.conn, workspace_id, where)
            if held is not None and held.agent is not None and held.agent.user_id == user.user_id:
                said.append(await give_back(tx, floor, workspace_id, where, held, held.agent))
    for message in said:
        await show_said(floor, workspace_id, message)
    return DONE
