"""A customer filled in the form that asks for a person."""

from __future__ import annotations

from chassis import clock
from chassis.errors import Invalid, NotFound
from contracts.event_ids import handoff_event
from contracts.requests import Handoff, RequestHandoff
from conversation.domain.handoffs import handoff_by_form
from conversation.domain.phrases import language_of
from conversation.handlers.finish_turn import Desk
from conversation.ports import Bots, Database, Transcript

HISTORY_LINES = 8


async def request_handoff(
    ask: RequestHandoff, *, database: Database, bots: Bots, desk: Desk, transcript: Transcript
) -> Handoff:
    """The open handoff of the conversation, opened now if there is none. Raises NotFound, Invalid."""
    if not ask.description.strip():
        raise Invalid("The description is empty; please say what you need help with.")
    where = (ask.workspace_id, ask.conversation_id)
    async with database.transaction() as tx:
        if not await bots.knows(tx.conn, ask.workspace_id, ask.bot_id):
            raise NotFound
        locale = await desk.conversations.start(tx.conn, *where, ask.bot_id, None, None, clock.now())
        already = await desk.handoffs.open_one(tx.conn, *where)
        if already is not None:
            return Handoff(handoff_id=already.handoff_id)
        handoff = handoff_by_form(
            ask.conversation_id,
            ask.bot_id,
            ask.request_id,
            ask.requester,
            ask.description,
            ask.priority,
            await transcript.recent(tx.conn, *where, HISTORY_LINES),
            language_of(locale),
            clock.now(),
        )
        if await desk.handoffs.open(tx.conn, ask.workspace_id, handoff):
            await desk.conversations.hand_off(tx.conn, *where)
            tx.emit(
                handoff.fact,
                event_id=handoff_event(handoff.fact.handoff_id, "requested"),
                workspace_id=ask.workspace_id,
                conversation_id=ask.conversation_id,
            )
    return Handoff(handoff_id=handoff.fact.handoff_id)
