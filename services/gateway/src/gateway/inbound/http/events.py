"""A conversation as it happens, as server-sent events."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from gateway.domain.event_id import parse_event_id
from gateway.domain.transcript_cursor import TranscriptCursor
from gateway.handlers.follow_transcript import Role, TranscriptFollower
from gateway.inbound.http.context import Context, ContextDep, ReaderDep, bearer
from gateway.inbound.http.event_stream import PING, RETRY, EventStream, encode, sse_responses
from gateway.inbound.http.paging import LastEventId

router = APIRouter(prefix="/conversations/{conversation_id}", tags=["customer"])
After = Annotated[
    str | None, Query(max_length=2000, description="As Last-Event-ID, for clients that cannot send headers.")
]


@router.get("/events", responses=sse_responses("Everything that happens in the conversation, until closed."))
async def conversation_events(
    conversation_id: str,
    request: Request,
    workspace_id: ReaderDep,
    ctx: ContextDep,
    last_event_id: LastEventId = None,
    after: After = None,
) -> Response:
    """Without Last-Event-ID it begins with the whole transcript; with it, where the client was cut."""
    role: Role = "agent" if ctx.tokens.is_for_staff(bearer(request)) else "contact"
    follower = await follow(workspace_id, conversation_id, last_event_id or after, ctx, role)
    return EventStream(_chunks(follower), follower.close)


async def follow(
    workspace_id: str, conversation_id: str, last_event_id: str | None, ctx: Context, role: Role = "contact"
) -> TranscriptFollower:
    """A follower that begins where `last_event_id` says; whoever has it closes it."""
    watch = await ctx.glimpses.of_conversation(workspace_id, conversation_id)
    cursor = TranscriptCursor(parse_event_id(last_event_id))
    return TranscriptFollower(
        workspace_id, conversation_id, cursor=cursor, watch=watch, bus=ctx.bus, role=role
    )


async def _chunks(follower: TranscriptFollower) -> AsyncIterator[bytes]:
    yield RETRY
    async for events in follower.follow():
        yield encode(events) or PING
