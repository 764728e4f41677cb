"""The tables of what sources are made of, in memory; `conn` is never looked at."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from chassis import clock
from contracts.shapes import DocumentRevision, FaqEntry
from contracts.source_requests import ChangeEntry, NewFaq, RemoveEntry
from retrieval.domain.crawl import Page
from retrieval.domain.revisions import passages_in
from retrieval.domain.sources import Indexed, Known, Origin
from retrieval.testing.source_stores import FakeDocuments


@dataclass
class FakeRevisions:
    documents: FakeDocuments
    rows: dict[tuple[str, int], tuple[Indexed, str]] = field(default_factory=dict)

    async def put(self, conn: Any, origin: Origin, documents: Sequence[Indexed], now: datetime) -> None:
        self.rows |= {(one.document_id, one.revision): (one, origin.source_id) for one in documents}

    async def known(self, conn: Any, origin: Origin, document_ids: Sequence[str]) -> dict[str, Known]:
        newest: dict[str, Known] = {}
        for (key, revision), (one, _) in sorted(self.rows.items()):
            if key in document_ids:
                row = self.documents.rows.get(key)
                audience = row[0].audience if row else None
                newest[key] = Known(key, revision, one.content_hash, row is not None, audience)
        return newest

    async def bodies(self, conn: Any, origin: Origin, known: Sequence[Known]) -> dict[str, bytes]:
        return {one.document_id: self.rows[one.document_id, one.revision][0].body for one in known}

    async def get(
        self, conn: Any, workspace_id: str, document_id: str, revision: int | None
    ) -> DocumentRevision | None:
        mine = [number for key, number in self.rows if key == document_id]
        if not mine or (revision or max(mine)) not in mine:
            return None
        one, source_id = self.rows[document_id, revision or max(mine)]
        return DocumentRevision(
            id=document_id,
            source_id=source_id,
            title=one.title,
            revision=one.revision,
            latest=max(mine),
            removed=document_id not in self.documents.rows,
            content_hash=one.content_hash,
            indexed_at=clock.now(),
            passages=passages_in(one.body),
        )

    async def forget(self, conn: Any, origin: Origin) -> None:
        self.rows = {key: row for key, row in self.rows.items() if row[1] != origin.source_id}


@dataclass
class FakeEntries:
    rows: dict[str, FaqEntry] = field(default_factory=dict)

    async def add(self, conn: Any, origin: Origin, faqs: Sequence[tuple[str, NewFaq]], now: datetime) -> None:
        for entry_id, faq in faqs:
            self.rows[entry_id] = FaqEntry(
                id=entry_id, source_id=origin.source_id, revision=1, updated_at=now, **faq.model_dump()
            )

    async def get(self, conn: Any, workspace_id: str, source_id: str, entry_id: str) -> FaqEntry | None:
        entry = self.rows.get(entry_id)
        return entry if entry and entry.source_id == source_id else None

    async def page(
        self, conn: Any, workspace_id: str, source_id: str, after: str | None, limit: int | None
    ) -> list[FaqEntry]:
        mine = [one for _, one in sorted(self.rows.items()) if one.source_id == source_id]
        return [one for one in mine if after is None or one.id > after][:limit]

    async def change(self, conn: Any, ask: ChangeEntry, now: datetime) -> FaqEntry:
        before = self.rows[ask.entry_id]
        values = {**ask.faq.model_dump(), "revision": before.revision + 1, "updated_at": now}
        self.rows[ask.entry_id] = before.model_copy(update=values)
        return self.rows[ask.entry_id]

    async def remove(self, conn: Any, ask: RemoveEntry) -> bool:
        return self.rows.pop(ask.entry_id, None) is not None

    async def forget(self, conn: Any, origin: Origin) -> None:
        self.rows = {key: one for key, one in self.rows.items() if one.source_id != origin.source_id}


@dataclass
class FakePages:
    rows: dict[tuple[str, str], Page] = field(default_factory=dict)

    async def of(self, conn: Any, origin: Origin) -> dict[str, Page]:
        return {url: page for (source, url), page in self.rows.items() if source == origin.source_id}

    async def put(self, conn: Any, origin: Origin, pages: Sequence[Page]) -> None:
        self.rows |= {(origin.source_id, page.url): page for page in pages}

    async def forget(self, conn: Any, origin: Origin, *, but_run: str | None = None) -> None:
        self.rows = {
            key: page
            for key, page in self.rows.items()
            if key[0] != origin.source_id or (but_run is not None and page.run == but_run)
        }


@dataclass
class FakeSchedule:
    """What waits, by name; `fact` of each."""

    waiting: dict[str, tuple[datetime, Any]] = field(default_factory=dict)

    async def schedule(self, event: Any, at: datetime, name: str) -> None:
        self.waiting[name] = at, event.data

    async def unschedule(self, kind: str, workspace_id: str, name: str) -> None:
        self.waiting.pop(name, None)
