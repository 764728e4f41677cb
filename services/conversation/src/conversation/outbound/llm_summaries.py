"""Summaries by a model, within the same budgets as answers."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from importlib.resources import files
from typing import Protocol

from chassis import logs
from contracts.shapes import Message
from conversation.domain.providers import Provider
from conversation.domain.summary_prompt import kept, summary_prompt
from conversation.domain.usage import Usage
from conversation.outbound.llm import Fault
from conversation.outbound.purse import Purse
from conversation.outbound.roster import Roster

TEMPLATE = files("conversation").joinpath("prompts", "summary_v1.md").read_text(encoding="utf-8")
SECONDS = 10.0
log = logs.get(__name__)


class Models(Protocol):
    def stream(
        self, provider: Provider, messages: list[dict[str, str]], timeout: float
    ) -> AsyncGenerator[str | Usage, None]: ...


class LlmSummarizer:
    def __init__(self, roster: Roster, models: Models, purse: Purse) -> None:
        self._roster = roster
        self._models = models
        self._purse = purse

    async def summarize(
        self,
        workspace_id: str,
        conversation_id: str,
        messages: Sequence[Message],
        *,
        before: str = "",
        language: str = "en",
    ) -> str | None:
        if await self._purse.exceeded(workspace_id, conversation_id):
            return None
        prompt = summary_prompt(TEMPLATE, messages, before, language)
        for provider in filter(self._roster.admits, self._roster.providers):
            try:
                with self._roster.call(provider, "summarize") as call:
                    text, call.usage = await self._write(provider, prompt)
            except Fault as fault:
                log.warning("llm.fault", model=provider.model, reason=str(fault))
                continue
            await self._purse.book(workspace_id, conversation_id, call.usage)
            return kept(text, messages, before) or None
        return None

    async def _write(self, provider: Provider, prompt: list[dict[str, str]]) -> tuple[str, Usage]:
        parts: list[str] = []
        usage = Usage()
        try:
            async with (
                asyncio.timeout(SECONDS),
                aclosing(self._models.stream(provider, prompt, SECONDS)) as pieces,
            ):
                async for piece in pieces:
                    if isinstance(piece, Usage):
                        usage = piece
                    else:
                        parts.append(piece)
        except TimeoutError:
            raise Fault("It took too long.", kind="Timeout") from None
        return "".join(parts), usage
