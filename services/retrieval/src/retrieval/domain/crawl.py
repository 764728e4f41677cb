"""The pages of a website and the order in which they are read."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from urllib.parse import urlsplit

from retrieval.domain.document import Digest


@dataclass(frozen=True, slots=True)
class Page:
    """A page as it was last fetched by the sync `run`, `depth` links from the start.

    `place`: the document it became (its canonical address), None when it became none. `says`: the hash of its
    content. `media_type` is empty when its original was not kept.
    """

    url: str
    run: str
    depth: int
    place: str | None = None
    etag: str | None = None
    last_modified: str | None = None
    sha256: str = ""
    links: tuple[str, ...] = ()
    says: str = ""
    media_type: str = ""

    @property
    def repeats(self) -> bool:
        """Whether it became no document because another page has the same content."""
        return self.place is None and bool(self.says)


def file_name(url: str, media_type: str) -> str:
    """What the original of a page is called when it is downloaded."""
    name = PurePosixPath(urlsplit(url).path).name or "index"
    plain = not PurePosixPath(name).suffix and media_type.startswith(("text/html", "application/xhtml"))
    return f"{name}.html" if plain else name


@dataclass(frozen=True, slots=True)
class Outline:
    """What a page says about itself and others: links as they are written, and what robots may do with it."""

    links: tuple[str, ...] = ()
    canonical: str = ""
    noindex: bool = False
    nofollow: bool = False


@dataclass(frozen=True, slots=True)
class PageRead:
    """`digest` is None for a page without text; then `unreadable` says why in a sentence."""

    digest: Digest | None
    unreadable: str | None = None
    outline: Outline = field(default_factory=Outline)


@dataclass(slots=True)
class Walk:
    """Breadth first, each page once, so that the limit keeps what is nearest to the start."""

    most_pages: int
    most_depth: int
    read: int = 0
    left_out: int = 0
    seen: set[str] = field(default_factory=set)
    _queue: deque[tuple[str, int]] = field(default_factory=deque)

    def add(self, urls: Iterable[str], depth: int) -> None:
        for url in urls:
            if url not in self.seen and depth <= self.most_depth:
                self.seen.add(url)
                self._queue.append((url, depth))

    def next(self) -> tuple[str, int] | None:
        """The next address and its depth; None when everything wanted has been read."""
        if not self._queue:
            return None
        if self.read >= self.most_pages:
            self.left_out = len(self._queue)
            return None
        return self._queue.popleft()

    @property
    def expected(self) -> int:
        return min(self.most_pages, self.read + len(self._queue))
