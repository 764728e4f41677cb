"""A small HTTP/1.1 client for loads: one connection, kept alive, server-sent events as they come."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit


class Cut(Exception):
    """The connection ended before the answer did."""


@dataclass(frozen=True, slots=True)
class Reply:
    status: int
    headers: Mapping[str, str]
    body: bytes

    def json(self) -> Any:
        return json.loads(self.body)


@dataclass(frozen=True, slots=True)
class SseEvent:
    id: str
    name: str
    data: Any


class HttpClient:
    """One connection to `base_url`; opened when needed, opened again after a cut."""

    def __init__(self, base_url: str) -> None:
        parts = urlsplit(base_url)
        self._host, self._port = parts.hostname or "127.0.0.1", parts.port or 80
        self._reader: asyncio.StreamReader | None = None
        self._writer: asyncio.StreamWriter | None = None

    async def request(
        self, method: str, path: str, body: Any = None, *, token: str | None = None, **headers: str
    ) -> Reply:
        """Raises Cut when the connection breaks, also half-way through the answer."""
        try:
            status, found = await self._send(method, path, body, token, headers)
            payload = b"".join([chunk async for chunk in self._chunks(found)])
        except (OSError, asyncio.IncompleteReadError, ValueError, IndexError) as error:
            self.close()
            raise Cut(str(error)) from error
        if found.get("connection") == "close":
            self.close()
        return Reply(status, found, payload)

    async def events(
        self, method: str, path: str, body: Any = None, *, token: str | None = None, **headers: str
    ) -> AsyncIterator[SseEvent | Reply]:
        """Yield events until the server ends the stream; a Reply when it was no stream. Raises Cut."""
        try:
            status, found = await self._send(
                method, path, body, token, {"Accept": "text/event-stream", **headers}
            )
            if "event-stream" not in found.get("content-type", ""):
                yield Reply(status, found, b"".join([chunk async for chunk in self._chunks(found)]))
                return
            buffer = b""
            async for chunk in self._chunks(found):
                buffer += chunk.replace(b"\r\n", b"\n")
                while b"\n\n" in buffer:
                    block, buffer = buffer.split(b"\n\n", 1)
                    if (event := _event(block)) is not None:
                        yield event
        except (OSError, asyncio.IncompleteReadError, ValueError, IndexError) as error:
            self.close()
            raise Cut(str(error)) from error

    def close(self) -> None:
        if self._writer is not None:
            self._writer.close()
        self._reader = self._writer = None

    async def _send(
        self, method: str, path: str, body: Any, token: str | None, headers: Mapping[str, str]
    ) -> tuple[int, dict[str, str]]:
        if self._writer is None or self._writer.is_closing() or self._reader is None or self._reader.at_eof():
            self._reader, self._writer = await asyncio.open_connection(self._host, self._port)
        payload = b"" if body is None else body if isinstance(body, bytes) else json.dumps(body).encode()
        lines = [f"{method} {path} HTTP/1.1", f"Host: {self._host}:{self._port}"]
        lines += [f"Content-Length: {len(payload)}"]
        if "Content-Type" not in headers and payload:
            lines.append("Content-Type: application/json")
        lines += [f"Authorization: Bearer {token}"] if token else []
        lines += [f"{name}: {value}" for name, value in headers.items()]
        self._writer.write("\r\n".join([*lines, "", ""]).encode() + payload)
        head = (await self._reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        found = {k.lower(): v.strip() for k, _, v in (line.partition(":") for line in head[1:] if line)}
        return int(head[0].split()[1]), found

    async def _chunks(self, headers: Mapping[str, str]) -> AsyncIterator[bytes]:
        assert self._reader is not None
        if "content-length" in headers:
            yield await self._reader.readexactly(int(headers["content-length"]))
            return
        while "chunked" in headers.get("transfer-encoding", ""):
            size = int(await self._reader.readline(), 16)
            chunk = await self._reader.readexactly(size + 2)
            if size == 0:
                return
            yield chunk[:-2]


def _event(block: bytes) -> SseEvent | None:
    fields: dict[str, str] = {}
    for line in block.decode().split("\n"):
        name, _, value = line.partition(":")
        if name:
            fields[name] = fields.get(name, "") + value.removeprefix(" ")
    if "data" not in fields:
        return None
    return SseEvent(fields.get("id", ""), fields.get("event", "message"), json.loads(fields["data"]))
