"""A website on a free port: pages that can be changed, and a list of who asked for what."""

from __future__ import annotations

import asyncio
import hashlib
from dataclasses import dataclass, field

from tests.support.local_server import LocalServer

NOT_MODIFIED = b"HTTP/1.1 304 Not Modified\r\nContent-Length: 0\r\n\r\n"


@dataclass
class Site(LocalServer):
    """`pages` by path; `statuses` and `redirects` instead; with `etags` clients can ask for news only.

    `headers` are sent with the page of their path.
    """

    pages: dict[str, str] = field(default_factory=dict)
    statuses: dict[str, int] = field(default_factory=dict)
    redirects: dict[str, str] = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)
    etags: bool = True
    asked: list[str] = field(default_factory=list)
    sent: int = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def opened(self) -> frozenset[str]:
        return frozenset({f"127.0.0.1:{self.port}"})

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while head := await reader.readuntil(b"\r\n\r\n"):
            lines = head.decode("latin-1").split("\r\n")
            self.asked.append(lines[0].split(" ")[1])
            headers = dict(line.lower().split(": ", 1) for line in lines[1:] if ": " in line)
            writer.write(self._answer(self.asked[-1], headers))
            await writer.drain()

    def _answer(self, path: str, headers: dict[str, str]) -> bytes:
        if path in self.redirects:
            return _reply(302, "", f"Location: {self.redirects[path]}")
        if path in self.statuses or path not in self.pages:
            return _reply(self.statuses.get(path, 404), "")
        tag = hashlib.sha256(self.pages[path].encode()).hexdigest()[:16]
        if self.etags and headers.get("if-none-match") == f'"{tag}"':
            return NOT_MODIFIED
        self.sent += 1
        kind = (
            "text/plain"
            if path.endswith(".txt")
            else "application/xml"
            if path.endswith(".xml")
            else "text/html"
        )
        more = [f'ETag: "{tag}"'] if self.etags else []
        return _reply(200, self.pages[path], f"Content-Type: {kind}", *more, self.headers.get(path, "X: y"))


def _reply(status: int, body: str, *headers: str) -> bytes:
    raw = body.encode()
    lines = (f"HTTP/1.1 {status} X", f"Content-Length: {len(raw)}", *headers, "", "")
    return "\r\n".join(lines).encode() + raw


def page(title: str, text: str, *links: str, head: str = "") -> str:
    """A page with its links in a navigation."""
    anchors = "".join(f'<a href="{link}">{link}</a> ' for link in links)
    return (
        f"<html><head><title>{title}</title>{head}</head><body><nav>{anchors}</nav>"
        f"<main><h1>{title}</h1><p>{text}</p></main></body></html>"
    )
