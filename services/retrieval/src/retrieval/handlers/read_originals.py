"""Finds the original of a source or document."""

from __future__ import annotations

import json
from dataclasses import dataclass

from chassis.errors import NotFound
from contracts.source_requests import Original, ReadDocumentOriginal, ReadOriginal
from retrieval.domain.crawl import Page, file_name
from retrieval.domain.identity import document_id, original_key
from retrieval.domain.sources import Origin
from retrieval.handlers.read_sources import UNKNOWN, UNKNOWN_DOCUMENT
from retrieval.ports import Database
from retrieval.source_ports import Documents, Entries, Pages, Sources

MANY = "A website has an original for each of its documents: ask for `/documents/{id}/original`."


@dataclass(frozen=True, slots=True)
class ReadOriginals:
    """A file as uploaded, a page as last fetched, entries as they are now."""

    database: Database
    sources: Sources
    documents: Documents
    entries: Entries
    pages: Pages

    async def of_source(self, ask: ReadOriginal) -> Original:
        """Raises NotFound."""
        async with self.database.read() as conn:
            origin = await self.sources.origin(conn, ask.workspace_id, ask.source_id)
        if origin is None:
            raise NotFound(UNKNOWN)
        if origin.kind == "website":
            raise NotFound(MANY)
        if origin.url:
            return await self._fetched(origin, document_id(origin.source_id))
        if origin.object_key:
            name, key = origin.file_name, origin.object_key
            return Original(name=name, media_type=origin.media_type, object_key=key)
        return await self._written(origin)

    async def of_document(self, ask: ReadDocumentOriginal) -> Original:
        """Raises NotFound."""
        async with self.database.read() as conn:
            document = await self.documents.get(conn, ask.workspace_id, ask.document_id)
            if document is None:
                raise NotFound(UNKNOWN_DOCUMENT)
            origin = await self.sources.origin(conn, ask.workspace_id, document.source_id)
        if origin is None:
            raise NotFound(UNKNOWN_DOCUMENT)
        if origin.url:
            return await self._fetched(origin, ask.document_id)
        return await self.of_source(ReadOriginal(workspace_id=ask.workspace_id, source_id=origin.source_id))

    async def _fetched(self, origin: Origin, document: str) -> Original:
        async with self.database.read() as conn:
            pages = await self.pages.of(conn, origin)
        for page in pages.values():
            if page.place is not None and document_id(origin.source_id, page.place) == document:
                return _original(origin, page, document)
        return Original(name=origin.name, media_type=origin.media_type, url=origin.url)

    async def _written(self, origin: Origin) -> Original:
        async with self.database.read() as conn:
            where = (origin.scope.workspace_id, origin.source_id)
            entries = await self.entries.page(conn, *where, None, None)
        faqs = [one.model_dump(include={"question", "answer", "keywords"}) for one in entries]
        text = json.dumps({"faqs": faqs}, ensure_ascii=False, indent=2)
        return Original(name=f"{origin.name}.json", media_type="application/json", text=text)


def _original(origin: Origin, page: Page, document: str) -> Original:
    """None for pages read before originals were kept, until they change."""
    key = original_key(origin.scope.workspace_id, origin.source_id, document) if page.media_type else None
    name = file_name(page.url, page.media_type)
    return Original(name=name, media_type=page.media_type, url=page.url, object_key=key)
