"""Removes a source everywhere; what a crash leaves is finished later."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

from chassis import clock, logs
from chassis.errors import NotFound, Unavailable
from contracts.facts.knowledge import SyncDue
from contracts.requests import GetSource
from contracts.rpc import Empty
from retrieval.domain.identity import original_key
from retrieval.domain.sources import Origin
from retrieval.handlers.read_sources import UNKNOWN
from retrieval.handlers.remove_documents import emit_removed
from retrieval.ports import Database, Originals, PassageIndex
from retrieval.source_ports import Documents, Entries, Pages, Revisions, Scheduling, Sources

SWEEP_SECONDS = 20.0
BATCH = 50

log = logs.get(__name__)


@dataclass(frozen=True, slots=True)
class RemoveSource:
    """The row is hidden first, then passages and original go, and last the rows, with their facts."""

    database: Database
    sources: Sources
    documents: Documents
    revisions: Revisions
    entries: Entries
    pages: Pages
    originals: Originals
    index: PassageIndex
    bus: Scheduling

    async def on_request(self, ask: GetSource) -> Empty:
        async with self.database.transaction() as tx:
            origin = await self.sources.mark_deleted(tx.conn, ask.workspace_id, ask.source_id, clock.now())
        if origin is None:
            raise NotFound(UNKNOWN)
        await self.finish(origin)
        return Empty()

    async def finish(self, origin: Origin) -> None:
        """Safe to do twice."""
        workspace_id = origin.scope.workspace_id
        await self.index.remove(origin.scope, origin.source_id)
        for key in await self._originals(origin):
            await self.originals.delete(key)
        if origin.next_sync_at:
            await self.bus.unschedule(SyncDue.kind, workspace_id, origin.source_id)
        async with self.database.transaction() as tx:
            emit_removed(tx, origin, await self.documents.remove(tx.conn, origin))
            for rows in (self.revisions, self.entries, self.pages):
                await rows.forget(tx.conn, origin)
            await self.sources.forget(tx.conn, origin)

    async def _originals(self, origin: Origin) -> list[str]:
        """The object keys of what was uploaded or fetched."""
        if origin.url is None:
            return [origin.object_key] if origin.object_key else []
        return await self.originals.below(original_key(origin.scope.workspace_id, origin.source_id, ""))

    async def sweep(self) -> None:
        """Finish every removal that was begun."""
        async with self.database.read() as conn:
            left = await self.sources.deleted(conn, BATCH)
        for origin in left:
            try:
                await self.finish(origin)
            except Unavailable as error:
                log.warning("remove.later", source_id=origin.source_id, reason=str(error))

    async def run(self) -> None:
        """Until cancelled."""
        while True:
            await self.sweep()
            await asyncio.sleep(SWEEP_SECONDS)
