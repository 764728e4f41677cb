"""What the outbound client reads, and above all what it does not."""

from __future__ import annotations

import asyncio
import gzip
import itertools
import socket
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass, field
from ipaddress import ip_address
from typing import Any

import httpcore
import pytest

from chassis.pinned import PinnedBackend, Unknown
from chassis.public_addresses import is_public
from retrieval.domain.fetched import Fetched, Limits, Unfetched
from retrieval.domain.web_address import objection
from retrieval.outbound.web import WebClient
from tests.support.local_server import LocalServer

from .hostile_urls import INSIDE, ODD

PUBLIC = "93.184.215.14"
LIMITS = Limits(bytes=100_000, seconds=60.0, silence=4.0)
ALWAYS: dict[str, list[str]] = {
    "public.test": [PUBLIC],
    "loopback.test": ["127.0.0.1"],
    "private.test": ["10.1.2.3"],
    "mapped.test": ["::ffff:127.0.0.1"],
    "mixed.test": [PUBLIC, "127.0.0.1"],
    "localhost": ["127.0.0.1", "::1"],
    "localhost.localdomain": ["127.0.0.1"],
    "app.localhost": ["127.0.0.1"],
    "metadata.google.internal": ["169.254.169.254"],
    "printer.local": ["192.168.1.9"],
}


@dataclass
class Listener(LocalServer):
    """An HTTP server that counts whoever connects and answers everybody alike."""

    answer: Callable[[str], bytes] = lambda _: page("inside")
    paths: list[str] = field(default_factory=list)

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        first = (await reader.readline()).decode("latin-1")
        self.paths.append(first.split(" ")[1] if " " in first else first)
        while (await reader.readline()).strip():
            pass
        writer.write(self.answer(self.paths[-1]))
        await writer.drain()


def page(body: str | bytes, *headers: str, status: str = "200 OK") -> bytes:
    raw = body if isinstance(body, bytes) else body.encode()
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(raw)}", "Connection: close", *headers]
    if not any(line.startswith("Content-Type") for line in headers):
        lines.append("Content-Type: text/html")
    return "\r\n".join([*lines, "", ""]).encode() + raw


@dataclass
class World(httpcore.AsyncNetworkBackend):
    """A network in which every closed address leads to the listener inside, and public ones to `outside`."""

    inside: Listener
    outside: Listener
    names: dict[str, Iterator[list[str]]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)

    async def resolve(self, host: str, port: int) -> list[str]:
        self.asked.append(host)
        name = host.rstrip(".").lower()
        if name in self.names:
            return next(self.names[name])
        if name in ALWAYS:
            return ALWAYS[name]
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_NUMERICHOST)
        except (OSError, UnicodeError) as error:
            raise Unknown(host) from error
        return [str(one[4][0]) for one in found]

    async def connect_tcp(self, host: str, port: int, *args: Any, **kwargs: Any) -> Any:
        listener = self.outside if is_public(ip_address(host.partition("%")[0])) else self.inside
        return await httpcore.AnyIOBackend().connect_tcp("127.0.0.1", listener.port, *args, **kwargs)

    def client(self, *, check: bool = True) -> WebClient:
        judge = is_public if check else lambda _: True
        backend = PinnedBackend(resolve=self.resolve, judge=judge, network=self)
        return WebClient.over(backend, ports=frozenset({80, 443, self.inside.port}), check=check)


@pytest.fixture
async def world() -> AsyncIterator[World]:
    async with Listener().running() as inside, Listener(lambda _: page("outside")).running() as outside:
        yield World(inside, outside)


def hostile(port: int) -> list[str]:
    return [f"http://{host}:{port}/" for host in INSIDE] + [one.format(port=port) for one in ODD]


async def attempt(client: WebClient, url: str) -> Fetched | Unfetched:
    try:
        return await client.get(url, LIMITS)
    except Unfetched as error:
        return error


async def test_no_hostile_address_reaches_inside(world: World) -> None:
    urls = hostile(world.inside.port)
    assert len(urls) >= 110
    answers = [await attempt(world.client(), url) for url in urls]
    assert world.inside.paths == []
    for url, answer in zip(urls, answers, strict=True):
        assert isinstance(answer, Unfetched), url
        assert str(answer).endswith("."), url


async def test_an_unusual_port_is_named(world: World) -> None:
    client = WebClient.over(PinnedBackend(resolve=world.resolve, judge=is_public, network=world))
    answer = await attempt(client, "http://example.com:8443/")
    assert (
        str(answer)
        == "Only the ports 80 and 443 of a website are read, not that of http://example.com:8443/."
    )


