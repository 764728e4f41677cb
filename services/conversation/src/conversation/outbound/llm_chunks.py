"""Reads a provider's stream in each shape LiteLLM hands it over."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Callable
from contextlib import suppress
from types import SimpleNamespace
from typing import Any, NamedTuple


class Part(NamedTuple):
    """What one chunk holds: text, why the answer ended, or the tokens used."""

    text: str = ""
    finish: str | None = None
    usage: Any = None


async def parts(stream: Any) -> AsyncGenerator[Part, None]:
    """`stream` is LiteLLM's iterator over a provider's chunks, or its wrapper around one.

    Most providers' chunks are parsed before the wrapper sees them: those are read past it, for what it does
    to each is half of what a call costs. Raises what the provider's iterator raises.
    """
    own = getattr(stream, "completion_stream", stream)
    if not hasattr(own, "chunk_parser"):
        async for part in _wrapped(stream):
            yield part
        return
    own.chunk_parser = _plain_text_first(own.chunk_parser)
    async for chunk in own:
        match chunk:
            case None:
                continue
            case Part():
                yield chunk
            case dict():
                yield _generic(chunk)
            case _:
                yield _part(chunk)


def _plain_text_first(parse: Callable[[dict[str, Any]], Any]) -> Callable[[dict[str, Any]], Any]:
    """Reads a piece of text in OpenAI's protocol, which most chunks are, without the objects that `parse`
    makes of it: those cost more than all else that happens to a piece."""

    def read(chunk: dict[str, Any]) -> Any:
        match chunk:
            case {"error": error} if error:
                return parse(chunk)
            case {"choices": [{"delta": {"content": str(text)}, "finish_reason": None}]}:
                return Part(text)
        return parse(chunk)

    return read


async def _wrapped(stream: Any) -> AsyncGenerator[Part, None]:
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
