"""A company gives a bot something to know."""

from __future__ import annotations

from dataclasses import dataclass

from chassis import clock, ids
from chassis.db import Tx
from chassis.errors import Conflict, Invalid, NotFound
from contracts.facts.knowledge import SourceAdded
from contracts.requests import AddSource
from contracts.shapes import Source
from retrieval.domain.passages import Scope
from retrieval.domain.sources import Origin
from retrieval.domain.web_address import objection
from retrieval.handlers.read_file import too_large
from retrieval.ports import Bots, Database
from retrieval.source_ports import Entries, Sources

FETCHED = ("url", "website")


@dataclass(frozen=True, slots=True)
class AddSourceHandler:
    """The row and the fact commit together; the same object key gives the same source."""

    database: Database
    sources: Sources
    entries: Entries
    bots: Bots
    max_upload_bytes: int

    async def __call__(self, ask: AddSource) -> Source:
        """Raises Invalid, NotFound or Conflict."""
        _check(ask, self.max_upload_bytes)
        origin = _origin(ask)
        async with self.database.transaction() as tx:
            if not await self.bots.may_know(tx.conn, origin.scope):
                raise NotFound("There is no bot with this id.")
            if await self.sources.add(tx.conn, origin, clock.now()):
                await self._begin(tx, origin, ask)
            if origin.object_key:
                source = await self.sources.by_object_key(tx.conn, ask.workspace_id, origin.object_key)
            else:
                source = await self.sources.get(tx.conn, ask.workspace_id, origin.source_id)
        if source is None:
            raise Conflict("The source of this upload is being deleted; please upload the file again.")
        return source

    async def _begin(self, tx: Tx, origin: Origin, ask: AddSource) -> None:
        if ask.faqs and not origin.object_key:
            faqs = [(ids.new_id("faq"), faq) for faq in ask.faqs]
            await self.entries.add(tx.conn, origin, faqs, clock.now())
        added = SourceAdded(
            source_id=origin.source_id,
            bot_id=origin.scope.bot_id,
            source_kind=origin.kind,
            name=origin.name,
            media_type=origin.media_type,
            object_key=origin.object_key or "",
            size_bytes=origin.size_bytes,
            added_at=clock.now(),
            url=origin.url,
            audience=origin.audience,
        )
        tx.emit(added, event_id=f"source:{origin.source_id}:added", workspace_id=ask.workspace_id)


def _check(ask: AddSource, most: int) -> None:
    if ask.source_kind == "tickets":
        raise Invalid("Resolved tickets become a source by themselves.")
    if ask.size_bytes > most:
        raise Invalid(too_large(most))
    if ask.source_kind in FETCHED:
        reason = objection(ask.url or "")
        if reason:
            raise Invalid(reason)
    elif not ask.object_key and not (ask.source_kind == "faq" and ask.faqs):
        raise Invalid("This source has neither a file nor questions with answers.")


def _origin(ask: AddSource) -> Origin:
    fetched = ask.source_kind in FETCHED
    return Origin(
        source_id=ids.new_id("src"),
        scope=Scope(ask.workspace_id, ask.bot_id),
        kind=ask.source_kind,
        name=ask.name,
        media_type=ask.media_type,
        object_key=None if fetched else ask.object_key or None,
        size_bytes=ask.size_bytes,
        sha256=ask.sha256,
        url=ask.url if fetched else None,
        audience=ask.audience,
        max_pages=ask.max_pages,
        max_depth=ask.max_depth,
        sync_every=ask.sync_every if fetched else None,
    )
