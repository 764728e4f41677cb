"""Tickets as staff read them: with the values that their texts only name."""

from __future__ import annotations

import asyncio

from chassis.errors import Refusal
from contracts.requests import RESTORE_TEXTS, RestoreTexts, Tickets
from contracts.shapes import Ticket
from gateway.ports import Asking


async def legible_tickets(page: Tickets, workspace_id: str, *, bus: Asking) -> Tickets:
    """Every ticket of the page with its placeholders restored."""
    items = await asyncio.gather(*(legible_ticket(ticket, workspace_id, bus=bus) for ticket in page.items))
    return page.model_copy(update={"items": list(items)})


async def legible_ticket(ticket: Ticket, workspace_id: str, *, bus: Asking) -> Ticket:
    """The ticket with its placeholders restored; as it is while conversation does not answer."""
    texts = [ticket.subject, ticket.description]
    if ticket.conversation_id is None or not any("[" in text for text in texts):
        return ticket
    question = RestoreTexts(workspace_id=workspace_id, conversation_id=ticket.conversation_id, texts=texts)
    try:
        restored = await bus.ask(RESTORE_TEXTS, question)
    except Refusal:
        return ticket
    return ticket.model_copy(update=dict(zip(("subject", "description"), restored.texts, strict=True)))
