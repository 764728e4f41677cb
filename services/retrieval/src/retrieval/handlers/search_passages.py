"""Staff search a bot's knowledge."""

from __future__ import annotations

from dataclasses import dataclass

from chassis.errors import NotFound
from contracts.requests import Found, Search
from retrieval.domain.passages import Scope
from retrieval.handlers.find_passages import Finder
from retrieval.ports import Bots, Database


@dataclass(frozen=True, slots=True)
class SearchPassages:
    database: Database
    bots: Bots
    finder: Finder

    async def __call__(self, ask: Search) -> Found:
        scope = Scope(ask.workspace_id, ask.bot_id)
        async with self.database.read() as conn:
            if not await self.bots.may_know(conn, scope):
                raise NotFound("There is no bot with this id.")
        answer = await self.finder.find(scope, ask.query, ask.limit, audience=ask.audience)
        return Found(
            passages=answer.passages,
            confidence=answer.confidence,
            timings_ms=answer.timings_ms,
            notes=list(answer.notes),
        )
