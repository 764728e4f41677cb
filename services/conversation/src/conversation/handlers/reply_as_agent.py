"""An agent answers a customer."""

from __future__ import annotations

from chassis import clock
from chassis.errors import Conflict, Invalid
from contracts.agent_requests import ReplyAsAgent
from contracts.event_ids import derived_id
from contracts.facts.chat import AgentReplied
from contracts.shapes import Message
from conversation.domain.agents import refuses_reply
from conversation.domain.privacy.hidden import restore_message
from conversation.handlers.conceal_text import conceal, revealed
from conversation.handlers.take_over import Floor, held_by, show_said


async def reply_as_agent(ask: ReplyAsAgent, *, floor: Floor) -> Message:
    """Returns the stored message, the same one for the same request. Raises NotFound, Conflict, Invalid."""
    if not ask.text.strip():
        raise Invalid("The reply is empty.")
    where = (ask.workspace_id, ask.conversation_id)
    message_id = derived_id("msg", ask.conversation_id, ask.agent.user_id, ask.request_id)
    async with floor.database.transaction() as tx:
        held = await held_by(tx, floor, *where)
        known = await floor.transcript.find(tx.conn, *where, message_id)
        if known is not None:
            values = await revealed(tx.conn, floor.vault, *where, [known.text])
            return restore_message(known, values)
        refusal = refuses_reply(held, ask.agent)
        if refusal is not None:
            raise Conflict(refusal)
        owner = await floor.vault.owner_of(tx.conn, *where)
        hidden = await conceal(tx.conn, floor.vault, ask.workspace_id, owner, ask.text)
        said = await floor.transcript.add(tx.conn, ask.workspace_id, _message(ask, message_id, hidden))
        tx.emit(
            AgentReplied(
                conversation_id=ask.conversation_id,
                bot_id=held.bot_id,
                agent=ask.agent,
                message=said,
                replied_at=said.created_at,
            ),
            event_id=f"conversation:{ask.conversation_id}:replied:{said.seq}",
            workspace_id=ask.workspace_id,
            conversation_id=ask.conversation_id,
        )
    shown = said.model_copy(update={"text": ask.text})
    await show_said(floor, ask.workspace_id, shown)
    return shown


def _message(ask: ReplyAsAgent, message_id: str, text: str) -> Message:
    return Message(
        id=message_id,
        conversation_id=ask.conversation_id,
        seq=0,
        role="agent",
        text=text,
        blocks=[{"type": "agent", "state": "speaks", "name": ask.agent.name}],
        created_at=clock.now(),
    )
