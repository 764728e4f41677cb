"""Brings the index in step with a source: reads it, indexes what changed, removes what is gone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from chassis import clock, logs
from chassis.bus import BUS_AWAY
from chassis.consume import MAX_DELIVERIES, Work
from chassis.db import CONNECTION_LOST, AlreadyHandled, Tx
from chassis.errors import Refusal
from chassis.outcome import DONE, Outcome, Retry
from contracts.envelope import Event
from contracts.facts.knowledge import SourceAdded, SourceFailed, SourceSynced, SyncRequested
from contracts.shapes import SourceKind, SourceStatus
from retrieval.domain.document import Unreadable
from retrieval.domain.sources import Origin
from retrieval.handlers.index_documents import IndexDocuments, Overtaken
from retrieval.handlers.plan_sync import PlanSync
from retrieval.handlers.remove_documents import RemoveDocuments
from retrieval.handlers.tell_progress import Gone, Progress
from retrieval.ports import Bus, Database, PassageIndex
from retrieval.source_ports import ReadsDocuments, Sources, Syncs

BUSY_SECONDS = 3.0
BUDGET_SECONDS = 1200.0
OUR_FAULT = "Something went wrong on our side while reading this source; please sync it again."

log = logs.get(__name__)


class Paused(Exception):
    """There is more to read than one delivery may take; the next one continues."""


@dataclass(frozen=True, slots=True)
class SyncSource:
    """The event's id names the run, so a delivery after a crash continues it."""

    database: Database
    bus: Bus
    sources: Sources
    syncs: Syncs
    readers: Mapping[SourceKind, ReadsDocuments]
    index_documents: IndexDocuments
    remove_documents: RemoveDocuments
    plan: PlanSync
    index: PassageIndex

    async def __call__(self, event: Event[SourceAdded] | Event[SyncRequested], work: Work) -> Outcome:
        async with self.database.transaction() as tx:
            known = await self.sources.origin(tx.conn, event.workspaceid, event.data.source_id)
            origin = await self.syncs.begin(tx.conn, known, event.id, clock.now()) if known else None
        if known is None:
            return DONE
        if origin is None:
            return Retry("Another sync of this source is under way.", BUSY_SECONDS)
        progress = Progress(self.database, self.bus, self.syncs, origin, event.id)
        try:
            await self._sync(progress, work)
        except Gone:
            await self._clear(origin)
        except (Paused, Overtaken) as later:
            return Retry(str(type(later).__doc__), 0.2)
        except Unreadable as unreadable:
            await self._fail(progress, str(unreadable), work)
        except (AlreadyHandled, Refusal, *CONNECTION_LOST, *BUS_AWAY):
            raise
        except Exception as error:
            if work.delivery < MAX_DELIVERIES:
                raise
            log.error("sync.gave_up", source_id=origin.source_id, exc_info=error)
            await self._fail(progress, OUR_FAULT, work)
        finally:
            progress.beginning.drop()
        return DONE

    async def _sync(self, progress: Progress, work: Work) -> None:
        origin, started = progress.origin, clock.monotonic()
        await progress.read(0, 1)
        here: set[str] = set()
        read = self.readers["file" if origin.object_key else origin.kind]
        async for readings in read(origin, progress.run, progress):
            if any(one.early for one in readings):
                await self.index_documents.begin(origin, readings, progress)
                continue
            here |= await self.index_documents(origin, readings, progress)
            if clock.monotonic() - started > BUDGET_SECONDS:
                raise Paused
        await self.remove_documents.all_but(origin, here)
        await self._finish(progress, work)

    async def _finish(self, progress: Progress, work: Work) -> None:
        origin, now = progress.origin, clock.now()
        planned = await self.plan(origin, now)
        async with work.transaction() as tx:
            left = await self.syncs.synced(tx.conn, origin, progress.run, progress.tally, now, planned)
            if left is None:
                raise Gone
            revision, documents, progress.passages = left
            fact = SourceSynced(
                source_id=origin.source_id,
                bot_id=origin.scope.bot_id,
                revision=revision,
                documents=documents,
                passages=progress.passages,
                synced_at=now,
            )
            _emit(tx, origin, fact, f"source:{origin.source_id}:{revision}:synced")
        await progress.show(SourceStatus.READY, 1.0, progress.tally.error)

    async def _fail(self, progress: Progress, reason: str, work: Work) -> None:
        """Note the failure; what was indexed before stays."""
        origin, now = progress.origin, clock.now()
        planned = await self.plan(origin, now)
        async with work.transaction() as tx:
            if not await self.syncs.failed(tx.conn, origin, progress.run, reason, planned):
                return
            fact = SourceFailed(
                source_id=origin.source_id, bot_id=origin.scope.bot_id, reason=reason, failed_at=now
            )
            _emit(tx, origin, fact, f"{progress.run}:failed")
        await progress.show(SourceStatus.FAILED, 0.0, reason)

    async def _clear(self, origin: Origin) -> None:
        """Remove what was indexed of a source deleted meanwhile; one that another sync took over stays."""
        async with self.database.read() as conn:
            left = await self.sources.origin(conn, origin.scope.workspace_id, origin.source_id)
        if left is None:
            await self.index.remove(origin.scope, origin.source_id)


def _emit(tx: Tx, origin: Origin, fact: SourceSynced | SourceFailed, event_id: str) -> None:
    tx.emit(fact, event_id=event_id, workspace_id=origin.scope.workspace_id)
