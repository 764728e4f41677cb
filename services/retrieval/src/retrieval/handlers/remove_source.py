"""Takes a source out of everything; what a crash leaves over is finished later."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

from chassis import clock, logs
from chassis.consume import Work
from chassis.errors import NotFound, Unavailable
from chassis.outcome import DONE, Outcome
from contracts.envelope import Event
from contracts.facts.knowledge import DocumentRemoved
from contracts.facts.workspace import BotConfigured
from contracts.requests import Empty, GetSource
from retrieval.domain.passages import Scope
from retrieval.handlers.read_sources import UNKNOWN
from retrieval.ports import Bots, Database, Documents, Originals, PassageIndex, Sources, Upload

SWEEP_SECONDS = 20.0
BATCH = 50

log = logs.get(__name__)


@dataclass(frozen=True, slots=True)
class RemoveSource:
    """First the row is hidden, then passages and original go, at last the row with its facts."""

    database: Database
    sources: Sources
    documents: Documents
    bots: Bots
    originals: Originals
    index: PassageIndex

    async def on_request(self, ask: GetSource) -> Empty:
        async with self.database.transaction() as tx:
            upload = await self.sources.mark_deleted(tx.conn, ask.workspace_id, ask.source_id, clock.now())
        if upload is None:
            raise NotFound(UNKNOWN)
        await self.finish(upload)
        return Empty()

    async def on_bot(self, event: Event[BotConfigured], work: Work) -> Outcome:
        """A bot that is deleted takes its sources with it; every other change is only noted."""
        bot = event.data
        async with work.transaction() as tx:
            fresh = await self.bots.put(tx.conn, event.workspaceid, bot)
            if fresh and bot.deleted:
                scope = Scope(event.workspaceid, bot.bot_id)
                await self.sources.mark_bot_deleted(tx.conn, scope, clock.now())
        if bot.deleted:
            await self.sweep()
        return DONE

    async def finish(self, upload: Upload) -> None:
        """Safe to do twice."""
        await self.index.remove(upload.scope, upload.source_id)
        await self.originals.delete(upload.object_key)
        async with self.database.transaction() as tx:
            for document in await self.documents.remove(tx.conn, upload):
                removed = DocumentRemoved(
                    document_id=document,
                    source_id=upload.source_id,
                    bot_id=upload.scope.bot_id,
                    removed_at=clock.now(),
                )
                tx.emit(
                    removed,
                    event_id=f"document:{document}:removed",
                    workspace_id=upload.scope.workspace_id,
                )
            await self.sources.forget(tx.conn, upload)

    async def sweep(self) -> None:
        """Finish every removal that was begun."""
        async with self.database.read() as conn:
            left = await self.sources.deleted(conn, BATCH)
        for upload in left:
            try:
                await self.finish(upload)
            except Unavailable as error:
                log.warning("remove.later", source_id=upload.source_id, reason=str(error))

    async def run(self) -> None:
        """Until cancelled."""
        while True:
            await self.sweep()
            await asyncio.sleep(SWEEP_SECONDS)