async def test_no_redirect_leads_inside(world: World) -> None:
    urls = hostile(world.inside.port)

    def answer(path: str) -> bytes:
        where = urls[int(path.strip("/"))].encode()
        return page("", status="302 Found").replace(b"Connection", b"Location: " + where + b"\r\nConnection")

    world.outside.answer = answer
    for number in range(len(urls)):
        await attempt(world.client(), f"http://public.test/{number}")
    assert world.inside.paths == []
    assert len(world.outside.paths) >= len(urls)


async def test_a_name_that_changes_its_mind_leads_nowhere_else(world: World) -> None:
    rebinding = itertools.chain([[PUBLIC]], itertools.repeat(["127.0.0.1"]))
    world.names["rebind.test"] = iter(rebinding)
    client = world.client()
    first = await attempt(client, f"http://rebind.test:{world.inside.port}/")
    assert isinstance(first, Fetched) and first.body == b"outside"
    assert world.asked == ["rebind.test"]
    assert isinstance(await attempt(client, f"http://rebind.test:{world.inside.port}/"), Unfetched)
    assert world.inside.paths == []


async def test_without_the_check_they_do_reach_inside(world: World) -> None:
    """The control: what keeps the others out is the check and nothing else."""
    client = world.client(check=False)
    for url in hostile(world.inside.port):
        await attempt(client, url)
    assert len(world.inside.paths) >= 80
    reached = len(world.inside.paths)
    world.names["rebind.test"] = iter([["127.0.0.1"]])
    await attempt(client, f"http://rebind.test:{world.inside.port}/")
    assert len(world.inside.paths) == reached + 1


async def test_hosts_that_an_operator_opened_are_read(world: World) -> None:
    opened = frozenset({f"127.0.0.1:{world.inside.port}"})
    client = WebClient.over(PinnedBackend(opened=opened), opened=opened)
    assert (await client.get(f"http://127.0.0.1:{world.inside.port}/a", LIMITS)).body == b"inside"
    other = await attempt(client, f"http://127.0.0.1:{world.outside.port}/")
    assert isinstance(other, Unfetched) and other.refused


async def test_odd_ports_are_not_read(world: World) -> None:
    answer = await attempt(world.client(), "http://public.test:6379/")
    assert isinstance(answer, Unfetched) and "port" in str(answer)


@pytest.mark.parametrize(
    ("body", "headers", "words"),
    [
        (b"x" * 100_001, [], "larger"),
        (gzip.compress(b"x" * 40_000_000, mtime=0), ["Content-Encoding: gzip"], "larger"),
        (gzip.compress(b"x", mtime=0), ["Content-Encoding: gzip, gzip"], "packed"),
        (b"no gzip", ["Content-Encoding: gzip"], "damaged"),
        (b"\x89PNG", ["Content-Type: image/png"], "no page"),
    ],
)
async def test_what_is_too_much_is_left(world: World, body: bytes, headers: list[str], words: str) -> None:
    world.outside.answer = lambda _: page(body, *headers)
    limits = Limits(bytes=100_000, seconds=60, media_types=frozenset({"text/html"}))
    with pytest.raises(Unfetched, match=words):
        await world.client().get("http://public.test/", limits)


async def test_what_never_ends_is_left(world: World) -> None:
    world.outside.answer = lambda _: b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n"

    async def drip(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n")
        while not writer.is_closing():
            writer.write(b"x")
            await asyncio.sleep(0.05)

    async with await asyncio.start_server(drip, "127.0.0.1", 0) as server:
        world.outside.port = server.sockets[0].getsockname()[1]
        with pytest.raises(Unfetched, match="too long"):
            await world.client().get("http://public.test/", Limits(bytes=1 << 20, seconds=3.0))


async def test_circles_end(world: World) -> None:
    world.outside.answer = lambda path: page("", f"Location: {path}x", status="301 Moved")
    with pytest.raises(Unfetched, match="circles"):
        await world.client().get("http://public.test/", LIMITS)
    assert len(world.outside.paths) == 6


async def test_a_page_is_read_with_what_tells_its_changes(world: World) -> None:
    body = gzip.compress(b"<p>Hello</p>", mtime=0)
    headers = ("Content-Encoding: gzip", 'ETag: "v1"', "Last-Modified: Mon, 02 Mar 2026 08:00:00 GMT")
    world.outside.answer = lambda _: page(body, *headers)
    fetched = await world.client().get("http://public.test/a?b=c", LIMITS)
    assert (fetched.status, fetched.body, fetched.etag) == (200, b"<p>Hello</p>", '"v1"')
    assert world.outside.paths == ["/a?b=c"]


@pytest.mark.parametrize(
    "url",
    ["https://example.com/", "http://example.com:8080/a?b#c", "https://bücher.example/ü", "http://8.8.8.8/"],
)
def test_public_addresses_are_fine_by_their_looks(url: str) -> None:
    assert objection(url) is None
