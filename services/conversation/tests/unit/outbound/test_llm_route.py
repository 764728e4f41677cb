"""What is sent on a learned route is what LiteLLM itself sends."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import aclosing
from dataclasses import dataclass, field
from typing import Any

import pytest

from conversation.domain.providers import Provider
from conversation.outbound import llm_route
from conversation.outbound.llm import Fault, LiteLlm
from tests.support.local_server import LocalServer

UNTIL_SIX = {"choices": [{"index": 0, "delta": {"content": "Until six."}, "finish_reason": None}]}
END = {"choices": [{"index": 0, "delta": {}, "finish_reason": "stop"}]}
OFTEN_CHANGED = {"content-length", "host"}


@dataclass
class Listens(LocalServer):
    """Keeps what it is asked."""

    status: str = "200 OK"
    chunks: tuple[object, ...] = (UNTIL_SIX, END)
    heard: list[tuple[str, dict[str, str], dict[str, Any]]] = field(default_factory=list)

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        first, *lines = (await reader.readuntil(b"\r\n\r\n")).decode().strip().split("\r\n")
        headers = {name.lower(): value for name, _, value in (line.partition(": ") for line in lines)}
        body = json.loads(await reader.readexactly(int(headers["content-length"])))
        kept = {name: value for name, value in headers.items() if name not in OFTEN_CHANGED}
        self.heard.append((first, kept, body))
        said = "".join(f"data: {json.dumps(chunk, ensure_ascii=False)}\n\n" for chunk in self.chunks)
        writer.write(f"HTTP/1.1 {self.status}\r\nConnection: close\r\n\r\n{said}".encode())
        await writer.drain()


@pytest.fixture
async def server() -> AsyncIterator[Listens]:
    async with Listens().running() as server:
        yield server


def asking(words: str) -> list[dict[str, str]]:
    return [{"role": "system", "content": "Be brief."}, {"role": "user", "content": words}]


async def ask(llm: LiteLlm, provider: Provider, words: str) -> str:
    async with aclosing(llm.stream(provider, asking(words), 30.0)) as pieces:
        return "".join([piece async for piece in pieces if isinstance(piece, str)])


@pytest.mark.parametrize("model", ["openai/gpt-4.1-mini", "openai/gpt-5-mini", "openai/our-own"])
async def test_a_provider_hears_the_same_on_either_way(server: Listens, model: str) -> None:
    """A control: without its learned route LiteLLM sends the request, and it is the same."""
    llm, provider = LiteLlm("key"), Provider(model, f"http://127.0.0.1:{server.port}/v1")
    assert await ask(llm, provider, "When do you close?") == "Until six."
    assert llm._routes[provider] is not None
    llm._routes[provider] = None
    assert await ask(llm, provider, "When do you close?") == "Until six."
    learned, litellms = server.heard
    assert learned == litellms


async def test_every_question_has_its_own_words(server: Listens) -> None:
    llm, provider = LiteLlm("key"), Provider("openai/gpt-4.1-mini", f"http://127.0.0.1:{server.port}/v1")
    for words in ("When do you close?", "Where are you?"):
        await ask(llm, provider, words)
    assert [body["messages"] for _, _, body in server.heard] == [
        asking("When do you close?"),
        asking("Where are you?"),
    ]


async def test_nothing_is_sent_to_learn_a_route(server: Listens) -> None:
    llm, provider = LiteLlm("key"), Provider("openai/gpt-4.1-mini", f"http://127.0.0.1:{server.port}/v1")
    await ask(llm, provider, "When do you close?")
    assert len(server.heard) == 1


@pytest.mark.parametrize("model", ["anthropic/claude-sonnet-4-5", "gemini/gemini-2.5-flash"])
async def test_other_protocols_are_left_to_litellm(server: Listens, model: str) -> None:
    llm, provider = LiteLlm("key"), Provider(model, f"http://127.0.0.1:{server.port}")
    with pytest.raises(Fault):
        await ask(llm, provider, "When do you close?")
    assert llm._routes[provider] is None


async def test_what_cannot_be_learned_is_left_to_litellm(
    server: Listens, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Such as after an upgrade that moved what is asked."""
    monkeypatch.setattr(llm_route, "_http", lambda module: module.moved)
    llm, provider = LiteLlm("key"), Provider("openai/gpt-4.1-mini", f"http://127.0.0.1:{server.port}/v1")
    assert await ask(llm, provider, "When do you close?") == "Until six."
    assert llm._routes[provider] is None


