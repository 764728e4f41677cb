"""Removes a source everywhere; what a crash leaves is finished later."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

from chassis import clock, logs
from chassis.consume import Work
from chassis.erasure import erase_sent
from chassis.errors import NotFound, Unavailable
from chassis.outcome import DONE, Outcome
from contracts.envelope import Event
from contracts.facts.knowledge import SyncDue
from contracts.facts.workspace import BotConfigured, ContactErased, WorkspaceDeleted
from contracts.requests import GetSource
from contracts.rpc import Empty
from retrieval.domain.identity import original_key
from retrieval.domain.indexes import Recipe
from retrieval.domain.passages import Scope
from retrieval.domain.sources import Origin
from retrieval.handlers.read_sources import UNKNOWN
from retrieval.handlers.remove_documents import emit_removed
from retrieval.handlers.switch_index import SwitchIndex
from retrieval.index_ports import Indexes
from retrieval.ports import Answers, Bots, Database, Originals, PassageIndex, Turns
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


@dataclass(frozen=True, slots=True)
class Erase:
    """Removes bots, contacts and whole companies that are gone."""

    database: Database
    sources: Sources
    bots: Bots
    turns: Turns
    answers: Answers
    indexes: Indexes
    switch: SwitchIndex
    index: PassageIndex
    remove: RemoveSource

    async def on_bot(self, event: Event[BotConfigured], work: Work) -> Outcome:
        """Remove the sources of a deleted bot, or index anew for changed settings.

        Answers kept for reuse are forgotten: they were those of the bot as it was.
        """
        bot = event.data
        async with work.transaction() as tx:
            scope = Scope(event.workspaceid, bot.bot_id)
            fresh = await self.bots.put(tx.conn, event.workspaceid, bot)
            if fresh:
                await self.answers.forget(tx.conn, scope)
            if fresh and bot.deleted:
                await self.indexes.stop(tx.conn, scope, clock.now())
                await self.sources.mark_bot_deleted(tx.conn, scope, clock.now())
            elif fresh:
                await self.switch.begin(tx, scope, Recipe.of(bot.settings))
                await self.remove.documents.changed(tx.conn, scope)
        if bot.deleted:
            await self.remove.sweep()
        return DONE

    async def on_contact(self, event: Event[ContactErased], work: Work) -> Outcome:
        contact = event.data
        async with work.transaction() as tx:
            who = (event.workspaceid, contact.contact_id, contact.conversation_ids)
            await self.turns.forget_contact(tx.conn, *who)
        return DONE

    async def on_workspace(self, event: Event[WorkspaceDeleted], work: Work) -> Outcome:
        """The vectors go first and all at once; the sweep removes the rows."""
        workspace_id = event.workspaceid
        async with self.database.transaction() as tx:
            await self.sources.mark_workspace_deleted(tx.conn, workspace_id, clock.now())
        await self.index.remove_workspace(workspace_id)
        async with work.transaction() as tx:
            await self.turns.forget_workspace(tx.conn, workspace_id)
            await self.bots.forget_workspace(tx.conn, workspace_id)
            await self.indexes.forget_workspace(tx.conn, workspace_id)
            await erase_sent(tx.conn, workspace_id)
        await self.remove.sweep()
        return DONE
