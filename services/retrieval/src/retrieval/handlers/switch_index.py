"""A company chooses another model or language for its bot's knowledge, and sees how far that is."""

from __future__ import annotations

from dataclasses import dataclass

from chassis import clock
from chassis.db import Tx
from chassis.errors import NotFound
from contracts.facts.knowledge import IndexRequested
from contracts.source_requests import IndexState, ReadIndex
from retrieval.domain.indexes import Recipe, next_step
from retrieval.domain.passages import Scope
from retrieval.index_ports import Embedders, Indexes
from retrieval.ports import Bots, Database


@dataclass(frozen=True, slots=True)
class SwitchIndex:
    """The last choice counts: it stops what was begun before."""

    indexes: Indexes

    async def begin(self, tx: Tx, scope: Scope, wanted: Recipe) -> None:
        serving = await self.indexes.serving(tx.conn, scope)
        building = await self.indexes.building(tx.conn, scope)
        step = next_step(wanted, serving.recipe, building.recipe if building else None)
        if wanted == serving.recipe:
            await self.indexes.stop(tx.conn, scope, clock.now())
        if step != "build":
            return
        generation = await self.indexes.begin(tx.conn, scope, wanted, clock.now())
        fact = IndexRequested(
            bot_id=scope.bot_id,
            generation=generation,
            embedding_model=wanted.model,
            language=wanted.language,
            requested_at=clock.now(),
        )
        event_id = f"bot:{scope.bot_id}:index:{generation}"
        tx.emit(fact, event_id=event_id, workspace_id=scope.workspace_id)


@dataclass(frozen=True, slots=True)
class ReadBotIndex:
    database: Database
    bots: Bots
    indexes: Indexes
    embedders: Embedders

    async def __call__(self, ask: ReadIndex) -> IndexState:
        scope = Scope(ask.workspace_id, ask.bot_id)
        async with self.database.read() as conn:
            if not await self.bots.may_know(conn, scope):
                raise NotFound("There is no bot with this id.")
            serving = await self.indexes.serving(conn, scope)
            building = await self.indexes.building(conn, scope)
            failed = None if building else await self.indexes.failed(conn, scope)
        coming = building or failed
        missing = self.embedders.missing(serving.recipe.model)
        unanswered = f"Questions cannot be answered from this index. {missing}" if missing else None
        return IndexState(
            status="switching" if building else "failed" if failed or missing else "ready",
            generation=serving.generation,
            vector_size=serving.size,
            embedding_model=serving.recipe.model,
            knowledge_language=serving.recipe.language,
            next_embedding_model=coming.recipe.model if coming else None,
            next_knowledge_language=coming.recipe.language if coming else None,
            progress=building.progress if building else None,
            error=unanswered or (failed.error if failed else None),
        )
