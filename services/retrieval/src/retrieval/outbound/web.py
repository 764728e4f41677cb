"""Reads the public web: the only client for addresses that somebody typed."""

from __future__ import annotations

import asyncio
import ssl
import zlib
from collections.abc import Mapping
from dataclasses import dataclass

import httpcore
import httpx

from chassis.pinned import Closed, PinnedBackend, Unknown
from retrieval.domain.fetched import Fetched, Limits, Unfetched
from retrieval.domain.web_address import NOT_PUBLIC, objection

AGENT = "AnswerbusBot/0.1"
MOST_REDIRECTS = 5
REDIRECTS = (301, 302, 303, 307, 308)
PORTS = frozenset((80, 443))
_UNREACHABLE = (
    httpcore.NetworkError,
    httpcore.ProtocolError,
    httpcore.UnsupportedProtocol,
    ssl.SSLError,
    OSError,
)
_HEADERS = {
    "User-Agent": AGENT,
    "Accept": "text/html,application/xhtml+xml,application/pdf;q=0.9,*/*;q=0.5",
    "Accept-Encoding": "gzip",
}


@dataclass(frozen=True, slots=True)
class WebClient:
    """Every hop is checked anew: the address, its port, and where its name leads when it is dialled.

    `opened` hosts (`name:port`) are not checked. No cookies, proxies or credentials are used.
    """

    pool: httpcore.AsyncConnectionPool
    opened: frozenset[str] = frozenset()
    ports: frozenset[int] = PORTS
    check: bool = True

    @classmethod
    def over(
        cls,
        backend: PinnedBackend,
        *,
        opened: frozenset[str] = frozenset(),
        ports: frozenset[int] = PORTS,
        check: bool = True,
    ) -> WebClient:
        pool = httpcore.AsyncConnectionPool(
            ssl_context=httpx.create_ssl_context(trust_env=False),
            network_backend=backend,
            max_connections=8,
            keepalive_expiry=5.0,
        )
        return cls(pool, opened, ports, check)

    async def get(self, url: str, limits: Limits, headers: Mapping[str, str] | None = None) -> Fetched:
        """The page behind every redirect, also when its status is an error. Raises Unfetched."""
        try:
            async with asyncio.timeout(limits.seconds):
                return await self._follow(url, limits, {**_HEADERS, **(headers or {})})
        except (TimeoutError, httpcore.TimeoutException) as error:
            raise Unfetched(f"{url} takes too long to answer.") from error
        except _UNREACHABLE as error:
            raise Unfetched(f"{url} cannot be reached.") from error

    async def close(self) -> None:
        await self.pool.aclose()

    async def _follow(self, url: str, limits: Limits, headers: Mapping[str, str]) -> Fetched:
        here = url
        for _ in range(MOST_REDIRECTS + 1):
            target = self._judged(here)
            fetched, onward = await self._hop(target, limits, headers)
            if onward is None:
                return fetched
            here = _joined(target, onward)
        raise Unfetched(f"{url} leads in circles.")

    def _judged(self, url: str) -> httpx.URL:
        try:
            target = httpx.URL(url)
        except httpx.InvalidURL as error:
            raise Unfetched(f"This is no address of a website: {url[:200]}.") from error
        port = target.port or (443 if target.scheme == "https" else 80)
        if not self.check or (f"{target.host}:{port}" in self.opened and target.scheme in ("http", "https")):
            return target
        reason = (
            objection(url) or objection(str(target)) or (None if port in self.ports else self._port_of(url))
        )
        if reason:
            raise Unfetched(reason, refused=True)
        return target

    def _port_of(self, url: str) -> str:
        ports = " and ".join(map(str, sorted(self.ports)))
        return f"Only the ports {ports} of a website are read, not that of {url[:200]}."

    async def _hop(
        self, url: httpx.URL, limits: Limits, headers: Mapping[str, str]
    ) -> tuple[Fetched, str | None]:
        """The response, and the address it redirects to."""
        host = url.netloc.decode("ascii")
        request = [(b"Host", host.encode()), *((key.encode(), one.encode()) for key, one in headers.items())]
        where = httpcore.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path)
        wait = {"timeout": dict.fromkeys(("connect", "read", "write", "pool"), limits.silence)}
        try:
            async with self.pool.stream("GET", where, headers=request, extensions=wait) as response:
                found = {key.decode().lower(): one.decode("latin-1") for key, one in response.headers}
                if response.status in REDIRECTS and found.get("location"):
                    return _fetched(url, response.status, found, b""), found["location"]
                body = b"" if response.status == 304 else await _body(url, response, found, limits)
                return _fetched(url, response.status, found, body), None
        except Closed as error:
            raise Unfetched(NOT_PUBLIC.format(url=url), refused=True) from error
        except Unknown as error:
            raise Unfetched(f"There is no website at {url.host}: this name is unknown.") from error


def _joined(base: httpx.URL, onward: str) -> str:
    try:
        return str(base.join(onward))
    except httpx.InvalidURL as error:
        raise Unfetched(f"{base} leads to no address of a website.") from error


def _fetched(url: httpx.URL, status: int, headers: Mapping[str, str], body: bytes) -> Fetched:
    robots = headers.get("x-robots-tag", "").lower()
    return Fetched(
        url=str(url),
        status=status,
        media_type=headers.get("content-type", ""),
        body=body,
        etag=headers.get("etag"),
        last_modified=headers.get("last-modified"),
        noindex=any(word.strip() in ("noindex", "none") for word in robots.split(",")),
    )


async def _body(
    url: httpx.URL, response: httpcore.Response, headers: Mapping[str, str], limits: Limits
) -> bytes:
    """The content, within the limit both packed and unpacked."""
    kind = headers.get("content-type", "").partition(";")[0].strip().lower()
    if response.status == 200 and limits.media_types and kind not in limits.media_types:
        raise Unfetched(f"{url} is no page but {kind or 'of an unknown type'}.", skipped=True)
    coding = headers.get("content-encoding", "identity").strip().lower()
    if coding not in ("identity", "gzip", ""):
        raise Unfetched(f"{url} is packed in a way that is not read.")
    unpacker = zlib.decompressobj(31) if coding == "gzip" else None
    whole = bytearray()
    async for chunk in response.aiter_stream():
        whole += _unpacked(url, unpacker, chunk, limits.bytes - len(whole) + 1) if unpacker else chunk
        if len(whole) > limits.bytes:
            raise Unfetched(f"{url} is larger than {limits.bytes >> 20} MB.", skipped=True)
    return bytes(whole)


def _unpacked(url: httpx.URL, unpacker: zlib._Decompress, chunk: bytes, most: int) -> bytes:
    try:
        return unpacker.decompress(chunk, most)
    except zlib.error as error:
        raise Unfetched(f"{url} is damaged on its way.") from error
