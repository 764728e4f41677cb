"""Websites on a real server, fetched by the real client and read by the real sandbox."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from chassis.pinned import PinnedBackend
from contracts.facts.knowledge import DocumentIndexed, DocumentRemoved
from contracts.shapes import SourceStatus
from retrieval.domain.crawl import PageRead
from retrieval.handlers.crawl_website import CrawlLimits, CrawlWebsite
from retrieval.handlers.enter_site import EnterSite
from retrieval.handlers.fetch_page import FetchPage
from retrieval.outbound.parsing.html_links import outline
from retrieval.outbound.parsing.read import read
from retrieval.outbound.robots import RobotsRules
from retrieval.outbound.sandbox import SandboxReader
from retrieval.outbound.web import WebClient
from retrieval.testing.desk import ORIGIN, SyncDesk
from services.retrieval.tests.site_server import Site, page

LIMITS = CrawlLimits(delay=0.0, pages=2000, depth=12, page_bytes=1 << 20)


class NearReader:
    """Parses in this process: that each page has one of its own is for the sandbox's tests."""

    async def read_page(self, body: bytes, media_type: str, owner: str) -> PageRead:
        assert owner == ORIGIN.source_id
        return PageRead(read(body, "", media_type), None, outline(body, media_type))


class CrawlDesk(SyncDesk):
    def visit(self, site: Site, limits: CrawlLimits = LIMITS, near: bool = False) -> None:
        web = WebClient.over(PinnedBackend(opened=site.opened), opened=site.opened)
        reader = SandboxReader()
        enter = EnterSite(web, RobotsRules.parse)
        self.more = {
            "website": CrawlWebsite(
                self.database,
                self.pages,
                web,
                NearReader() if near else reader,
                self.originals,
                enter,
                limits,
            ),
            "url": FetchPage(self.database, self.pages, web, reader, self.originals, 1 << 20),
        }

    @property
    def places(self) -> set[str]:
        """The paths of the documents."""
        return {
            row.place.partition("/")[2].partition("/")[2].partition("/")[2]
            for row, _ in self.documents.rows.values()
        }


@pytest.fixture
async def site() -> AsyncIterator[Site]:
    async with Site().running() as site:
        yield site


@pytest.fixture
async def desk(site: Site) -> CrawlDesk:
    desk = CrawlDesk()
    desk.visit(site)
    await desk.add(replace(ORIGIN, kind="website", url=f"{site.url}/"))
    return desk


async def test_a_resync_of_a_thousand_pages_embeds_only_the_ten_that_changed(
    desk: CrawlDesk, site: Site
) -> None:
    desk.visit(site, near=True)
    texts = {number: f"Rule number {number} is about parcel {number * 7}." for number in range(1000)}
    for number, text in texts.items():
        links = [f"/p/{one}" for one in range(number * 10 + 1, min(number * 10 + 11, 1000))]
        site.pages["/" if number == 0 else f"/p/{number}"] = page(f"Rule {number}", text, *links)
    await desk.sync()
    assert (desk.source.status, desk.source.documents, desk.source.error) == (SourceStatus.READY, 1000, None)
    assert len(desk.embedder.read) == len(desk.index.points) == 1000

    changed = range(3, 1000, 100)
    for number in changed:
        links = [f"/p/{one}" for one in range(number * 10 + 1, min(number * 10 + 11, 1000))]
        site.pages[f"/p/{number}"] = page(f"Rule {number}", f"Now rule {number} is new.", *links)
    desk.embedder.read.clear()
    site.sent = 0
    before = len(desk.facts(DocumentIndexed))
    await desk.sync()
    news = [f"Rule {number}\nNow rule {number} is new." for number in changed]
    assert sorted(desk.embedder.read) == sorted(news)
    assert len(desk.facts(DocumentIndexed)) == before + len(changed)
    assert site.sent <= len(changed) + 1
    assert desk.source.documents == 1000


async def test_what_is_as_it_was_is_known_without_etags_too(desk: CrawlDesk, site: Site) -> None:
    site.etags = False
    site.pages = {"/": page("Start", "Welcome here.", "/a"), "/a": page("A", "This is a.")}
    await desk.sync()
    desk.embedder.read.clear()
    await desk.sync()
    assert desk.embedder.read == []
    assert desk.places == {"", "a"}


async def test_pages_that_are_gone_or_unlinked_leave(desk: CrawlDesk, site: Site) -> None:
    site.pages = {
        "/": page("Start", "Welcome here.", "/a", "/b", "/c"),
        "/a": page("A", "This is a."),
        "/b": page("B", "This is b."),
        "/c": page("C", "This is c."),
    }
    await desk.sync()
    assert desk.places == {"", "a", "b", "c"}
    del site.pages["/a"]
    site.statuses["/c"] = 500
    site.pages["/"] = page("Start", "Welcome here.", "/a", "/c")
    await desk.sync()
    assert desk.places == {"", "c"}
    assert len(desk.facts(DocumentRemoved)) == 2
    assert desk.source.error == f"{site.url}/c answers with status 500."


async def test_robots_and_sitemaps_are_followed(desk: CrawlDesk, site: Site) -> None:
    site.pages = {
        "/robots.txt": f"User-agent: *\nDisallow: /private\nSitemap: {site.url}/maps.xml\n",
        "/maps.xml": f"<sitemapindex><sitemap><loc>{site.url}/map.xml</loc></sitemap></sitemapindex>",
        "/map.xml": f"<urlset><url><loc>{site.url}/hidden</loc></url><url><loc>https://elsewhere.example/x</loc></url></urlset>",
        "/": page("Start", "Welcome here.", "/private/a", "https://elsewhere.example/", "mailto:a@b.example"),
        "/hidden": page("Hidden", "Only the sitemap knows me."),
        "/private/a": page("Private", "Not for robots."),
    }
    await desk.sync()
    assert desk.places == {"", "hidden"}
    assert "/private/a" not in site.asked
    assert "robots.txt forbids" in desk.source.notes[0]


