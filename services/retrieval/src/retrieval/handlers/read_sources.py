"""What a bot's sources are, how far they are, and what their documents say and said."""

from __future__ import annotations

from dataclasses import dataclass

from chassis.errors import NotFound
from contracts.requests import Documents as DocumentPage
from contracts.requests import GetSource, ListDocuments, ListSources
from contracts.requests import Sources as SourcePage
from contracts.shapes import DocumentRevision, Source
from contracts.source_requests import ReadDocument
from retrieval.ports import Database
from retrieval.source_ports import Documents, Revisions, Sources

UNKNOWN = "There is no source with this id."
UNKNOWN_DOCUMENT = "There is no document with this id."
NO_REVISION = "This document has no such revision."


@dataclass(frozen=True, slots=True)
class ReadSources:
    """What belongs to another workspace is not found, exactly like what does not exist."""

    database: Database
    sources: Sources
    documents: Documents
    revisions: Revisions

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
            where = (ask.workspace_id, ask.source_id, ask.cursor, ask.limit + 1)
            items = await self.documents.page(conn, *where)
        more = items[ask.limit - 1].id if len(items) > ask.limit else None
        return DocumentPage(items=items[: ask.limit], next_cursor=more)

    async def document(self, ask: ReadDocument) -> DocumentRevision:
        async with self.database.read() as conn:
            where = (ask.workspace_id, ask.document_id)
            found = await self.revisions.get(conn, *where, ask.revision)
            any_at_all = found or await self.revisions.get(conn, *where, None)
        if found is None:
            raise NotFound(NO_REVISION if any_at_all else UNKNOWN_DOCUMENT)
        return found
