"""Reads a source that is a single address of the web: a page or a file."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import PurePosixPath
from urllib.parse import urlsplit

from retrieval.domain.crawl import Page
from retrieval.domain.document import Digest, Unreadable
from retrieval.domain.fetched import Fetched, Limits, Unfetched
from retrieval.domain.identity import document_id, original_key
from retrieval.domain.sources import Origin, Reading
from retrieval.domain.upload import MEDIA_TYPES
from retrieval.ports import Database, Originals, Reader
from retrieval.source_ports import Pages, Telling, Web

SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class FetchPage:
    database: Database
    pages: Pages
    web: Web
    reader: Reader
    originals: Originals
    max_bytes: int

    async def __call__(self, origin: Origin, run: str, tell: Telling) -> AsyncIterator[list[Reading]]:
        url = origin.url or ""
        async with self.database.read() as conn:
            before = (await self.pages.of(conn, origin)).get(url)
        fetched = await self._fetch(url, before)
        await tell.read(1, 1)
        hashed = sha256(fetched.body).hexdigest()
        if before and (fetched.status == 304 or hashed == before.sha256):
            yield [Reading("", None)]
            return
        digest = await self._digest(fetched)
        tell.note(problems=digest.problems, notes=digest.notes)
        key = original_key(origin.scope.workspace_id, origin.source_id, document_id(origin.source_id))
        await self.originals.put(key, fetched.body)
        yield [Reading("", digest, fetched.url)]
        page = Page(
            url,
            run,
            0,
            "",
            fetched.etag,
            fetched.last_modified,
            hashed,
            media_type=fetched.media_type,
        )
        async with self.database.transaction() as tx:
            await self.pages.put(tx.conn, origin, [page])

    async def _fetch(self, url: str, before: Page | None) -> Fetched:
        try:
            limits = Limits(self.max_bytes, seconds=SECONDS)
            fetched = await self.web.get(url, limits, conditions(before))
        except Unfetched as error:
            raise Unreadable(str(error)) from error
        if fetched.status not in (200, 304):
            raise Unreadable(f"{url} answers with status {fetched.status}.")
        return fetched

    async def _digest(self, fetched: Fetched) -> Digest:
        """Read the content by the server's media type, or by the file name when there is none."""
        known = fetched.media_type.partition(";")[0].strip().lower() in MEDIA_TYPES
        name = "" if known else PurePosixPath(urlsplit(fetched.url).path).name
        digest = await self.reader.read(fetched.body, name, fetched.media_type)
        return replace(digest, title=digest.title or fetched.url)


def conditions(before: Page | None) -> dict[str, str]:
    """Request headers by which a server may answer `not modified`."""
    if before is None:
        return {}
    asked = {"If-None-Match": before.etag, "If-Modified-Since": before.last_modified}
    return {name: value for name, value in asked.items() if value}
