"""A conversation over a WebSocket: the same events, and messages the other way."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import Annotated, Literal

from fastapi import APIRouter, WebSocket, WebSocketDisconnect
from pydantic import Field, TypeAdapter, ValidationError
from pydantic_core import to_json

from chassis import clock
from chassis.errors import Invalid, Refusal
from contracts import glimpses
from gateway.domain.identity import Visit
from gateway.domain.public_event import PublicEvent
from gateway.handlers.follow_transcript import Submitting, TranscriptFollower
from gateway.handlers.open_turn import check_origin
from gateway.handlers.submit_turn import Question, submit_turn
from gateway.inbound.http.context import Context, context_of, visit_of
from gateway.inbound.http.events import follow
from gateway.inbound.http.problems import sentence_of
from gateway.inbound.http.shapes import NewMessage, Taken
from gateway.refusals import Unauthorized

router = APIRouter(prefix="/conversations/{conversation_id}")
PROTOCOL = "answerbus"
JOIN_SECONDS = 10.0
MAX_FRAME = 64 * 1024
TYPING_SECONDS = 1.0
UNKNOWN = "The `event` of a frame is `message.send`, `typing` or `conversation.join`."
_UNTOLD = ("union_tag_invalid", "union_tag_not_found")


class Join(Taken):
    """Opens the conversation with `token`, and goes on after `last_event_id`."""

    event: Literal["conversation.join"]
    token: str | None = None
    last_event_id: str | None = Field(default=None, max_length=2000)


class Send(NewMessage):
    event: Literal["message.send"]


class Typing(Taken):
    """Agents who watch the conversation are shown it, at most once a second."""

    event: Literal["typing"]
    typing: bool = True


Frame = Annotated[Join | Send | Typing, Field(discriminator="event")]
_FRAME: TypeAdapter[Join | Send | Typing] = TypeAdapter(Frame)


@dataclass(slots=True)
class _Line:
    """One open socket."""

    socket: WebSocket
    ctx: Context
    conversation_id: str
    visit: Visit
    follower: TranscriptFollower
    typed_at: float = 0.0

    async def speak(self) -> None:
        async for events in self.follower.follow():
            for event in events:
                await self.socket.send_text(_text(event))
        if self.follower.why is not None:
            await self.socket.close(4000 + Unauthorized.status, Unauthorized.title)
            return
        await self.socket.close(1012, "The server restarts; please connect again.")

    async def listen(self) -> None:
        while True:
            try:
                await self._on_frame(await _read(self.socket))
            except Refusal as refusal:
                self.follower.put(_problem(refusal))

    async def _on_frame(self, frame: Join | Send | Typing) -> None:
        if isinstance(frame, Typing):
            await self._show_typing(frame)
        if not isinstance(frame, Send):
            return
        self.ctx.messages.check(self.visit.contact_id)
        await self.ctx.visits.check_open(self.visit)
        await check_origin(self.visit, self.socket.headers.get("origin"), self.ctx.public_bots)
        submitted = await submit_turn(
            self.visit,
            Question(frame.text, frame.client_message_id, frame.page_url),
            facts=self.ctx.facts,
            last=self.ctx.last_turns,
        )
        self.follower.put(Submitting(submitted.turn_id))

    async def _show_typing(self, frame: Typing) -> None:
        now = clock.monotonic()
        if frame.typing and now - self.typed_at < TYPING_SECONDS:
            return
        self.typed_at = now if frame.typing else 0.0
        glimpse = glimpses.Typing(role="contact", typing=frame.typing)
        await self.ctx.glimpses.tell(self.visit.workspace_id, self.conversation_id, glimpse)


@router.websocket("/ws")
async def conversation_socket(conversation_id: str, socket: WebSocket) -> None:
    """Takes `message.send`, `typing` and `conversation.join`; the token comes by header, query or join."""
    ctx = context_of(socket)
    offered = socket.scope.get("subprotocols", [])
    await socket.accept(subprotocol=PROTOCOL if PROTOCOL in offered else None)
    try:
        token, last_event_id = await _introduction(socket, offered)
        visit = await visit_of(token, conversation_id, ctx)
        follower = await follow(ctx.tokens.admission(token), conversation_id, last_event_id, ctx)
    except Refusal as refusal:
        await socket.send_text(_text(_problem(refusal)))
        await socket.close(4000 + refusal.status, refusal.title)
        return
    except WebSocketDisconnect:
        return
    await _talk(_Line(socket, ctx, conversation_id, visit, follower))


async def _talk(line: _Line) -> None:
    both = [asyncio.create_task(line.speak()), asyncio.create_task(line.listen())]
    try:
        await asyncio.wait(both, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in both:
            task.cancel()
        line.follower.close()
        results = await asyncio.gather(*both, return_exceptions=True)
    for result in results:
        if isinstance(result, Exception) and not isinstance(result, WebSocketDisconnect | RuntimeError):
            raise result


async def _introduction(socket: WebSocket, offered: list[str]) -> tuple[str, str | None]:
    """The token and the last event id. Raises Unauthorized when neither the request nor a join brings one."""
    query = socket.query_params
    _, _, header = socket.headers.get("authorization", "").partition(" ")
    by_protocol = next((name for name in offered if name.count(".") == 2), "")
    token = header or by_protocol or query.get("token", "")
    if token:
        return token, query.get("last_event_id")
    try:
        async with asyncio.timeout(JOIN_SECONDS):
            frame = await _read(socket)
    except TimeoutError:
        raise Unauthorized() from None
    if not isinstance(frame, Join) or not frame.token:
        raise Unauthorized("Begin with `conversation.join` and the token of the conversation.")
    return frame.token, frame.last_event_id


async def _read(socket: WebSocket) -> Join | Send | Typing:
    message = await socket.receive()
    if message["type"] == "websocket.disconnect":
        raise WebSocketDisconnect(message.get("code", 1000))
    body = message.get("text") or message.get("bytes") or b""
    if len(body) > MAX_FRAME:
        raise Invalid("A frame may have at most 64 kB.")
    try:
        return _FRAME.validate_json(body)
    except ValidationError as error:
        first = error.errors()[0]
        raise Invalid(UNKNOWN if first["type"] in _UNTOLD else sentence_of(first)[1]) from error


def _problem(refusal: Refusal) -> PublicEvent:
    data = {"status": refusal.status, "title": refusal.title, "detail": refusal.detail}
    return PublicEvent("problem", data)


def _text(event: PublicEvent) -> str:
    return to_json({"event": event.name, "id": event.id, "data": event.data}).decode()
