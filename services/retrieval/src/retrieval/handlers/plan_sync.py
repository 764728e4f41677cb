"""Plans when a source is synced next."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from chassis.consume import Work
from chassis.facts import FactMaker
from chassis.outcome import DONE, Outcome
from contracts.envelope import Event
from contracts.facts.knowledge import SyncDue, SyncRequested
from retrieval.domain.sources import Origin, next_sync
from retrieval.source_ports import Scheduling, Sources


@dataclass(frozen=True, slots=True)
class PlanSync:
    """JetStream holds the planned sync until its hour; a source has at most one."""

    bus: Scheduling
    facts: FactMaker

    async def __call__(self, origin: Origin, now: datetime) -> datetime | None:
        """The moment of the next sync, laid into JetStream before the row says so. Raises Unavailable."""
        due = next_sync(origin.sync_every, now)
        scope = origin.scope
        if due is None:
            if origin.next_sync_at is not None:
                await self.bus.unschedule(SyncDue.kind, scope.workspace_id, origin.source_id)
            return None
        fact = SyncDue(source_id=origin.source_id, bot_id=scope.bot_id, due_at=due)
        event = self.facts.make(
            fact,
            event_id=f"source:{origin.source_id}:due:{due.isoformat()}",
            workspace_id=scope.workspace_id,
        )
        await self.bus.schedule(event, due, origin.source_id)
        return due


@dataclass(frozen=True, slots=True)
class StartDueSync:
    """Asks for the planned sync, unless the plan has changed since."""

    sources: Sources

    async def __call__(self, event: Event[SyncDue], work: Work) -> Outcome:
        due = event.data
        async with work.transaction() as tx:
            origin = await self.sources.origin(tx.conn, event.workspaceid, due.source_id, lock=True)
            if origin is not None and origin.next_sync_at == due.due_at:
                await self.sources.queue(tx.conn, origin)
                asked = SyncRequested(
                    source_id=due.source_id, bot_id=due.bot_id, reason="scheduled", requested_at=due.due_at
                )
                tx.emit(asked, event_id=f"{event.id}:sync", workspace_id=event.workspaceid)
        return DONE
