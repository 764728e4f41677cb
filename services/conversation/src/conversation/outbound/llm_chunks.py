"""Reads a provider's stream in each shape LiteLLM hands it over."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from contextlib import aclosing, suppress
from types import SimpleNamespace
from typing import Any, NamedTuple


class Part(NamedTuple):
    """What one chunk holds: text, why the answer ended, or the tokens used."""

    text: str = ""
    finish: str | None = None
    usage: Any = None


async def parts(stream: Any) -> AsyncGenerator[Part]:
    """`stream` is LiteLLM's wrapper around a provider's chunks; it is closed at the end.

    Most providers' chunks are parsed before it sees them: those are read past it, for what it does to each
    is half of what a call costs. Raises what the provider's iterator raises.
    """
    own = stream.completion_stream
    async with aclosing(stream):
        if not hasattr(own, "chunk_parser"):
            async for part in _wrapped(stream):
                yield part
            return
        async for chunk in own:
            if chunk is not None:
                yield _generic(chunk) if isinstance(chunk, dict) else _part(chunk)


async def _wrapped(stream: Any) -> AsyncGenerator[Part]:
    """Up to the finish reason; what comes after it, such as tokens, is read past the wrapper all the same."""
    async for chunk in stream:
        said = _part(chunk)
        yield Part(said.text)
        if said.finish is not None:
            break
    counted = [chunk for chunk in stream.chunks if getattr(chunk, "usage", None)]
    with suppress(Exception):  # the answer is complete whatever happens to the connection now
        counted += [chunk async for chunk in stream.completion_stream if getattr(chunk, "usage", None)]
    reason = stream.received_finish_reason or stream.intermittent_finish_reason
    yield Part(finish=reason, usage=counted[-1].usage if counted else None)


def _part(chunk: Any) -> Part:
    """Tokens are counted with the end or after it; to ask every chunk for what it lacks is slow."""
    choice = chunk.choices[0] if getattr(chunk, "choices", None) else None
    if choice is None:
        return Part(usage=getattr(chunk, "usage", None))
    text, finish = choice.delta.content or "", choice.finish_reason
    return Part(text, finish, getattr(chunk, "usage", None) if finish else None)


def _generic(chunk: dict[str, Any]) -> Part:
    """LiteLLM's own smallest shape of a chunk (`GenericStreamingChunk`)."""
    usage = SimpleNamespace(**chunk["usage"]) if chunk.get("usage") else None
    return Part(chunk["text"], chunk["finish_reason"] if chunk["is_finished"] else None, usage)
