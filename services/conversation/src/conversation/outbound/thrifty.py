"""The writer that keeps to budgets: once they are spent, quotes answer for the rest of the day."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import replace

from contracts.requests import ProviderState
from conversation.domain.answering.writing import Chunk, WriteRequest, Written
from conversation.outbound.purse import Purse
from conversation.ports import Writer


class ThriftyWriter:
    """Reads what was spent before a model writes, and adds what it cost; without limits neither."""

    def __init__(self, models: Writer, quoting: Writer, purse: Purse) -> None:
        self._models = models
        self._quoting = quoting
        self._purse = purse

    def states(self) -> list[ProviderState]:
        return self._models.states()

    async def write(self, request: WriteRequest) -> AsyncGenerator[Chunk, None]:
        whose = (request.workspace_id, request.conversation_id)
        rule = await self._purse.exceeded(*whose)
        async with aclosing((self._models if rule is None else self._quoting).write(request)) as chunks:
            async for chunk in chunks:
                if isinstance(chunk, Written):
                    await self._purse.book(*whose, chunk.usage)
                    yield chunk if rule is None else replace(chunk, rule=rule)
                else:
                    yield chunk
