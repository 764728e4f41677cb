"""Prepares the reading of a website: robots.txt, its first page, and its sitemaps."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urljoin

from retrieval.domain.document import Unreadable
from retrieval.domain.fetched import Fetched, Limits, Unfetched
from retrieval.domain.links import canonical, follow, same_site
from retrieval.domain.sitemap import MOST_BYTES, addresses
from retrieval.source_ports import Robots, Web

MOST_SITEMAPS = 50
SMALL = Limits(512 << 10, seconds=15.0)
LARGE = Limits(MOST_BYTES, seconds=30.0)


@dataclass(frozen=True, slots=True)
class Site:
    """`start` is the first page behind its redirects; `listed` are pages that its sitemaps name."""

    start: str
    robots: Robots
    listed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class EnterSite:
    web: Web
    robots: Callable[[str], Robots]

    async def __call__(self, url: str, most_pages: int) -> Site:
        """Raises Unreadable when the site cannot or must not be read."""
        robots = await self._robots(url)
        start = await self._start(url, robots)
        if not same_site(start, url):
            robots = await self._robots(start)
            _allowed(robots, start)
        return Site(start, robots, tuple(await self._listed(start, robots, most_pages)))

    async def _robots(self, url: str) -> Robots:
        where = urljoin(url, "/robots.txt")
        found = await self._get(where, SMALL)
        if found.status >= 500 or found.status == 429:
            raise Unreadable(f"{where} answers with status {found.status}; a site is not read without it.")
        return self.robots(found.body.decode("utf-8", "replace") if found.status == 200 else "")

    async def _start(self, url: str, robots: Robots) -> str:
        _allowed(robots, url)
        found = await self._get(url, LARGE)
        if found.status != 200:
            raise Unreadable(f"{url} answers with status {found.status}.")
        return canonical(found.url)

    async def _listed(self, start: str, robots: Robots, most: int) -> list[str]:
        """The pages its sitemaps name; without readable sitemaps the site's links will do."""
        waiting = robots.sitemaps or [urljoin(start, "/sitemap.xml")]
        found: dict[str, None] = {}
        for count, where in enumerate(waiting):
            if count >= MOST_SITEMAPS or len(found) >= most:
                break
            try:
                sitemap = await self.web.get(where, LARGE)
            except Unfetched:
                continue
            listed, nested = addresses(sitemap.body) if sitemap.status == 200 else ([], False)
            if nested:
                waiting += [one for one in listed if one not in waiting][:MOST_SITEMAPS]
            else:
                found.update(dict.fromkeys(follow(start, tuple(listed))))
        return list(found)[:most]

    async def _get(self, url: str, limits: Limits) -> Fetched:
        try:
            return await self.web.get(url, limits)
        except Unfetched as error:
            raise Unreadable(str(error)) from error


def _allowed(robots: Robots, url: str) -> None:
    if not robots.may(url):
        raise Unreadable(f"The robots.txt of this website asks us not to read {url}.")
