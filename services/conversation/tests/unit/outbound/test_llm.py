"""LiteLLM against servers that speak as the providers do: text, why it ended, tokens and their price."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import AsyncGenerator
from dataclasses import dataclass
from typing import Any

import pytest

from conversation.domain.providers import Provider
from conversation.domain.usage import Usage
from conversation.outbound.llm import Fault, LiteLlm
from conversation.outbound.llm_chunks import Part, parts
from tests.support.local_server import LocalServer

HELLO = [{"role": "user", "content": "Hello?"}]
Events = list[dict[str, Any]]


def openai(*pieces: str, finish: str | None = "stop") -> Events:
    said: Events = [{"delta": {"role": "assistant", "content": piece}} for piece in pieces]
    choices = [[{"index": 0, "finish_reason": None, **one}] for one in said]
    choices += [[{"index": 0, "finish_reason": finish, "delta": {}}]] if finish else []
    usage = {"prompt_tokens": 120, "completion_tokens": 14, "total_tokens": 134}
    head = {"id": "c1", "object": "chat.completion.chunk", "created": 1, "model": "m"}
    return [*({**head, "choices": one} for one in choices), {**head, "choices": [], "usage": usage}]


def gemini(*pieces: str, finish: str | None = "STOP") -> Events:
    usage = {"promptTokenCount": 120, "candidatesTokenCount": 14, "totalTokenCount": 134}
    events: Events = [
        {
            "candidates": [{"content": {"role": "model", "parts": [{"text": piece}]}, "index": 0}],
            "usageMetadata": usage,
            "modelVersion": "gemini-2.5-flash",
        }
        for piece in pieces
    ]
    if finish:
        events[-1]["candidates"][0]["finishReason"] = finish
    return events


def anthropic(*pieces: str, finish: str | None = "end_turn") -> Events:
    message = {"id": "m1", "type": "message", "role": "assistant", "model": "m", "content": []}
    text = {"type": "content_block_delta", "index": 0}
    events: Events = [
        {"type": "message_start", "message": {**message, "usage": {"input_tokens": 120, "output_tokens": 1}}},
        {"type": "content_block_start", "index": 0, "content_block": {"type": "text", "text": ""}},
        *({**text, "delta": {"type": "text_delta", "text": piece}} for piece in pieces),
        {"type": "content_block_stop", "index": 0},
    ]
    if finish:
        end = {"type": "message_delta", "delta": {"stop_reason": finish, "stop_sequence": None}}
        events += [{**end, "usage": {"output_tokens": 14}}, {"type": "message_stop"}]
    return events


@dataclass
class Says(LocalServer):
    """The same events to whoever asks, as each protocol frames them."""

    events: Events
    status: str = "200 OK"

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        head = f"HTTP/1.1 {self.status}\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n"
        writer.write(head.encode())
        for event in self.events:
            name = f"event: {event['type']}\n" if "type" in event else ""
            writer.write(f"{name}data: {json.dumps(event)}\n\n".encode())
        await writer.drain()


PROTOCOLS = {
    "openai/gpt-4.1-mini": (openai, "length", "/v1"),
    "gemini/gemini-2.5-flash": (gemini, "MAX_TOKENS", ""),
    "anthropic/claude-sonnet-4-5": (anthropic, "max_tokens", ""),
}
each_protocol = pytest.mark.parametrize("model", PROTOCOLS)


async def told(model: str, events: Events, status: str = "200 OK") -> tuple[list[str], Usage]:
    async with Says(events, status).running() as server:
        provider = Provider(model, f"http://127.0.0.1:{server.port}{PROTOCOLS[model][2]}")
        said = [piece async for piece in LiteLlm("key").stream(provider, HELLO, 30.0)]
    *texts, usage = said
    assert isinstance(usage, Usage)
    return [str(text) for text in texts], usage


@each_protocol
async def test_words_arrive_one_by_one_and_tokens_have_their_price(model: str) -> None:
    texts, usage = await told(model, PROTOCOLS[model][0]("Open ", "until ", "six."))
    assert texts == ["Open ", "until ", "six."]
    assert (usage.prompt_tokens, usage.completion_tokens) == (120, 14)
    assert 0 < usage.cost_usd < 0.01


@each_protocol
async def test_characters_that_nobody_can_store_are_left_out(model: str) -> None:
    texts, _ = await told(model, PROTOCOLS[model][0]("Open\x00 ", "until\ud800 ", "six."))
    assert "".join(texts) == "Open until six."


@each_protocol
async def test_an_answer_that_became_too_long_is_none(model: str) -> None:
    protocol, too_long, _ = PROTOCOLS[model]
    with pytest.raises(Fault, match="length") as fault:
        await told(model, protocol("Open ", "until", finish=too_long))
    assert not fault.value.provider_down


@pytest.mark.parametrize("model", ["openai/gpt-4.1-mini", "anthropic/claude-sonnet-4-5"])
async def test_an_answer_that_stops_without_an_end_is_none(model: str) -> None:
    with pytest.raises(Fault, match="None") as fault:
        await told(model, PROTOCOLS[model][0]("Open ", "until", finish=None))
    assert fault.value.provider_down


@each_protocol
@pytest.mark.parametrize("status", ["400 Bad Request", "503 Service Unavailable"])
async def test_what_was_wrong_with_the_question_is_not_held_against_the_provider(
    model: str, status: str
) -> None:
    with pytest.raises(Fault) as fault:
        await told(model, [{"error": {"message": "No.", "code": int(status[:3])}}], status)
    assert fault.value.provider_down is not status.startswith("400")


@pytest.mark.parametrize("model", ["openai/gpt-4.1-mini", "gemini/gemini-2.5-flash"])
@pytest.mark.parametrize(("code", "down"), [(400, False), (429, True), (503, True)])
async def test_an_error_amid_the_stream_is_a_fault(model: str, code: int, down: bool) -> None:
    error = {"error": {"message": "Not now.", "code": code, "status": "SAID_SO"}}
    with pytest.raises(Fault) as fault:
        await told(model, [PROTOCOLS[model][0]("Open ")[0], error])
    assert fault.value.provider_down is down


async def test_the_library_writes_no_log_lines_of_its_own(capfd: pytest.CaptureFixture[str]) -> None:
    await told("openai/gpt-4.1-mini", openai("Open."))
    logging.getLogger("LiteLLM").warning("Something of the library's.")
    assert "the library's" not in capfd.readouterr().err


class Smallest:
    """An iterator of LiteLLM's whose chunks have its own smallest shape."""

    def chunk_parser(self) -> None: ...

    async def __aiter__(self) -> AsyncGenerator[dict[str, Any] | None]:
        unfinished = {"is_finished": False, "finish_reason": "", "usage": None}
        yield {"text": "Open.", **unfinished}
        yield None
        usage = {"prompt_tokens": 120, "completion_tokens": 14, "total_tokens": 134}
        yield {"text": "", "is_finished": True, "finish_reason": "stop", "usage": usage}


class Wrapper:
    """LiteLLM's wrapper around it."""

    def __init__(self) -> None:
        self.completion_stream, self.closed = Smallest(), False

    async def aclose(self) -> None:
        self.closed = True


async def test_a_chunk_in_the_smallest_shape_says_the_same() -> None:
    stream = Wrapper()
    first, last = [part async for part in parts(stream)]
    assert stream.closed
    assert first == Part("Open.")
    assert (last.text, last.finish, last.usage.completion_tokens) == ("", "stop", 14)
