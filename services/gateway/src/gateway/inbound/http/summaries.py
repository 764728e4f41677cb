"""What conversations were about."""

from __future__ import annotations

from fastapi import APIRouter

from contracts.summary_requests import (
    LIST_SUMMARIES,
    PROCESS_SUMMARIES,
    SUMMARIZE,
    ListSummaries,
    ProcessSummaries,
    Summaries,
    Summarize,
    Summary,
    SummaryProgress,
)
from gateway.inbound.http.context import ContextDep, ManagerDep, ReaderDep, StaffDep
from gateway.inbound.http.paging import CursorParam, LimitParam

router = APIRouter(tags=["manager"])


@router.post("/conversations/{conversation_id}/summary")
async def summarize(conversation_id: str, workspace_id: ReaderDep, ctx: ContextDep) -> Summary:
    """What this conversation was about so far; for the customer and for staff."""
    return await ctx.bus.ask(SUMMARIZE, Summarize(workspace_id=workspace_id, conversation_id=conversation_id))


@router.post("/bots/{bot_id}/process-summaries", status_code=202)
async def process_summaries(bot_id: str, user: ManagerDep, ctx: ContextDep) -> SummaryProgress:
    """Summarize every conversation of the bot in the background; asking again tells how far it is."""
    await ctx.bots.get(user.workspace_id, bot_id)
    return await ctx.bus.ask(
        PROCESS_SUMMARIES, ProcessSummaries(workspace_id=user.workspace_id, bot_id=bot_id)
    )


@router.get("/bots/{bot_id}/summaries")
async def list_summaries(
    bot_id: str, user: StaffDep, ctx: ContextDep, limit: LimitParam = 50, cursor: CursorParam = None
) -> Summaries:
    """The newest conversations first, and how far the summaries are."""
    await ctx.bots.check_was_ours(user.workspace_id, bot_id)
    ask = ListSummaries(workspace_id=user.workspace_id, bot_id=bot_id, limit=limit, cursor=cursor)
    return await ctx.bus.ask(LIST_SUMMARIES, ask)
