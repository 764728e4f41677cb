"""Server-sent events, encoded by hand: this is the path every token of every reply takes."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterable
from typing import Any

from pydantic_core import to_json
from starlette.responses import StreamingResponse
from starlette.types import Receive, Scope, Send

from gateway.domain.public_event import PublicEvent

PING = b": ping\n\n"
RETRY = b"retry: 1000\n\n"


class EventStream(StreamingResponse):
    """Ends with its chunks or with the client; `close` runs in either case, and need not be awaited."""

    media_type = "text/event-stream"

    def __init__(self, chunks: AsyncIterator[bytes], close: Callable[[], None]) -> None:
        headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
        super().__init__(chunks, headers=headers)
        self._close = close

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            await super().__call__(scope, receive, send)
        finally:
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