async def test_messages_that_litellm_changes_are_left_to_it(server: Listens) -> None:
    llm, provider = LiteLlm("key"), Provider("openai/o3", f"http://127.0.0.1:{server.port}/v1")
    assert await ask(llm, provider, "When do you close?") == "Until six."
    assert llm._routes[provider] is None
    assert server.heard[0][2]["messages"] != asking("When do you close?"), "else this test shows nothing"


@pytest.mark.parametrize(
    "odd",
    [
        {},
        {"choices": []},
        {"choices": [{"delta": None}]},
        {"choices": [{"delta": {"content": None, "reasoning": "Hm."}, "finish_reason": None}]},
        {"choices": [], "usage": {"prompt_tokens": "many"}},
        {"error": None, "choices": []},
    ],
)
async def test_pieces_without_text_say_nothing(server: Listens, odd: object) -> None:
    server.chunks = (odd, UNTIL_SIX, odd, END, odd)
    llm, provider = LiteLlm("key"), Provider("openai/gpt-4.1-mini", f"http://127.0.0.1:{server.port}/v1")
    assert await ask(llm, provider, "When do you close?") == "Until six."


@pytest.mark.parametrize("end", ["\u2028", "\x85", "\x0b", "\r"])
async def test_text_may_hold_other_ends_of_lines(server: Listens, end: str) -> None:
    text = f"Until{end}six."
    server.chunks = ({"choices": [{"delta": {"content": text}, "finish_reason": None}]}, END)
    llm, provider = LiteLlm("key"), Provider("openai/gpt-4.1-mini", f"http://127.0.0.1:{server.port}/v1")
    assert await ask(llm, provider, "When do you close?") == text


async def test_a_line_without_an_end_is_a_fault(server: Listens) -> None:
    server.chunks = ("x" * (2 << 20),)
    llm, provider = LiteLlm("key"), Provider("openai/gpt-4.1-mini", f"http://127.0.0.1:{server.port}/v1")
    with pytest.raises(Fault):
        await ask(llm, provider, "When do you close?")


@pytest.mark.parametrize("odd", ["text", ["list"], 7, None])
async def test_what_is_no_piece_is_a_fault(server: Listens, odd: object) -> None:
    server.chunks = (UNTIL_SIX, odd, END)
    llm, provider = LiteLlm("key"), Provider("openai/gpt-4.1-mini", f"http://127.0.0.1:{server.port}/v1")
    with pytest.raises(Fault) as fault:
        await ask(llm, provider, "When do you close?")
    assert fault.value.provider_down


@pytest.mark.parametrize("status", ["400 No", "401 No", "404 No", "429 No", "500 No", "503 No"])
async def test_a_refusal_is_called_the_same_on_either_way(server: Listens, status: str) -> None:
    server.status = status
    llm, provider = LiteLlm("key"), Provider("openai/gpt-4.1-mini", f"http://127.0.0.1:{server.port}/v1")
    with pytest.raises(Fault) as learned:
        await ask(llm, provider, "When do you close?")
    llm._routes[provider] = None
    with pytest.raises(Fault) as litellms:
        await ask(llm, provider, "When do you close?")
    assert learned.value.kind == litellms.value.kind
    assert learned.value.provider_down is litellms.value.provider_down


async def test_nobody_there_is_a_failed_connection() -> None:
    llm, provider = LiteLlm("key"), Provider("openai/gpt-4.1-mini", "http://127.0.0.1:1/v1")
    with pytest.raises(Fault) as fault:
        await ask(llm, provider, "When do you close?")
    assert (fault.value.kind, fault.value.provider_down) == ("APIConnectionError", True)
