"""A short text from one provider, whole or not at all."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from contextlib import aclosing
from typing import Protocol

from conversation.domain.providers import Provider
from conversation.domain.usage import Usage
from conversation.outbound.llm import Fault


class Models(Protocol):
    def stream(
        self, provider: Provider, messages: list[dict[str, str]], timeout: float
    ) -> AsyncGenerator[str | Usage, None]: ...


async def whole_text(
    models: Models, provider: Provider, prompt: list[dict[str, str]], seconds: float
) -> tuple[str, Usage]:
    """Raises Fault, also when it takes longer than `seconds`."""
    parts: list[str] = []
    usage = Usage()
    try:
        async with (
            asyncio.timeout(seconds),
            aclosing(models.stream(provider, prompt, seconds)) as pieces,
        ):
            async for piece in pieces:
                if isinstance(piece, Usage):
                    usage = piece
                else:
                    parts.append(piece)
    except TimeoutError:
        raise Fault("It took too long.", kind="Timeout") from None
    return "".join(parts), usage
