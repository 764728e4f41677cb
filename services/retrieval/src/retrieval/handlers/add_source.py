"""A company gives a bot something to know."""

from __future__ import annotations

from dataclasses import dataclass

from chassis import clock, ids
from chassis.errors import Conflict, Invalid, NotFound
from contracts.facts.knowledge import SourceAdded
from contracts.requests import AddSource
from contracts.shapes import Source
from retrieval.domain.passages import Scope
from retrieval.handlers.index_source import too_large
from retrieval.ports import Bots, Database, Sources


@dataclass(frozen=True, slots=True)
class AddSourceHandler:
    """The row and the fact commit together; the same object key gives the same source."""

    database: Database
    sources: Sources
    bots: Bots
    max_upload_bytes: int

    async def __call__(self, ask: AddSource) -> Source:
        if ask.size_bytes > self.max_upload_bytes:
            raise Invalid(too_large(self.max_upload_bytes))
        now = clock.now()
        async with self.database.transaction() as tx:
            if not await self.bots.may_know(tx.conn, Scope(ask.workspace_id, ask.bot_id)):
                raise NotFound("There is no bot with this id.")
            source_id = ids.new_id("src")
            if await self.sources.add(tx.conn, ask, source_id, now):
                added = SourceAdded(
                    source_id=source_id,
                    bot_id=ask.bot_id,
                    source_kind=ask.source_kind,
                    name=ask.name,
                    media_type=ask.media_type,
                    object_key=ask.object_key,
                    size_bytes=ask.size_bytes,
                    added_at=now,
                )
                tx.emit(added, event_id=f"source:{source_id}:added", workspace_id=ask.workspace_id)
            source = await self.sources.by_object_key(tx.conn, ask.workspace_id, ask.object_key)
        if source is None:
            raise Conflict("The source of this upload is being deleted; please upload the file again.")
        return source
