"""Asks conversation to rewrite a question that leans on what was said before, where it has a model."""

from __future__ import annotations

from dataclasses import dataclass

from chassis import clock
from chassis.errors import Refusal
from contracts.facts.chat import TurnSubmitted
from contracts.rewrite_requests import REWRITE_QUESTION, RewriteQuestion
from retrieval.domain.context import stands_alone
from retrieval.source_ports import Asking

AGAIN_SECONDS = 60.0


@dataclass(slots=True)
class AskForRewrite:
    """A conversation service that offers no rewriting is not asked again for a minute; without an answer the
    question is searched as it is."""

    bus: Asking
    not_before: float = float("-inf")

    async def __call__(self, workspace_id: str, turn: TurnSubmitted, earlier: bool) -> str | None:
        if not earlier or stands_alone(turn.text) or clock.monotonic() < self.not_before:
            return None
        ask = RewriteQuestion(
            workspace_id=workspace_id, conversation_id=turn.conversation_id, turn_id=turn.turn_id
        )
        try:
            answer = await self.bus.ask(REWRITE_QUESTION, ask)
        except Refusal:
            return None
        if not answer.offered:
            self.not_before = clock.monotonic() + AGAIN_SECONDS
        return answer.text
