"""A provider with no delay: answers every question at once with the first sentence of its first passage.

A question that it is to write anew it gives back as it was asked.
"""

from __future__ import annotations

import asyncio
import html
import json
import re
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

MODEL = "gpt-4.1-mini"
"""A model whose prices LiteLLM knows, as customers' models are."""
MARK = " [1]."
_PASSAGE = re.compile(r'<passage number="1"[^>]*>\n(?:Question: .*\n)?(.+?)(?:[.!?]\s|\n|$)')
_ASKED = re.compile(r"Customer: (.+)\n</conversation>")
_HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n"
_USAGE = {"prompt_tokens": 1200, "completion_tokens": 20, "total_tokens": 1220}


async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """One connection, kept for as many calls as its client makes."""
    try:
        while True:
            writer.write(_streamed(answer(await _request(reader))))
            await writer.drain()
    except (ConnectionError, asyncio.IncompleteReadError):
        writer.close()


async def _request(reader: asyncio.StreamReader) -> dict[str, Any]:
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower()
    length = int(head.split("content-length:")[1].split("\r\n")[0])
    request: dict[str, Any] = json.loads(await reader.readexactly(length))
    return request


def answer(request: dict[str, Any]) -> str:
    """What can be said with the passages of a prompt, and said to be from the first."""
    said = [message["content"] for message in request["messages"]]
    if passage := _PASSAGE.search(said[0]):
        return html.unescape(passage[1]).rstrip(".!?") + MARK
    asked = _ASKED.search(said[-1])
    return html.unescape(asked[1]) if asked else "Hello."


def _streamed(text: str) -> bytes:
    """The whole response, an event a word as models send them."""
    said = [_event({"delta": {"role": "assistant", "content": word}}) for word in re.findall(r"\S+\s*", text)]
    end = _event({"delta": {}, "finish_reason": "stop"}) + _event(None, usage=_USAGE)
    return _HEAD + b"".join(said) + end + _framed(b"data: [DONE]\n\n") + _framed(b"")


def _event(choice: dict[str, Any] | None, **more: Any) -> bytes:
    choices = [{"index": 0, "finish_reason": None} | choice] if choice else []
    chunk = {"id": "c1", "object": "chat.completion.chunk", "created": 1, "model": MODEL, "choices": choices}
    return _framed(f"data: {json.dumps(chunk | more)}\n\n".encode())


def _framed(body: bytes) -> bytes:
    return f"{len(body):x}\r\n".encode() + body + b"\r\n"


@asynccontextmanager
async def running() -> AsyncIterator[str]:
    """Its base URL; in a process of its own, so that neither the load nor Answerbus does its work."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "benches.stub_llm", stdout=asyncio.subprocess.PIPE
    )
    assert process.stdout is not None
    try:
        yield (await process.stdout.readline()).decode().strip()
    finally:
        process.terminate()
        await process.wait()


async def main() -> None:
    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    print(f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/v1", flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main())
