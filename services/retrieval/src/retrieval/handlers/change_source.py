"""Staff sync a source, rename it, plan its syncs, and decide who may read it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from chassis import clock, ids
from chassis.consume import Work
from chassis.db import Tx
from chassis.errors import Invalid, NotFound
from chassis.outcome import DONE, Outcome
from contracts.envelope import Event
from contracts.facts.knowledge import AudienceChanged, SyncRequested
from contracts.shapes import Audience, Document, Source
from contracts.source_requests import ChangeDocument, ChangeSource, SyncSource
from retrieval.domain.sources import Origin
from retrieval.handlers.plan_sync import PlanSync
from retrieval.handlers.read_sources import UNKNOWN, UNKNOWN_DOCUMENT
from retrieval.ports import Database, PassageIndex
from retrieval.source_ports import Documents, Sources

ONE_BY_ONE = "Resolved tickets are approved for customers one by one: change the audience of the document."
NOT_PLANNED = "Only a url or a website is synced by a schedule; this source changes when you change it."


def ask_for_sync(tx: Tx, origin: Origin) -> None:
    """What the source says has changed."""
    fact = SyncRequested(
        source_id=origin.source_id,
        bot_id=origin.scope.bot_id,
        reason="changed",
        requested_at=clock.now(),
    )
    event_id = f"source:{origin.source_id}:sync:{ids.new_id('syn')}"
    tx.emit(fact, event_id=event_id, workspace_id=origin.scope.workspace_id)


@dataclass(frozen=True, slots=True)
class ChangeSources:
    database: Database
    sources: Sources
    documents: Documents
    plan: PlanSync
    index: PassageIndex

    async def sync(self, ask: SyncSource) -> Source:
        """The source as it waits; one that waits already is not queued again."""
        async with self.database.transaction() as tx:
            origin = await self._locked(tx, ask.workspace_id, ask.source_id)
            source = await self.sources.get(tx.conn, ask.workspace_id, ask.source_id)
            if source and source.status != "queued":
                await self.sources.queue(tx.conn, origin)
                fact = SyncRequested(
                    source_id=origin.source_id,
                    bot_id=origin.scope.bot_id,
                    reason="asked",
                    requested_at=clock.now(),
                )
                event_id = f"source:{origin.source_id}:sync:{ids.new_id('syn')}"
                tx.emit(fact, event_id=event_id, workspace_id=ask.workspace_id)
            return await self._shown(tx, ask.workspace_id, ask.source_id)

    async def change(self, ask: ChangeSource) -> Source:
        """Save the change; a source that becomes internal is hidden from customers before this returns."""
        async with self.database.transaction() as tx:
            origin = await self._locked(tx, ask.workspace_id, ask.source_id)
            changed = await self._planned(_changed(origin, ask), origin)
            await self.sources.save(tx.conn, changed)
            if changed.audience != origin.audience:
                await self.documents.changed(tx.conn, origin.scope)
                _emit(tx, origin, None, changed.audience, ask.changed_by)
            shown = await self._shown(tx, ask.workspace_id, ask.source_id)
        if changed.audience != origin.audience:
            await self.apply(changed)
        return shown

    async def change_document(self, ask: ChangeDocument) -> Document:
        async with self.database.transaction() as tx:
            document = await self.documents.get(tx.conn, ask.workspace_id, ask.document_id)
            if document is None:
                raise NotFound(UNKNOWN_DOCUMENT)
            origin = await self._locked(tx, ask.workspace_id, document.source_id)
            await self.documents.set_audience(tx.conn, ask.workspace_id, document.id, ask.audience)
            await self.documents.changed(tx.conn, origin.scope)
            _emit(tx, origin, document.id, ask.audience, ask.changed_by)
        await self.index.set_audience(origin.scope, origin.source_id, ask.audience, document.id)
        return document.model_copy(update={"audience": ask.audience})

    async def on_change(self, event: Event[AudienceChanged], _: Work) -> Outcome:
        """Apply the audience again, in case a crash came between the row and the index."""
        async with self.database.read() as conn:
            origin = await self.sources.origin(conn, event.workspaceid, event.data.source_id)
        if origin is not None:
            await self.apply(origin)
        return DONE

    async def apply(self, origin: Origin) -> None:
        """Give every passage of the source the audience that holds for it."""
        async with self.database.read() as conn:
            single = await self.documents.audiences(conn, origin)
        await self.index.set_audience(origin.scope, origin.source_id, origin.audience)
        for document_id, audience in single.items():
            if audience != origin.audience:
                await self.index.set_audience(origin.scope, origin.source_id, audience, document_id)

    async def _planned(self, changed: Origin, before: Origin) -> Origin:
        if changed.sync_every == before.sync_every:
            return changed
        return replace(changed, next_sync_at=await self.plan(changed, clock.now()))

    async def _locked(self, tx: Tx, workspace_id: str, source_id: str) -> Origin:
        origin = await self.sources.origin(tx.conn, workspace_id, source_id, lock=True)
        if origin is None:
            raise NotFound(UNKNOWN)
        return origin

    async def _shown(self, tx: Tx, workspace_id: str, source_id: str) -> Source:
        source = await self.sources.get(tx.conn, workspace_id, source_id)
        if source is None:
            raise NotFound(UNKNOWN)
        return source


def _changed(origin: Origin, ask: ChangeSource) -> Origin:
    if ask.audience == "public" and origin.kind == "tickets":
        raise Invalid(ONE_BY_ONE)
    if ask.sync_every and origin.url is None:
        raise Invalid(NOT_PLANNED)
    return replace(
        origin,
        name=ask.name or origin.name,
        audience=ask.audience or origin.audience,
        sync_every=None if ask.sync_never else ask.sync_every or origin.sync_every,
    )


def _emit(tx: Tx, origin: Origin, document_id: str | None, audience: Audience, who: str | None) -> None:
    fact = AudienceChanged(
        source_id=origin.source_id,
        document_id=document_id,
        bot_id=origin.scope.bot_id,
        audience=audience,
        changed_by=who,
        changed_at=clock.now(),
    )
    what = f"document:{document_id}" if document_id else f"source:{origin.source_id}"
    event_id = f"{what}:audience:{ids.new_id('chg')}"
    tx.emit(fact, event_id=event_id, workspace_id=origin.scope.workspace_id)
