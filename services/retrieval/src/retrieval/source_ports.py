"""What the handlers of sources need from outside, named by need."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping, Sequence
from datetime import datetime
from typing import Any, Protocol

from sqlalchemy.ext.asyncio import AsyncConnection

from contracts.base import Frozen
from contracts.envelope import AnyEvent
from contracts.rpc import AnswerT, Rpc
from contracts.shapes import Audience, Document, DocumentRevision, FaqEntry, Source
from contracts.source_requests import ChangeEntry, NewFaq, RemoveEntry
from retrieval.domain.crawl import Page, PageRead
from retrieval.domain.fetched import Fetched, Limits
from retrieval.domain.passages import Scope
from retrieval.domain.sources import Indexed, Known, Origin, Reading, Tally


class Telling(Protocol):
    """How a reader tells its progress and problems."""

    async def read(self, done: int, expected: int) -> None:
        """`done` of `expected` documents are read. Raises Gone when the source was deleted meanwhile."""
        ...

    def note(self, *, problems: tuple[str, ...] = (), notes: tuple[str, ...] = ()) -> None: ...


class ReadsDocuments(Protocol):
    """Reads one kind of source and gives its documents in batches."""

    def __call__(self, origin: Origin, run: str, tell: Telling) -> AsyncIterator[list[Reading]]:
        """Raises Unreadable when the whole source cannot be read."""
        ...


class Web(Protocol):
    async def get(self, url: str, limits: Limits, headers: Mapping[str, str] | None = None) -> Fetched:
        """The page behind every redirect, also when its status is an error. Raises Unfetched."""
        ...


class Robots(Protocol):
    """What a website lets us read."""

    def may(self, url: str) -> bool: ...

    @property
    def delay(self) -> float:
        """Seconds between two pages that are asked for, 0 when nothing is said."""
        ...

    @property
    def sitemaps(self) -> list[str]: ...


class PageReader(Protocol):
    async def read_page(self, body: bytes, media_type: str, owner: str) -> PageRead:
        """`owner` as in `ports.Reader`. Raises Unreadable for a kind that nobody reads."""
        ...


class Asking(Protocol):
    async def ask(self, rpc: Rpc[Any, AnswerT], question: Frozen, *, timeout: float | None = None) -> AnswerT:
        """Raises Refused or Unavailable."""
        ...


class Scheduling(Protocol):
    async def schedule(self, event: AnyEvent, at: datetime, name: str) -> None: ...

    async def unschedule(self, kind: str, workspace_id: str, name: str) -> None: ...


class Sources(Protocol):
    """Sources that are being deleted are not found."""

    async def add(self, conn: AsyncConnection, origin: Origin, now: datetime) -> bool:
        """False when a source with this id or this object key exists already."""
        ...

    async def by_object_key(
        self, conn: AsyncConnection, workspace_id: str, object_key: str
    ) -> Source | None: ...

    async def get(self, conn: AsyncConnection, workspace_id: str, source_id: str) -> Source | None: ...

    async def origin(
        self, conn: AsyncConnection, workspace_id: str, source_id: str, *, lock: bool = False
    ) -> Origin | None: ...

    async def page(
        self, conn: AsyncConnection, workspace_id: str, bot_id: str, after: str | None, limit: int
    ) -> list[Source]: ...

    async def queue(self, conn: AsyncConnection, origin: Origin) -> None:
        """Show that a sync waits; one under way goes on."""
        ...

    async def save(self, conn: AsyncConnection, origin: Origin) -> None:
        """Name, audience and schedule."""
        ...

    async def mark_deleted(
        self, conn: AsyncConnection, workspace_id: str, source_id: str, now: datetime
    ) -> Origin | None:
        """None when there is no such source; one that is being deleted is deleted again."""
        ...

    async def mark_bot_deleted(self, conn: AsyncConnection, scope: Scope, now: datetime) -> None: ...

    async def mark_workspace_deleted(
        self, conn: AsyncConnection, workspace_id: str, now: datetime
    ) -> None: ...

    async def deleted(self, conn: AsyncConnection, limit: int) -> list[Origin]: ...

    async def forget(self, conn: AsyncConnection, origin: Origin) -> bool: ...


class Syncs(Protocol):
    """One sync holds a source at a time; a sync that lost it changes nothing any more."""

    async def begin(self, conn: AsyncConnection, origin: Origin, run: str, now: datetime) -> Origin | None:
        """The source as it is now, or None when it is gone or held by another sync."""
        ...

    async def progress(
        self, conn: AsyncConnection, origin: Origin, run: str, share: float, now: datetime
    ) -> bool:
        """False when the source is gone or lost."""
        ...

    async def synced(
        self,
        conn: AsyncConnection,
        origin: Origin,
        run: str,
        tally: Tally,
        now: datetime,
        next_sync_at: datetime | None,
    ) -> tuple[int, int, int] | None:
        """The source's new revision and its documents and passages, or None when it is gone or lost."""
        ...

    async def failed(
        self, conn: AsyncConnection, origin: Origin, run: str, reason: str, next_sync_at: datetime | None
    ) -> bool: ...


