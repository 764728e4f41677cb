"""All SQL about the pages of websites as they were last fetched."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict

from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from retrieval.domain.crawl import Page
from retrieval.domain.sources import Origin
from retrieval.store.tables import PAGES

_C = PAGES.c


class PageStore:
    async def of(self, conn: AsyncConnection, origin: Origin) -> dict[str, Page]:
        mine = (_C.workspace_id == origin.scope.workspace_id, _C.source_id == origin.source_id)
        return {
            row.url: Page(
                url=row.url,
                run=row.run,
                depth=row.depth,
                place=row.place,
                etag=row.etag,
                last_modified=row.last_modified,
                sha256=row.sha256,
                links=tuple(row.links),
                says=row.says,
                media_type=row.media_type,
            )
            for row in await conn.execute(select(*_C).where(*mine))
        }

    async def put(self, conn: AsyncConnection, origin: Origin, pages: Sequence[Page]) -> None:
        own = {"workspace_id": origin.scope.workspace_id, "source_id": origin.source_id}
        rows = [{**own, **asdict(page), "links": list(page.links)} for page in pages]
        statement = insert(PAGES)
        changing = ("run", "depth", "place", "etag", "last_modified", "sha256", "links", "says", "media_type")
        changed = {name: statement.excluded[name] for name in changing}
        await conn.execute(
            statement.on_conflict_do_update(index_elements=["source_id", "url"], set_=changed), rows
        )

    async def forget(self, conn: AsyncConnection, origin: Origin, *, but_run: str | None = None) -> None:
        gone = delete(PAGES).where(
            _C.workspace_id == origin.scope.workspace_id, _C.source_id == origin.source_id
        )
        await conn.execute(gone if but_run is None else gone.where(_C.run != but_run))
