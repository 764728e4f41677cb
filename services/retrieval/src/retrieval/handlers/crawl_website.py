"""Reads a whole website page by page; pages that did not change since the last sync are not parsed again."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field, replace
from hashlib import sha256

from retrieval.domain.crawl import Page, PageRead, Walk
from retrieval.domain.document import Digest, Unreadable
from retrieval.domain.fetched import Fetched, Limits, Unfetched
from retrieval.domain.identity import content_hash, document_id, original_key
from retrieval.domain.links import canonical, follow, same_site
from retrieval.domain.sources import Origin, Reading
from retrieval.handlers.enter_site import EnterSite, Site
from retrieval.handlers.fetch_page import conditions
from retrieval.ports import Database, Originals
from retrieval.source_ports import PageReader, Pages, Telling, Web

BATCH = 16
GONE = (404, 410)
READABLE = frozenset(("text/html", "application/xhtml+xml", "application/pdf", "text/plain", "text/markdown"))
LONGEST_DELAY = 10.0


@dataclass(frozen=True, slots=True)
class CrawlLimits:
    """`delay`: seconds between two pages. The others: the most pages and depth a source may ask for."""

    delay: float
    pages: int
    depth: int
    page_bytes: int


@dataclass(slots=True)
class _Visit:
    """One crawl. `before`: the pages of the last one. `said`: by content hash, the first page with it.

    `aside`: pages that name another address as theirs.
    """

    origin: Origin
    run: str
    site: Site
    walk: Walk
    tell: Telling
    before: dict[str, Page]
    said: dict[str, str] = field(default_factory=dict)
    aside: set[str] = field(default_factory=set)
    documents: int = 0
    skipped: int = 0


@dataclass(frozen=True, slots=True)
class CrawlWebsite:
    """Each page is stored when it is read, so that a run that was killed goes on where it was."""

    database: Database
    pages: Pages
    web: Web
    reader: PageReader
    originals: Originals
    enter: EnterSite
    limits: CrawlLimits

    async def __call__(self, origin: Origin, run: str, tell: Telling) -> AsyncIterator[list[Reading]]:
        most = min(origin.max_pages or self.limits.pages, self.limits.pages)
        depth = self.limits.depth if origin.max_depth is None else min(origin.max_depth, self.limits.depth)
        site = await self.enter(origin.url or "", most)
        async with self.database.read() as conn:
            before = await self.pages.of(conn, origin)
        visit = _Visit(origin, run, site, Walk(most, depth), tell, before)
        visit.walk.add([site.start], 0)
        visit.walk.add(site.listed, min(1, depth))
        while batch := await self._batch(visit):
            yield _readings(visit, batch)
            async with self.database.transaction() as tx:
                await self.pages.put(tx.conn, origin, [page for page, _ in batch])
        async with self.database.transaction() as tx:
            await self.pages.forget(tx.conn, origin, but_run=run)
        _conclude(visit)

    async def _batch(self, visit: _Visit) -> list[tuple[Page, Digest | None]]:
        """Fetch the next pages and follow their links."""
        done: list[tuple[Page, Digest | None]] = []
        fetched: list[tuple[int, Fetched]] = []
        while len(done) + len(fetched) < BATCH and (following := visit.walk.next()):
            url, depth = following
            known = visit.before.get(url)
            if known is None or known.run != visit.run:
                came = await self._fetch(visit, url, depth, known)
                known = came if isinstance(came, Page) else None
                if isinstance(came, Fetched):
                    fetched.append((depth, came))
                visit.walk.read += came is not None
            else:
                visit.walk.read += 1
            if known is not None:
                visit.said.setdefault(known.says, known.url)
                visit.walk.add(known.links, known.depth + 1)
                done.append((known, None))
            await visit.tell.read(visit.walk.read, visit.walk.expected)
        owner = visit.origin.source_id
        reads = [self.reader.read_page(one.body, one.media_type, owner) for _, one in fetched]
        for (depth, one), read in zip(fetched, await asyncio.gather(*reads), strict=True):
            page, digest = _parsed(visit, one, depth, read)
            if page.place:
                await self.originals.put(_key(visit.origin, page.place), one.body)
            done.append((page, digest))
        await visit.tell.read(visit.walk.read, visit.walk.expected)
        return done

    async def _fetch(self, visit: _Visit, url: str, depth: int, known: Page | None) -> Fetched | Page | None:
        """The page as it is now, as it was when it did not change, or None when there is none any more."""
        if not visit.site.robots.may(url):
            visit.skipped += 1
            return None
        await asyncio.sleep(min(max(self.limits.delay, visit.site.robots.delay), LONGEST_DELAY))
        limits = Limits(self.limits.page_bytes, media_types=READABLE)
        try:
            came = await self.web.get(url, limits, conditions(None if known and known.repeats else known))
        except Unfetched as error:
            if error.refused or error.skipped:
                visit.skipped += 1
                return None
            return _failed(visit, known, str(error))
        if came.status in GONE or (came.status == 200 and not same_site(came.url, visit.site.start)):
            return None
        if came.status not in (200, 304):
            return _failed(visit, known, f"{url} answers with status {came.status}.")
        return _news(visit, url, depth, came)


def _news(visit: _Visit, url: str, depth: int, came: Fetched) -> Fetched | Page | None:
    """What is new on a page; None for one that another address led to already."""
    final = canonical(came.url)
    if final != url and final in visit.walk.seen:
        return None
    visit.walk.seen.add(final)
    known = visit.before.get(final)
    if known is None or known.repeats:
        return came
    if came.noindex and known.place:
        return replace(known, run=visit.run, depth=depth, place=None, says="")
    unchanged = came.status == 304 or known.sha256 == sha256(came.body).hexdigest()
    return replace(known, run=visit.run, depth=depth) if unchanged else came


def _failed(visit: _Visit, known: Page | None, sentence: str) -> Page | None:
    """Keeps a page that cannot be read today as it was."""
    visit.tell.note(problems=(sentence,))
    return known and replace(known, run=visit.run)


def _parsed(visit: _Visit, came: Fetched, depth: int, read: PageRead) -> tuple[Page, Digest | None]:
    url, outline = canonical(came.url), read.outline
    links = [] if outline.nofollow else follow(url, outline.links)
    named = _named(visit, url, outline.canonical)
    onward = links if named == url else [named, *links]
    visit.walk.add(onward, depth + 1)
    digest = None if came.noindex or outline.noindex or named != url else read.digest
    if digest is not None:
        visit.tell.note(problems=digest.problems, notes=digest.notes)
        digest = replace(digest, title=digest.title or url)
    elif read.unreadable and not came.media_type.startswith("text/html"):
        visit.tell.note(problems=(f"{url}: {read.unreadable}",))
    says = content_hash(digest) if digest else ""
    first = visit.said.setdefault(says, url) if says else url
    page = Page(
        url=url,
        run=visit.run,
        depth=depth,
        place=url if digest and first == url else None,
        etag=came.etag,
        last_modified=came.last_modified,
        sha256=sha256(came.body).hexdigest(),
        links=tuple(dict.fromkeys(onward)),
        says=says,
        media_type=came.media_type,
    )
    return page, digest


def _named(visit: _Visit, url: str, canonical_link: str) -> str:
    """The address that the page calls its own: not one that leaves its content to others itself."""
    named = next(iter(follow(url, (canonical_link,))), url) if canonical_link else url
    before = visit.before.get(named)
    if named in visit.aside or (before and not before.place and not before.says):
        return url
    if named != url:
        visit.aside.add(url)
    return named


def _key(origin: Origin, place: str) -> str:
    return original_key(origin.scope.workspace_id, origin.source_id, document_id(origin.source_id, place))


def _readings(visit: _Visit, batch: list[tuple[Page, Digest | None]]) -> list[Reading]:
    """One reading per document; a page that repeats another is no document of its own."""
    own = [(page, digest) for page, digest in batch if page.place and visit.said[page.says] == page.url]
    visit.documents += len(own)
    return [Reading(page.url, digest, page.url) for page, digest in own]


def _conclude(visit: _Visit) -> None:
    if not visit.documents:
        raise Unreadable(f"There is no text to answer from at {visit.site.start}.")
    notes = []
    if visit.walk.left_out:
        limit = visit.walk.most_pages
        notes.append(f"Pages left out, because the limit is {limit:,}: {visit.walk.left_out:,}.")
    if visit.skipped:
        why = "because robots.txt forbids them or they are no pages"
        notes.append(f"Addresses left out, {why}: {visit.skipped:,}.")
    visit.tell.note(notes=tuple(notes))
