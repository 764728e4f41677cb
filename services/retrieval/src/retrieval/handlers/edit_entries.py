"""FAQ entries are written one by one; each change makes a new revision of the entry's document."""

from __future__ import annotations

from dataclasses import dataclass

from chassis import clock, ids
from chassis.db import Tx
from chassis.errors import Conflict, Invalid, NotFound
from contracts.rpc import Empty
from contracts.shapes import FaqEntry
from contracts.source_requests import AddEntry, ChangeEntry, Entries, ListEntries, RemoveEntry
from retrieval.domain.sources import Origin
from retrieval.handlers.change_source import ask_for_sync
from retrieval.handlers.read_sources import UNKNOWN
from retrieval.ports import Database
from retrieval.source_ports import Entries as EntryTable
from retrieval.source_ports import Sources

UNKNOWN_ENTRY = "There is no entry with this id."
CHANGED = "Somebody else changed this entry meanwhile; please read it again."
NO_FAQ = "Only FAQ entries that were written here are edited here; upload a file again instead."


@dataclass(frozen=True, slots=True)
class EditEntries:
    database: Database
    sources: Sources
    entries: EntryTable

    async def list(self, ask: ListEntries) -> Entries:
        async with self.database.read() as conn:
            if await self.sources.get(conn, ask.workspace_id, ask.source_id) is None:
                raise NotFound(UNKNOWN)
            where = (ask.workspace_id, ask.source_id, ask.cursor, ask.limit + 1)
            items = await self.entries.page(conn, *where)
        more = items[ask.limit - 1].id if len(items) > ask.limit else None
        return Entries(items=items[: ask.limit], next_cursor=more)

    async def add(self, ask: AddEntry) -> FaqEntry:
        async with self.database.transaction() as tx:
            origin = await self._faq(tx, ask.workspace_id, ask.source_id)
            entry_id = ids.new_id("faq")
            await self.entries.add(tx.conn, origin, [(entry_id, ask.faq)], clock.now())
            ask_for_sync(tx, origin)
            return await self._entry(tx, ask.workspace_id, ask.source_id, entry_id)

    async def change(self, ask: ChangeEntry) -> FaqEntry:
        async with self.database.transaction() as tx:
            origin = await self._faq(tx, ask.workspace_id, ask.source_id)
            before = await self._entry(tx, ask.workspace_id, ask.source_id, ask.entry_id)
            if ask.revision not in (None, before.revision):
                raise Conflict(CHANGED)
            changed = await self.entries.change(tx.conn, ask, clock.now())
            ask_for_sync(tx, origin)
            return changed

    async def remove(self, ask: RemoveEntry) -> Empty:
        async with self.database.transaction() as tx:
            origin = await self._faq(tx, ask.workspace_id, ask.source_id)
            if not await self.entries.remove(tx.conn, ask):
                raise NotFound(UNKNOWN_ENTRY)
            ask_for_sync(tx, origin)
        return Empty()

    async def _faq(self, tx: Tx, workspace_id: str, source_id: str) -> Origin:
        origin = await self.sources.origin(tx.conn, workspace_id, source_id, lock=True)
        if origin is None:
            raise NotFound(UNKNOWN)
        if origin.kind != "faq" or origin.object_key is not None:
            raise Invalid(NO_FAQ)
        return origin

    async def _entry(self, tx: Tx, workspace_id: str, source_id: str, entry_id: str) -> FaqEntry:
        entry = await self.entries.get(tx.conn, workspace_id, source_id, entry_id)
        if entry is None:
            raise NotFound(UNKNOWN_ENTRY)
        return entry
