"""A conversation as it happens, as server-sent events."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from gateway.domain.event_id import parse_event_id
from gateway.domain.identity import Admission, StaffPass
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
    _: ReaderDep,
    ctx: ContextDep,
    last_event_id: LastEventId = None,
    after: After = None,
) -> Response:
    """Without Last-Event-ID it begins with the whole transcript; with it, where the client was cut.

    `access.ended` is its last event when the token expires, or when its owner may not read on.
    """
    admission = ctx.tokens.admission(bearer(request))
    follower = await follow(admission, conversation_id, last_event_id or after, ctx)
    return EventStream(_chunks(follower), follower.close)


async def follow(
    admission: Admission, conversation_id: str, last_event_id: str | None, ctx: Context
) -> TranscriptFollower:
    """A follower that begins where `last_event_id` says; whoever has it closes it."""
    watch = await ctx.glimpses.of_conversation(conversation_id, admission)
    cursor = TranscriptCursor(parse_event_id(last_event_id))
    role: Role = "agent" if isinstance(admission.who, StaffPass) else "contact"
    return TranscriptFollower(
        admission.who.workspace_id, conversation_id, cursor=cursor, watch=watch, bus=ctx.bus, role=role
    )


async def _chunks(follower: TranscriptFollower) -> AsyncIterator[bytes]:
    yield RETRY
    async for events in follower.follow():
        yield encode(events) or PING
