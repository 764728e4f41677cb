"""An agent takes a conversation over, and gives it back to the bot."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from chassis import clock, ids
from chassis.db import Tx
from chassis.errors import Conflict, NotFound
from contracts.agent_requests import Handling, Release, TakeOver
from contracts.facts.chat import ConversationReleased, ConversationTakenOver
from contracts.glimpses import MessageStored, conversation_subject
from contracts.shapes import Assignee, Message
from conversation.domain.agents import Held, agent_message, refuses_takeover
from conversation.ports import Conversations, Database, Glimpses, Transcript, Vault


@dataclass(frozen=True, slots=True)
class Floor:
    """What agents who speak in a conversation need."""

    database: Database
    conversations: Conversations
    transcript: Transcript
    glimpses: Glimpses
    vault: Vault


async def take_over(ask: TakeOver, *, floor: Floor) -> Handling:
    """Raises NotFound, and Conflict when another agent answers or the conversation has ended."""
    where, now = (ask.workspace_id, ask.conversation_id), clock.now()
    async with floor.database.transaction() as tx:
        held = await held_by(tx, floor, *where)
        refusal = refuses_takeover(held, ask.agent)
        if refusal is not None:
            raise Conflict(refusal)
        if held.agent is not None:
            return Handling(conversation_id=ask.conversation_id, agent=held.agent, since=now)
        await floor.conversations.give_to(tx.conn, *where, ask.agent)
        said = await _announce(tx, floor, *where, held, ask.agent, "joined")
        tx.emit(
            ConversationTakenOver(
                conversation_id=ask.conversation_id, bot_id=held.bot_id, agent=ask.agent, taken_over_at=now
            ),
            event_id=f"conversation:{ask.conversation_id}:taken_over:{said.seq}",
            workspace_id=ask.workspace_id,
            conversation_id=ask.conversation_id,
        )
    await floor.glimpses.show(conversation_subject(*where), MessageStored(event="agent.joined", message=said))
    return Handling(conversation_id=ask.conversation_id, agent=ask.agent, since=now)


async def release(ask: Release, *, floor: Floor) -> Handling:
    """Raises NotFound, and Conflict when another agent answers."""
    where, now = (ask.workspace_id, ask.conversation_id), clock.now()
    async with floor.database.transaction() as tx:
        held = await held_by(tx, floor, *where)
        if held.agent is None:
            return Handling(conversation_id=ask.conversation_id, since=now)
        if held.agent.user_id != ask.agent.user_id and not ask.by_manager:
            raise Conflict(f"{held.agent.name} is answering this conversation.")
        said = await give_back(tx, floor, *where, held, held.agent)
    await show_said(floor, ask.workspace_id, said)
    return Handling(conversation_id=ask.conversation_id, since=now)


async def show_said(floor: Floor, workspace_id: str, message: Message) -> None:
    """Show watchers what an agent, or the system for them, said; after the commit."""
    subject = conversation_subject(workspace_id, message.conversation_id)
    await floor.glimpses.show(subject, MessageStored(event="agent.message", message=message))


async def give_back(
    tx: Tx, floor: Floor, workspace_id: str, conversation_id: str, held: Held, agent: Assignee
) -> Message:
    """Let the bot answer again; returns the system's message that says so."""
    await floor.conversations.give_to(tx.conn, workspace_id, conversation_id, None)
    said = await _announce(tx, floor, workspace_id, conversation_id, held, agent, "left")
    tx.emit(
        ConversationReleased(
            conversation_id=conversation_id, bot_id=held.bot_id, agent=agent, released_at=clock.now()
        ),
        event_id=f"conversation:{conversation_id}:released:{said.seq}",
        workspace_id=workspace_id,
        conversation_id=conversation_id,
    )
    return said


async def held_by(tx: Tx, floor: Floor, workspace_id: str, conversation_id: str) -> Held:
    held = await floor.conversations.hold(tx.conn, workspace_id, conversation_id)
    if held is None:
        raise NotFound("There is no conversation with this id.")
    return held


async def _announce(
    tx: Tx,
    floor: Floor,
    workspace_id: str,
    conversation_id: str,
    held: Held,
    agent: Assignee,
    state: Literal["joined", "left"],
) -> Message:
    message = agent_message(conversation_id, held, agent, state, ids.new_id("msg"), clock.now())
    return await floor.transcript.add(tx.conn, workspace_id, message)
