"""What staff read of conversations and tickets, and how they move tickets on."""

from __future__ import annotations

from fastapi import APIRouter

from contracts.requests import (
    CHANGE_TICKET,
    GET_CONVERSATION,
    GET_TICKET,
    LIST_CONVERSATIONS,
    LIST_TICKETS,
    ChangeTicket,
    Conversations,
    ConversationSummary,
    GetConversation,
    GetTicket,
    ListConversations,
    ListTickets,
    Tickets,
)
from contracts.shapes import Ticket, TicketStatus
from gateway.handlers.read_tickets import legible_ticket, legible_tickets
from gateway.inbound.http.context import AgentDep, ContextDep, StaffDep
from gateway.inbound.http.paging import CursorParam, LimitParam
from gateway.inbound.http.shapes import TicketChange

router = APIRouter(tags=["agent"])


@router.get("/conversations")
async def list_conversations(
    user: StaffDep,
    ctx: ContextDep,
    bot: str | None = None,
    limit: LimitParam = 50,
    cursor: CursorParam = None,
) -> Conversations:
    """The newest first."""
    if bot is not None:
        await ctx.bots.check_was_ours(user.workspace_id, bot)
    question = ListConversations(workspace_id=user.workspace_id, bot_id=bot, limit=limit, cursor=cursor)
    return await ctx.bus.ask(LIST_CONVERSATIONS, question)


@router.get("/conversations/{conversation_id}")
async def get_conversation(conversation_id: str, user: StaffDep, ctx: ContextDep) -> ConversationSummary:
    question = GetConversation(workspace_id=user.workspace_id, conversation_id=conversation_id)
    return await ctx.bus.ask(GET_CONVERSATION, question)


@router.get("/tickets")
async def list_tickets(
    user: StaffDep,
    ctx: ContextDep,
    status: TicketStatus | None = None,
    limit: LimitParam = 50,
    cursor: CursorParam = None,
) -> Tickets:
    question = ListTickets(workspace_id=user.workspace_id, status=status, limit=limit, cursor=cursor)
    return await legible_tickets(await ctx.bus.ask(LIST_TICKETS, question), user.workspace_id, bus=ctx.bus)


@router.get("/tickets/{ticket_id}")
async def get_ticket(ticket_id: str, user: StaffDep, ctx: ContextDep) -> Ticket:
    ticket = await ctx.bus.ask(GET_TICKET, GetTicket(workspace_id=user.workspace_id, ticket_id=ticket_id))
    return await legible_ticket(ticket, user.workspace_id, bus=ctx.bus)


@router.patch("/tickets/{ticket_id}")
async def change_ticket(ticket_id: str, body: TicketChange, user: AgentDep, ctx: ContextDep) -> Ticket:
    """Move a ticket on; resolved with a `resolution`, it helps agents with the next one like it."""
    question = ChangeTicket(
        workspace_id=user.workspace_id,
        ticket_id=ticket_id,
        changed_by=user.user_id,
        **body.model_dump(exclude_none=True),
    )
    ticket = await ctx.bus.ask(CHANGE_TICKET, question)
    return await legible_ticket(ticket, user.workspace_id, bus=ctx.bus)
