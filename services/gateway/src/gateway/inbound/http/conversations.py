"""What a customer does in a conversation."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse

from contracts.requests import LIST_MESSAGES, ListMessages, Messages
from contracts.shapes import Message, Requester, Ticket
from gateway.domain.event_id import parse_event_id
from gateway.handlers.ask_for_person import HandoffForm, ask_for_person
from gateway.handlers.await_reply import await_reply
from gateway.handlers.close_conversation import end_conversation, give_feedback
from gateway.handlers.open_turn import OpenTurn, check_origin, open_turn
from gateway.handlers.submit_turn import Question
from gateway.inbound.http.context import ContextDep, OpenVisitDep, ReaderDep, VisitDep
from gateway.inbound.http.event_stream import PING, EventStream, encode
from gateway.inbound.http.paging import CursorParam, LastEventId, LimitParam
from gateway.inbound.http.shapes import (
    FeedbackBody,
    HandoffAccepted,
    HandoffBody,
    NewMessage,
    TurnAccepted,
)

router = APIRouter(prefix="/conversations/{conversation_id}", tags=["customer"])
LATE_TICKET = "Your request was taken and reaches a person. The ticket number follows in this conversation."
LONGEST = 30.0
_LAST = ("reply.completed", "agent.joined", "problem", "access.ended")


@router.post(
    "/messages",
    response_model=Message,
    responses={
        200: {"content": {"text/event-stream": {"schema": {"type": "string"}}}},
        202: {"model": TurnAccepted},
    },
)
async def send_message(
    body: NewMessage,
    request: Request,
    visit: OpenVisitDep,
    ctx: ContextDep,
    last_event_id: LastEventId = None,
) -> Response:
    """Ask something. With `Accept: text/event-stream` the reply streams, else the call waits for it (30 s).

    Sending the same `client_message_id` again gives the same reply and never asks twice.
    """
    ctx.messages.check(visit.contact_id)
    await check_origin(visit, request.headers.get("origin"), ctx.public_bots)
    turn = await open_turn(
        visit,
        Question(body.text, body.client_message_id, body.page_url),
        resume=parse_event_id(last_event_id),
        glimpses=ctx.glimpses,
        facts=ctx.facts,
        last=ctx.last_turns,
        bus=ctx.bus,
    )
    if "text/event-stream" in request.headers.get("accept", ""):
        return EventStream(_reply(turn), turn.follower.close)
    message = await await_reply(turn.follower, longest=LONGEST)
    if message is not None:
        return Response(message.model_dump_json(), media_type="application/json")
    messages = f"/v1/conversations/{visit.conversation_id}/messages"
    return JSONResponse({"turn_id": turn.turn_id}, 202, headers={"Location": messages})


async def _reply(turn: OpenTurn) -> AsyncIterator[bytes]:
    yield encode([turn.accepted])
    async for events in turn.follower.follow():
        yield encode(events) or PING
        if any(event.name in _LAST for event in events):
            return


@router.get("/messages")
async def list_messages(
    conversation_id: str,
    workspace_id: ReaderDep,
    ctx: ContextDep,
    limit: LimitParam = 50,
    cursor: CursorParam = None,
) -> Messages:
    """The transcript, oldest first; for the customer and for staff."""
    question = ListMessages(
        workspace_id=workspace_id, conversation_id=conversation_id, limit=limit, cursor=cursor
    )
    return await ctx.bus.ask(LIST_MESSAGES, question)


@router.post("/handoff", status_code=201, response_model=Ticket, responses={202: {"model": HandoffAccepted}})
async def hand_off(body: HandoffBody, visit: OpenVisitDep, ctx: ContextDep) -> Any:
    """Ask for a person, or say who asked in the chat. The same `request_id`, or form, counts once."""
    ctx.messages.check(visit.contact_id)
    requester = Requester(name=body.name.strip(), email=body.email, phone=body.phone)
    form = HandoffForm(requester, body.description, body.priority, body.request_id)
    handoff_id, ticket = await ask_for_person(visit, form, bus=ctx.bus)
    if ticket is not None:
        return ticket
    return JSONResponse({"handoff_id": handoff_id, "detail": LATE_TICKET}, 202)


@router.post("/feedback", status_code=204)
async def post_feedback(body: FeedbackBody, visit: VisitDep, ctx: ContextDep) -> None:
    ctx.messages.check(visit.contact_id)
    await give_feedback(visit, body.rating, body.comment, facts=ctx.facts)


@router.post("/end", status_code=204)
async def end(visit: VisitDep, ctx: ContextDep) -> None:
    await end_conversation(visit, facts=ctx.facts)
