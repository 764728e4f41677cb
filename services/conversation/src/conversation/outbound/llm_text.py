"""A short text from one provider, whole or not at all."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from contextlib import aclosing
from typing import Protocol

from conversation.domain.providers import Provider
from conversation.domain.usage import Usage
from conversation.outbound.llm import Fault

MAX_TEXT = 16_384


class Models(Protocol):
    """Streams one provider's text, then its Usage; raises Fault unless the answer is complete."""

    def stream(
        self, provider: Provider, messages: list[dict[str, str]], timeout: float
    ) -> AsyncGenerator[str | Usage, None]: ...


async def whole_text(
    models: Models, provider: Provider, prompt: list[dict[str, str]], seconds: float
) -> tuple[str, Usage]:
    """Raises Fault, also when it takes longer than `seconds` or than `MAX_TEXT` characters."""
    parts: list[str] = []
    usage, size = Usage(), 0
    try:
        async with (
            asyncio.timeout(seconds),
            aclosing(models.stream(provider, prompt, seconds)) as pieces,
        ):
            async for piece in pieces:
                if isinstance(piece, Usage):
                    usage = piece
                    continue
                parts.append(piece)
                size += len(piece)
                if size > MAX_TEXT:
                    raise Fault("The text does not end.")
    except TimeoutError:
        raise Fault("It took too long.", kind="Timeout") from None
    return "".join(parts), usage
