"""Summarizes by a model, within the budgets of answers."""

from __future__ import annotations

from collections.abc import Sequence

from chassis import logs
from contracts.shapes import Message
from conversation.domain.summary_prompt import kept, summary_prompt
from conversation.outbound.llm import Fault
from conversation.outbound.llm_text import Models, whole_text
from conversation.outbound.prompts import prompt
from conversation.outbound.purse import Purse
from conversation.outbound.roster import Roster

TEMPLATE = prompt("summary_v1")
SECONDS = 10.0
log = logs.get(__name__)


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
                    text, call.usage = await whole_text(self._models, provider, prompt, SECONDS)
            except Fault as fault:
                log.warning("llm.fault", model=provider.model, reason=str(fault))
                continue
            await self._purse.book(workspace_id, conversation_id, call.usage)
            return kept(text, messages, before) or None
        return None
