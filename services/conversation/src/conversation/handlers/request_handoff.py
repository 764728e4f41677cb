"""A customer asks for a person by the form."""

from __future__ import annotations

from chassis import clock, ids
from chassis.db import Tx
from chassis.errors import Invalid, NotFound
from contracts.event_ids import derived_id, handoff_event
from contracts.glimpses import MessageStored, conversation_subject
from contracts.requests import Handoff, RequestHandoff
from contracts.shapes import Message
from conversation.domain.handoffs import completion_by_form, handoff_by_form
from conversation.domain.phrases import language_of
from conversation.domain.privacy.pii import Kind, Span
from conversation.domain.tickets import ticket_message
from conversation.domain.turns import HISTORY_LINES
from conversation.handlers.conceal_text import conceal
from conversation.handlers.open_handoff import open_handoff
from conversation.ports import Bots, Database, Desk, Glimpses, NewConversation, Transcript


async def request_handoff(
    ask: RequestHandoff,
    *,
    database: Database,
    bots: Bots,
    desk: Desk,
    transcript: Transcript,
    glimpses: Glimpses,
) -> Handoff:
    """The open handoff of the conversation: opened now, or completed. Raises NotFound, Invalid."""
    if not ask.description.strip():
        raise Invalid("The description is empty; please say what you need help with.")
    where = (ask.workspace_id, ask.conversation_id)
    shown = None
    async with database.transaction() as tx:
        if not await bots.knows(tx.conn, ask.workspace_id, ask.bot_id):
            raise NotFound
        new = NewConversation(ask.conversation_id, ask.bot_id, clock.now(), ask.contact_id)
        locale = await desk.conversations.start(tx.conn, ask.workspace_id, new)
        owner = await desk.vault.owner_of(tx.conn, *where)
        hidden = await conceal(tx.conn, desk.vault, ask.workspace_id, owner, ask.description)
        ask = ask.model_copy(update={"description": hidden})
        await _keep_requester(tx, desk, ask, owner)
        already = await desk.handoffs.open_one(tx.conn, *where)
        if already is None:
            history = await transcript.recent(tx.conn, *where, HISTORY_LINES)
            handoff = handoff_by_form(ask, history, language_of(locale), clock.now())
            await open_handoff(tx, desk, ask.workspace_id, handoff)
            handoff_id = handoff.fact.handoff_id
        else:
            handoff_id = already.handoff_id
            shown = await _complete(tx, desk, transcript, ask, handoff_id)
    if shown is not None:
        told = MessageStored(event="ticket.opened", message=shown)
        await glimpses.show(conversation_subject(*where), told)
    return Handoff(handoff_id=handoff_id)


async def _keep_requester(tx: Tx, desk: Desk, ask: RequestHandoff, owner: str) -> None:
    """As if it was said in the chat, so that a later handoff does not ask for it again."""
    given: tuple[tuple[str, Kind, str | None], ...] = (
        ("name", "NAME", ask.requester.name),
        ("email", "EMAIL", ask.requester.email),
        ("phone", "PHONE", ask.requester.phone),
    )
    facts = {
        fact: await conceal(tx.conn, desk.vault, ask.workspace_id, owner, value, [Span(0, len(value), kind)])
        for fact, kind, value in given
        if value
    }
    await desk.conversations.note(tx.conn, ask.workspace_id, ask.conversation_id, facts)


async def _complete(
    tx: Tx, desk: Desk, transcript: Transcript, ask: RequestHandoff, handoff_id: str
) -> Message | None:
    handoff = await desk.handoffs.complete(tx.conn, ask.workspace_id, handoff_id, ask.request_id)
    if handoff is None:
        return None
    tx.emit(
        completion_by_form(ask, handoff_id, clock.now()),
        event_id=handoff_event(handoff_id, f"completed:{derived_id('frm', ask.request_id)}"),
        workspace_id=ask.workspace_id,
        conversation_id=ask.conversation_id,
    )
    if handoff.ticket_id is None:
        return None
    thanks = ticket_message(handoff, "contact_taken", ids.new_id("msg"), clock.now())
    return await transcript.add(tx.conn, ask.workspace_id, thanks)
