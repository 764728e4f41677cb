"""Rewrites a question for retrieval so that it can be understood alone."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

from contracts.rewrite_requests import RewriteQuestion, RewrittenQuestion
from conversation.ports import Database
from conversation.request_ports import Questions, Rewriter

MOST_SAID = 7
LOOKS, LOOK_SECONDS = 6, 0.04
"""Both services hear of a turn at the same time, so its message may not be stored yet."""


@dataclass(frozen=True, slots=True)
class Rewriting:
    """Works on the transcript, which has placeholders in place of personal data."""

    database: Database
    questions: Questions
    rewriter: Rewriter | None

    async def __call__(self, ask: RewriteQuestion) -> RewrittenQuestion:
        if self.rewriter is None:
            return RewrittenQuestion(offered=False)
        where = (ask.workspace_id, ask.conversation_id)
        for _ in range(LOOKS):
            async with self.database.read() as conn:
                said = await self.questions.said(conn, *where, ask.turn_id, MOST_SAID)
            if len(said) > 1:
                return RewrittenQuestion(text=await self.rewriter.rewrite(*where, said))
            await asyncio.sleep(LOOK_SECONDS)
        return RewrittenQuestion()
