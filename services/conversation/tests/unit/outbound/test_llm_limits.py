"""A provider, or a proxy before it, that sends far more than an answer: little of it is read."""

from __future__ import annotations

import asyncio
import gzip
from dataclasses import dataclass

import pytest

from conversation.domain.providers import Provider
from conversation.outbound.llm import Fault, LiteLlm
from conversation.outbound.llm_limits import MAX_BYTES
from tests.support.local_server import LocalServer

HELLO = [{"role": "user", "content": "Hello?"}]
TOOL = {"type": "function", "function": {"name": "price", "description": "A price.", "parameters": {}}}
BLOCK = b" " * 65_536
MOST = 6 * MAX_BYTES
MODELS = {"openai/gpt-4.1-mini": "/v1", "gemini/gemini-2.5-flash": "", "anthropic/claude-sonnet-4-5": ""}
each_model = pytest.mark.parametrize("model", MODELS)


@dataclass
class Flood(LocalServer):
    """Sends each caller MOST bytes of nothing, or as many as they take; `sent` counts them all."""

    status: str = "200 OK"
    headers: str = ""
    sent: int = 0

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        head = f"HTTP/1.1 {self.status}\r\nContent-Type: application/json\r\n{self.headers}"
        writer.write(f"{head}Connection: close\r\n\r\n".encode())
        for _ in range(MOST // len(BLOCK)):
            writer.write(BLOCK)
            await writer.drain()
            self.sent += len(BLOCK)

    def provider(self, model: str) -> Provider:
        return Provider(model, f"http://127.0.0.1:{self.port}{MODELS[model]}")


@each_model
async def test_a_whole_answer_without_an_end_is_a_fault(model: str) -> None:
    async with Flood().running() as flood:
        with pytest.raises(Fault):
            await LiteLlm("key").choose(flood.provider(model), HELLO, [TOOL], 30.0)
        with pytest.raises(Fault):
            await LiteLlm("key").look_up(flood.provider(model), HELLO, 30.0)
    assert flood.sent < MOST


@each_model
async def test_nor_is_a_refusal_without_an_end_read(model: str) -> None:
    async with Flood("503 Service Unavailable").running() as flood:
        with pytest.raises(Fault):
            await LiteLlm("key").choose(flood.provider(model), HELLO, [TOOL], 30.0)
        with pytest.raises(Fault):
            async for _ in LiteLlm("key").stream(flood.provider(model), HELLO, 30.0):
                pass
    assert flood.sent < MOST


async def test_what_is_announced_as_too_long_is_not_begun() -> None:
    async with Flood(headers=f"Content-Length: {MOST}\r\n").running() as flood:
        with pytest.raises(Fault, match="too long"):
            await LiteLlm("key").choose(flood.provider("openai/gpt-4.1-mini"), HELLO, [TOOL], 30.0)
    assert flood.sent < MAX_BYTES


@dataclass
class Packed(LocalServer):
    """A little that becomes a lot when it is unpacked, although nobody asked for it."""

    asked: bytes = b""

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.asked = await reader.readuntil(b"\r\n\r\n")
        head = b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nConnection: close\r\n\r\n"
        writer.write(head + gzip.compress(b" " * MAX_BYTES * 2))
        await writer.drain()


async def test_what_is_packed_is_not_unpacked() -> None:
    async with Packed().running() as server:
        provider = Provider("openai/gpt-4.1-mini", f"http://127.0.0.1:{server.port}/v1")
        with pytest.raises(Fault, match="packed"):
            await LiteLlm("key").choose(provider, HELLO, [TOOL], 30.0)
    assert b"accept-encoding: identity" in server.asked.lower()
