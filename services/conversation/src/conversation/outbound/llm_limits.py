"""How much of a provider's answer is read at all: LiteLLM keeps a whole one in memory, however long it is."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import httpx

MAX_BYTES = 8_000_000
"""Of one response with its framing; an answer of 1,200 tokens has at most some hundred thousand."""
Send = Callable[[Any, httpx.Request], Awaitable[httpx.Response]]


class TooLong(Exception):
    """A provider sends more than any answer needs, or packed, so that nobody knows how much."""


def limited(send: Send) -> Send:
    """`send` of an httpx transport, whose responses end with TooLong after MAX_BYTES."""

    async def sent(transport: Any, request: httpx.Request) -> httpx.Response:
        request.headers["Accept-Encoding"] = "identity"
        response = await send(transport, request)
        packed = response.headers.get("Content-Encoding", "identity") != "identity"
        announced = response.headers.get("Content-Length", "0")
        if packed or (announced.isdecimal() and int(announced) > MAX_BYTES):
            await response.aclose()
            raise TooLong("The answer is packed." if packed else "The answer is too long.")
        response.stream = _Counted(response.stream)
        return response

    return sent


class _Counted(httpx.AsyncByteStream):
    def __init__(self, stream: Any) -> None:
        self._stream = stream
        self._left = MAX_BYTES

    async def __aiter__(self) -> AsyncIterator[bytes]:
        async for piece in self._stream:
            self._left -= len(piece)
            if self._left < 0:
                raise TooLong("The answer is too long.")
            yield piece

    async def aclose(self) -> None:
        await self._stream.aclose()
