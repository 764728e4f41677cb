"""The outcome of reading an address of the web."""

from __future__ import annotations

from dataclasses import dataclass


class Unfetched(Exception):
    """An address that was not read; the message is a sentence. `refused`: it must not be read at all.
    `skipped`: it is of no use as a page."""

    def __init__(self, message: str, *, refused: bool = False, skipped: bool = False) -> None:
        super().__init__(message)
        self.refused = refused
        self.skipped = skipped


@dataclass(frozen=True, slots=True)
class Limits:
    """Bytes after unpacking, seconds in all and without data; an empty list of media types allows all."""

    bytes: int
    seconds: float = 30.0
    silence: float = 10.0
    media_types: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Fetched:
    """`url` is where the redirects ended; the body is empty for status 304; a header can say `noindex`."""

    url: str
    status: int
    media_type: str
    body: bytes
    etag: str | None = None
    last_modified: str | None = None
    noindex: bool = False