class Documents(Protocol):
    async def get(self, conn: AsyncConnection, workspace_id: str, document_id: str) -> Document | None: ...

    async def page(
        self, conn: AsyncConnection, workspace_id: str, source_id: str, after: str | None, limit: int
    ) -> list[Document]: ...

    async def put(
        self, conn: AsyncConnection, origin: Origin, documents: Sequence[Indexed], now: datetime
    ) -> None: ...

    async def ids(self, conn: AsyncConnection, origin: Origin) -> list[str]: ...

    async def remove(
        self, conn: AsyncConnection, origin: Origin, document_ids: Sequence[str] | None = None
    ) -> list[tuple[str, int]]:
        """Remove these or all; returns id and revision of each."""
        ...

    async def set_audience(
        self, conn: AsyncConnection, workspace_id: str, document_id: str, audience: Audience
    ) -> None: ...

    async def audiences(self, conn: AsyncConnection, origin: Origin) -> dict[str, Audience]:
        """The audiences decided for single documents of the source."""
        ...

    async def changed(self, conn: AsyncConnection, scope: Scope) -> None:
        """Count a change of the bot's knowledge."""
        ...


class Revisions(Protocol):
    async def put(
        self, conn: AsyncConnection, origin: Origin, documents: Sequence[Indexed], now: datetime
    ) -> None: ...

    async def known(
        self, conn: AsyncConnection, origin: Origin, document_ids: Sequence[str]
    ) -> dict[str, Known]: ...

    async def bodies(
        self, conn: AsyncConnection, origin: Origin, known: Sequence[Known]
    ) -> dict[str, bytes]: ...

    async def get(
        self, conn: AsyncConnection, workspace_id: str, document_id: str, revision: int | None
    ) -> DocumentRevision | None:
        """The newest without a number."""
        ...

    async def forget(self, conn: AsyncConnection, origin: Origin) -> None: ...


class Entries(Protocol):
    async def add(
        self, conn: AsyncConnection, origin: Origin, faqs: Sequence[tuple[str, NewFaq]], now: datetime
    ) -> None: ...

    async def get(
        self, conn: AsyncConnection, workspace_id: str, source_id: str, entry_id: str
    ) -> FaqEntry | None: ...

    async def page(
        self, conn: AsyncConnection, workspace_id: str, source_id: str, after: str | None, limit: int | None
    ) -> list[FaqEntry]: ...

    async def change(self, conn: AsyncConnection, ask: ChangeEntry, now: datetime) -> FaqEntry: ...

    async def remove(self, conn: AsyncConnection, ask: RemoveEntry) -> bool: ...

    async def forget(self, conn: AsyncConnection, origin: Origin) -> None: ...


class Pages(Protocol):
    """The pages of websites as they were last fetched."""

    async def of(self, conn: AsyncConnection, origin: Origin) -> dict[str, Page]: ...

    async def put(self, conn: AsyncConnection, origin: Origin, pages: Sequence[Page]) -> None: ...

    async def forget(self, conn: AsyncConnection, origin: Origin, *, but_run: str | None = None) -> None:
        """Forget all of them, or those that another run than this saw last."""
        ...
