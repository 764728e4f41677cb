"""Server-sent events, encoded by hand: this is the path every token of every reply takes."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterable
from typing import Any

from pydantic_core import to_json
from starlette.responses import StreamingResponse
from starlette.types import Receive, Scope, Send

from gateway.domain.public_event import PublicEvent

PING = b": ping\n\n"
RETRY = b"retry: 1000\n\n"


class EventStream(StreamingResponse):
    """Ends with its chunks or with the client: `close` runs in either case and must end the chunks.

    Starlette would cancel a task group for every reply, which costs a tenth of the gateway's time.
    """

    media_type = "text/event-stream"

    def __init__(self, chunks: AsyncIterator[bytes], close: Callable[[], None]) -> None:
        headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
        super().__init__(chunks, headers=headers)
        self._close = close

    async def __call__(self, _: Scope, receive: Receive, send: Send) -> None:
        leaving = asyncio.create_task(self._close_when_left(receive))
        try:
            await self.stream_response(send)
        finally:
            leaving.cancel()
            self._close()

    async def _close_when_left(self, receive: Receive) -> None:
        await self.listen_for_disconnect(receive)
        self._close()


def encode(events: Iterable[PublicEvent]) -> bytes:
    return b"".join(encode_fields(event.name, to_json(event.data), event.id) for event in events)


def encode_fields(name: str, data: bytes, event_id: str | None = None) -> bytes:
    """`data` is JSON, which has no line breaks."""
    head = f"id: {event_id}\nevent: {name}\ndata: " if event_id else f"event: {name}\ndata: "
    return head.encode() + data + b"\n\n"


def sse_responses(description: str) -> dict[int | str, dict[str, Any]]:
    """`responses` of a route that streams events."""
    content = {"text/event-stream": {"schema": {"type": "string"}}}
    return {200: {"description": description, "content": content}}
