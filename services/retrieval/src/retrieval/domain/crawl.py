"""A website's pages in the order in which they are read."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Page:
    """A page as it was last fetched, by the sync `run`, `depth` links from the start.

    `place` is the document it became (its canonical address), or None when it became none.
    """

    url: str
    run: str
    depth: int
    place: str | None = None
    etag: str | None = None
    last_modified: str | None = None
    sha256: str = ""
    links: tuple[str, ...] = ()
