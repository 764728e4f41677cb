"""A local server that speaks the OpenAI streaming protocol, well or in twelve wrong ways."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any, Literal, get_args

from tests.support.local_server import LocalServer

Behaviour = Literal[
    "good",
    "error_500",
    "rate_limited_429",
    "hang_before_first_token",
    "hang_after_first_token",
    "bad_json",
    "cut_stream",
    "clean_eof",
    "html_200",
    "slow_drip",
    "context_overflow",
    "wrong_content_type",
    "endless",
    "length_finish",
]
FAULTS: tuple[Behaviour, ...] = tuple(each for each in get_args(Behaviour) if each != "good")
SSE = "text/event-stream"


@dataclass
class LlmServer(LocalServer):
    """`answer` is what a good stream says; `behaviour` may be changed between requests.

    The last word of a good stream waits until it is not `held` any more.

    A request that offers tools gets the next of `steps`: pairs of tool and arguments (JSON), then none.
    One that asks to search the web gets `web`: a message with its annotations.
    """

    behaviour: Behaviour = "good"
    answer: str = "Night Courier runs on all seven nights of the week [1]."
    delay: float = 0.0
    requests: list[dict[str, Any]] = field(default_factory=list)
    steps: list[list[tuple[str, str]]] = field(default_factory=list)
    web: dict[str, Any] = field(default_factory=dict)
    held: asyncio.Event | None = None

    @property
    def base(self) -> str:
        return f"http://127.0.0.1:{self.port}/v1"

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
        lengths = [line for line in head.split("\r\n") if line.lower().startswith("content-length:")]
        body = await reader.readexactly(int(lengths[0].split(":")[1])) if lengths else b"{}"
        self.requests.append(json.loads(body))
        await self._behaves(self.requests[-1])(self, writer)

    def _behaves(
        self, request: dict[str, Any]
    ) -> Callable[[LlmServer, asyncio.StreamWriter], Awaitable[None]]:
        if self.behaviour == "good" and "tools" in request:
            return _step
        if self.behaviour == "good" and "web_search_options" in request:
            return _look_up
        return _BEHAVIOURS[self.behaviour]

    async def tell(self, writer: asyncio.StreamWriter, words: list[str]) -> None:
        for word in words:
            await _event(writer, _chunk(word))
            if self.delay:
                await asyncio.sleep(self.delay)


def _chunk(text: str | None, finish: str | None = None) -> str:
    delta = {} if text is None else {"role": "assistant", "content": text}
    choice = {"index": 0, "delta": delta, "finish_reason": finish}
    return json.dumps(
        {"id": "c1", "object": "chat.completion.chunk", "created": 1, "model": "m", "choices": [choice]}
    )


def _usage() -> str:
    usage = {"prompt_tokens": 120, "completion_tokens": 14, "total_tokens": 134}
    return json.dumps(
        {
            "id": "c1",
            "object": "chat.completion.chunk",
            "created": 1,
            "model": "m",
            "choices": [],
            "usage": usage,
        }
    )


async def _head(writer: asyncio.StreamWriter, status: str, media_type: str) -> None:
    head = f"HTTP/1.1 {status}\r\nContent-Type: {media_type}\r\nTransfer-Encoding: chunked\r\n"
    writer.write(f"{head}Connection: close\r\n\r\n".encode())
    await writer.drain()


async def _send(writer: asyncio.StreamWriter, text: str) -> None:
    body = text.encode()
    writer.write(f"{len(body):x}\r\n".encode() + body + b"\r\n")
    await writer.drain()


async def _event(writer: asyncio.StreamWriter, data: str) -> None:
    await _send(writer, f"data: {data}\n\n")


async def _end(writer: asyncio.StreamWriter) -> None:
    writer.write(b"0\r\n\r\n")
    await writer.drain()


def _words(answer: str) -> list[str]:
    return [f"{word} " for word in answer.split()[:-1]] + answer.split()[-1:]


async def _good(server: LlmServer, writer: asyncio.StreamWriter, finish: str = "stop") -> None:
    await _head(writer, "200 OK", SSE)
    words = _words(server.answer)
    await server.tell(writer, words[:-1])
    if server.held:
        await server.held.wait()
    await server.tell(writer, words[-1:])
    await _event(writer, _chunk(None, finish))
    await _event(writer, _usage())
    await _event(writer, "[DONE]")
    await _end(writer)


async def _step(server: LlmServer, writer: asyncio.StreamWriter) -> None:
    calls = [
        {"id": f"call_{n}", "type": "function", "function": {"name": name, "arguments": arguments}}
        for n, (name, arguments) in enumerate(server.steps.pop(0) if server.steps else [])
    ]
    message = {"role": "assistant", "content": None if calls else "Done."} | (
        {"tool_calls": calls} if calls else {}
    )
    await _whole(writer, message, "tool_calls" if calls else "stop")


async def _look_up(server: LlmServer, writer: asyncio.StreamWriter) -> None:
    await _whole(writer, {"role": "assistant", **server.web}, "stop")


async def _whole(writer: asyncio.StreamWriter, message: dict[str, Any], finish: str) -> None:
    choice = {"index": 0, "message": message, "finish_reason": finish}
    usage = {"prompt_tokens": 50, "completion_tokens": 9, "total_tokens": 59}
    await _head(writer, "200 OK", "application/json")
    body = {"id": "c1", "object": "chat.completion", "created": 1, "model": "m", "choices": [choice]}
    await _send(writer, json.dumps(body | {"usage": usage}))
    await _end(writer)


async def _refuse(writer: asyncio.StreamWriter, status: str, code: str, message: str) -> None:
    await _head(writer, status, "application/json")
    await _send(writer, json.dumps({"error": {"message": message, "type": code, "code": code}}))
    await _end(writer)


async def _error_500(_: LlmServer, writer: asyncio.StreamWriter) -> None:
    await _refuse(writer, "500 Internal Server Error", "server_error", "Something broke.")


async def _rate_limited(_: LlmServer, writer: asyncio.StreamWriter) -> None:
    await _refuse(writer, "429 Too Many Requests", "rate_limit_exceeded", "Slow down.")


async def _context_overflow(_: LlmServer, writer: asyncio.StreamWriter) -> None:
    sentence = "This model's maximum context length is 8192 tokens."
    await _refuse(writer, "400 Bad Request", "context_length_exceeded", sentence)


async def _hang_before(_: LlmServer, writer: asyncio.StreamWriter) -> None:
    await _head(writer, "200 OK", SSE)
    await asyncio.sleep(60)


async def _hang_after(server: LlmServer, writer: asyncio.StreamWriter) -> None:
    await _head(writer, "200 OK", SSE)
    await server.tell(writer, _words(server.answer)[:3])
    await asyncio.sleep(60)


async def _bad_json(server: LlmServer, writer: asyncio.StreamWriter) -> None:
    await _head(writer, "200 OK", SSE)
    await server.tell(writer, _words(server.answer)[:2])
    await _event(writer, '{"id": "c1", "choices": [{"delta": {"content": ')
    await _end(writer)


async def _cut_stream(server: LlmServer, writer: asyncio.StreamWriter) -> None:
    await _head(writer, "200 OK", SSE)
    await server.tell(writer, _words(server.answer)[:4])
    writer.write(b"400\r\ndata: {")
    await writer.drain()
    writer.transport.abort()


async def _clean_eof(server: LlmServer, writer: asyncio.StreamWriter) -> None:
    await _head(writer, "200 OK", SSE)
    await server.tell(writer, _words(server.answer)[:4])
    await _end(writer)


async def _html_200(_: LlmServer, writer: asyncio.StreamWriter) -> None:
    await _head(writer, "200 OK", "text/html")
    await _send(writer, "<!doctype html><title>Welcome</title><p>Please sign in to the network.</p>")
    await _end(writer)


async def _slow_drip(_: LlmServer, writer: asyncio.StreamWriter) -> None:
    await _head(writer, "200 OK", SSE)
    while True:
        await _event(writer, _chunk("drip "))
        await asyncio.sleep(0.1)


async def _wrong_content_type(server: LlmServer, writer: asyncio.StreamWriter) -> None:
    await _head(writer, "200 OK", "application/json")
    message = {"index": 0, "message": {"role": "assistant", "content": server.answer}}
    await _send(writer, json.dumps({"id": "c1", "object": "chat.completion", "choices": [message]}))
    await _end(writer)


async def _endless(_: LlmServer, writer: asyncio.StreamWriter) -> None:
    await _head(writer, "200 OK", SSE)
    while True:
        await _event(writer, _chunk("and so on and so forth, " * 20))
        await asyncio.sleep(0)


async def _length_finish(server: LlmServer, writer: asyncio.StreamWriter) -> None:
    await _good(server, writer, finish="length")


_BEHAVIOURS: dict[Behaviour, Callable[[LlmServer, asyncio.StreamWriter], Awaitable[None]]] = {
    "good": _good,
    "error_500": _error_500,
    "rate_limited_429": _rate_limited,
    "hang_before_first_token": _hang_before,
    "hang_after_first_token": _hang_after,
    "bad_json": _bad_json,
    "cut_stream": _cut_stream,
    "clean_eof": _clean_eof,
    "html_200": _html_200,
    "slow_drip": _slow_drip,
    "context_overflow": _context_overflow,
    "wrong_content_type": _wrong_content_type,
    "endless": _endless,
    "length_finish": _length_finish,
}
