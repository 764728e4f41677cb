"""What a bot's sources are and how far they are."""

from __future__ import annotations

from dataclasses import dataclass

from chassis.errors import NotFound
from contracts.requests import Documents as DocumentPage
from contracts.requests import GetSource, ListDocuments, ListSources
from contracts.requests import Sources as SourcePage
from contracts.shapes import Source
from retrieval.ports import Database, Documents, Sources

UNKNOWN = "There is no source with this id."


@dataclass(frozen=True, slots=True)
class ReadSources:
    """What belongs to another workspace is not found, exactly like what does not exist."""

    database: Database
    sources: Sources
    documents: Documents

    async def list(self, ask: ListSources) -> SourcePage:
        async with self.database.read() as conn:
            items = await self.sources.page(conn, ask.workspace_id, ask.bot_id, ask.cursor, ask.limit + 1)
        more = items[ask.limit - 1].id if len(items) > ask.limit else None
        return SourcePage(items=items[: ask.limit], next_cursor=more)

    async def get(self, ask: GetSource) -> Source:
        async with self.database.read() as conn:
            source = await self.sources.get(conn, ask.workspace_id, ask.source_id)
        if source is None:
            raise NotFound(UNKNOWN)
        return source

    async def documents_of(self, ask: ListDocuments) -> DocumentPage:
        await self.get(GetSource(workspace_id=ask.workspace_id, source_id=ask.source_id))
        async with self.database.read() as conn:
            items = await self.documents.page(
                conn, ask.workspace_id, ask.source_id, ask.cursor, ask.limit + 1
            )
        more = items[ask.limit - 1].id if len(items) > ask.limit else None
        return DocumentPage(items=items[: ask.limit], next_cursor=more)