async def test_one_document_for_each_page_whatever_it_is_called(desk: CrawlDesk, site: Site) -> None:
    other = page("A", "This is a.", head='<link rel="canonical" href="/a">')
    site.pages = {
        "/": page(
            "Start", "Welcome here.", "/a", "/a?utm_source=x", "/a#part", "/a?print=1", "/copy", "/old", "/no"
        ),
        "/a": page("A", "This is a."),
        "/a?print=1": other,
        "/copy": page("A", "This is a."),
        "/no": page("No", "Not to be shown.", "/behind", head='<meta name="robots" content="noindex">'),
        "/behind": page("Behind", "Found behind the page."),
    }
    site.redirects["/old"] = "/a"
    for _ in range(2):
        await desk.sync()
        assert desk.places == {"", "a", "behind"}
    del site.pages["/a"], site.pages["/a?print=1"], site.redirects["/old"]
    await desk.sync()
    assert desk.places == {"", "copy", "behind"}


async def test_pages_that_each_call_the_other_their_own_are_not_lost(desk: CrawlDesk, site: Site) -> None:
    heads = [f'<link rel="canonical" href="/{name}">' for name in "ba"]
    site.pages = {
        "/": page("Start", "Welcome here.", "/a"),
        "/a": page("A", "This is a.", head=heads[0]),
        "/b": page("B", "This is b.", head=heads[1]),
    }
    await desk.sync()
    assert desk.places == {"", "b"}
    site.pages["/b"] = page("B", "This is b now.", head=heads[1])
    await desk.sync()
    assert desk.places == {"", "b"}


async def test_a_header_keeps_a_page_out_as_the_page_itself_could(desk: CrawlDesk, site: Site) -> None:
    site.pages = {"/": page("Start", "Welcome here.", "/no"), "/no": page("No", "Not to be shown.")}
    await desk.sync()
    assert desk.places == {"", "no"}
    site.headers["/no"] = "X-Robots-Tag: noindex, nofollow"
    site.etags = False
    await desk.sync()
    assert desk.places == {""}
    site.pages["/no"] = page("No", "Still not to be shown.")
    await desk.sync()
    assert desk.places == {""}


async def test_limits_keep_what_is_nearest(site: Site) -> None:
    desk = CrawlDesk()
    desk.visit(site)
    await desk.add(replace(ORIGIN, kind="website", url=f"{site.url}/", max_pages=3, max_depth=1))
    site.pages = {"/": page("Start", "Welcome here.", *(f"/{n}" for n in range(5)))}
    site.pages |= {f"/{n}": page(f"N{n}", f"This is page {n}.", "/deep") for n in range(5)}
    await desk.sync()
    assert desk.places == {"", "0", "1"}
    assert desk.source.notes == ["Pages left out, because the limit is 3: 3."]


@pytest.mark.parametrize(
    ("statuses", "robots", "words"),
    [
        ({"/": 404}, "", "answers with status 404"),
        ({"/robots.txt": 503}, "", "not read without it"),
        ({}, "User-agent: *\nDisallow: /", "asks us not to read"),
    ],
)
async def test_a_site_that_cannot_be_read_says_why_and_keeps_its_passages(
    desk: CrawlDesk, site: Site, statuses: dict[str, int], robots: str, words: str
) -> None:
    site.pages = {"/": page("Start", "Welcome here.")}
    await desk.sync()
    site.statuses = statuses
    site.pages["/robots.txt"] = robots
    await desk.sync()
    assert desk.source.status is SourceStatus.FAILED
    assert words in (desk.source.error or "")
    assert len(desk.index.points) == 1


async def test_a_run_that_was_cut_off_goes_on(desk: CrawlDesk, site: Site) -> None:
    site.pages = {"/": page("Start", "Welcome here.", *(f"/{n}" for n in range(40)))}
    site.pages |= {f"/{n}": page(f"N{n}", f"This is page {n}.") for n in range(40)}
    site.etags = False

    class Dying(Exception):
        pass

    index, count = desk.index.replace, 0

    async def replace_then_die(*args: object) -> None:
        nonlocal count
        count += 1
        if count > 20:
            raise Dying
        await index(*args)  # type: ignore[arg-type]

    desk.index.replace = replace_then_die  # type: ignore[method-assign]
    with pytest.raises(Dying):
        await desk.sync(event_id="one")
    desk.index.replace = index  # type: ignore[method-assign]
    asked, site.sent = len(site.asked), 0
    await desk.sync(event_id="one")
    assert desk.source.documents == 41
    assert len({event.id for event in desk.database.committed}) == len(desk.database.committed)
    assert site.sent < 41 - 10, asked


async def test_one_address_is_one_document(site: Site) -> None:
    desk = CrawlDesk()
    desk.visit(site)
    await desk.add(replace(ORIGIN, kind="url", url=f"{site.url}/a"))
    site.pages = {"/a": page("A", "This is a.", "/b"), "/b": page("B", "This is b.")}
    await desk.sync()
    await desk.sync()
    assert desk.embedder.read == ["A\nThis is a."]
    site.pages["/a"] = page("A", "This is new.")
    await desk.sync()
    assert [one.stored.text for one in desk.index.points.values()] == ["This is new."]
    [(stored, _)] = desk.documents.rows.values()
    assert (stored.url, stored.revision) == (f"{site.url}/a", 2)
    site.statuses["/a"] = 404
    await desk.sync()
    assert (desk.source.status, len(desk.index.points)) == (SourceStatus.FAILED, 1)
