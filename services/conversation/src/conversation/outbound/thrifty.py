"""The writer that keeps to budgets: quotes answer for the rest of the day once they are spent."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import replace

from contracts.requests import ProviderState
from conversation.domain.budgets import Budgets
from conversation.domain.writing import Chunk, WriteRequest, Written
from conversation.ports import Spending, Writer


class ThriftyWriter:
    """Asks what was spent before a model writes, and books what it cost; without limits it asks nothing."""

    def __init__(self, models: Writer, quoting: Writer, spending: Spending, budgets: Budgets) -> None:
        self._models = models
        self._quoting = quoting
        self._spending = spending
        self._budgets = budgets

    def states(self) -> list[ProviderState]:
        return self._models.states()

    async def write(self, request: WriteRequest) -> AsyncGenerator[Chunk, None]:
        rule = await self._exceeded(request)
        async with aclosing((self._models if rule is None else self._quoting).write(request)) as chunks:
            async for chunk in chunks:
                if isinstance(chunk, Written):
                    await self._book(request, chunk)
                    yield chunk if rule is None else replace(chunk, rule=rule)
                else:
                    yield chunk

    async def _exceeded(self, request: WriteRequest) -> str | None:
        if not self._budgets.limited:
            return None
        return self._budgets.exceeded(
            await self._spending.today(request.workspace_id, request.conversation_id)
        )

    async def _book(self, request: WriteRequest, written: Written) -> None:
        tokens = written.prompt_tokens + written.completion_tokens
        if self._budgets.limited and tokens:
            await self._spending.add(request.workspace_id, request.conversation_id, tokens, written.cost_usd)
