"""Rewrites questions by a model, within the budgets of answers."""

from __future__ import annotations

import asyncio

from chassis import logs
from conversation.domain.rewriting import Said, kept_question, rewrite_prompt
from conversation.outbound.llm import Fault
from conversation.outbound.llm_text import Models, whole_text
from conversation.outbound.prompts import prompt
from conversation.outbound.purse import Purse
from conversation.outbound.roster import Roster

TEMPLATE = prompt("rewrite_v1")
SECONDS = 1.2
"""The customer waits meanwhile, so there is one provider and no second try."""
log = logs.get(__name__)


class LlmRewriter:
    def __init__(self, roster: Roster, models: Models, purse: Purse) -> None:
        self._roster = roster
        self._models = models
        self._purse = purse

    async def rewrite(self, workspace_id: str, conversation_id: str, said: Said) -> str | None:
        provider = next(filter(self._roster.admits, self._roster.providers), None)
        if provider is None or await self._purse.exceeded(workspace_id, conversation_id):
            return None
        prompt = rewrite_prompt(TEMPLATE, said)
        try:
            with self._roster.call(provider, "rewrite") as call:
                async with asyncio.timeout(SECONDS):  # our hurry is not the provider's failure
                    text, call.usage = await whole_text(self._models, provider, prompt, 2 * SECONDS)
        except (Fault, TimeoutError) as error:
            reason = str(error) or "It took too long."
            log.warning("llm.fault", model=provider.model, reason=reason)
            return None
        await self._purse.book(workspace_id, conversation_id, call.usage)
        return kept_question(text, said)
