"""Reads uploads in separate processes with limits on CPU, memory and time."""

from __future__ import annotations

import asyncio
import json
import signal
import socket
import subprocess
import sys
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from pydantic import TypeAdapter, ValidationError

from chassis import logs
from chassis.errors import Unavailable
from retrieval.domain.crawl import Outline, PageRead
from retrieval.domain.document import Digest, Unreadable
from retrieval.domain.upload import TOO_LARGE, kind_of

CPU_SECONDS = 20
WALL_SECONDS = 60.0
MEMORY_BYTES = 512 << 20
AT_ONCE = 2
"""How many files are read at a time; others wait."""
TOO_SLOW = "This file takes too long to read; please split it, or export it again in a simpler form."
DAMAGED = "This file cannot be read, it seems to be damaged; please export it again and upload it."
AWAY = "The process that reads files does not start; the file is read once it does."
_SLOW = frozenset((-signal.SIGXCPU, -signal.SIGKILL, -signal.SIGALRM))
_LARGE = frozenset((-signal.SIGABRT, -signal.SIGTRAP, -signal.SIGILL))

log = logs.get(__name__)


@dataclass(frozen=True, slots=True)
class _Answer:
    digest: Digest | None = None
    unreadable: str | None = None
    broken: str | None = None
    outline: Outline = field(default_factory=Outline)


_ANSWER = TypeAdapter(_Answer)


@dataclass(slots=True)
class SandboxReader:
    """Limits of one file: seconds of CPU, seconds by the clock, bytes of address space.

    Files are read by forks of a warm process (see `parsing.__main__`), which ends with this one.
    """

    cpu_seconds: int = CPU_SECONDS
    wall_seconds: float = WALL_SECONDS
    memory_bytes: int = MEMORY_BYTES
    _control: socket.socket | None = None
    _starting: asyncio.Lock = field(default_factory=asyncio.Lock)
    _turns: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(AT_ONCE))

    async def read(self, body: bytes, name: str, media_type: str, *, pages: int | None = None) -> Digest:
        """Raises Unreadable, also for a file that exceeds a limit or breaks the reader.

        `pages` as in `parsing.read`.

        Raises Unavailable when no process can be had to read it, which says nothing about the file.
        """
        answer = await self._answer(body, {"name": name, "media_type": media_type, "pages": pages})
        if answer.digest is None:
            raise Unreadable(answer.unreadable or DAMAGED)
        return answer.digest

    async def read_page(self, body: bytes, media_type: str) -> PageRead:
        """A page of a website with its links, whatever can be read of it."""
        is_html = kind_of("", media_type) == "html"
        try:
            answer = await self._answer(body, {"name": "", "media_type": media_type, "links": is_html})
        except Unreadable as error:
            return PageRead(None, str(error))
        return PageRead(answer.digest, answer.unreadable, answer.outline)

    async def _answer(self, body: bytes, what: dict[str, Any]) -> _Answer:
        async with self._turns:
            answered = await self._ask(body, what) or await self._ask(body, what)
        if answered is None:
            log.error("sandbox.away", module="retrieval.outbound.parsing")
            raise Unavailable(AWAY)
        out, code = answered
        if code != 0:
            raise _broken(code)
        return _decoded(out)

    async def _ask(self, body: bytes, what: dict[str, Any]) -> tuple[bytes, int] | None:
        """The answer and the exit code of the fork that gave it; None when the warm process is gone."""
        ours, theirs = socket.socketpair()
        limits = {"cpu_seconds": self.cpu_seconds, "wall_seconds": self.wall_seconds}
        request = json.dumps({**what, **limits, "memory_bytes": self.memory_bytes}).encode()
        with theirs:
            try:
                control = await self._warm()
                ours.sendall(len(request).to_bytes(4) + request)
                socket.send_fds(control, [b"+"], [theirs.fileno()])
            except OSError:
                self._control = None
                ours.close()
                return None
        reader, writer = await asyncio.open_connection(sock=ours)
        try:
            out = await _talk(reader, writer, body)
        finally:
            writer.close()
        answer, _, code = out.rpartition(b"\n")
        if not code:
            self._control = None
        return (answer, int(code)) if code else None

    async def _warm(self) -> socket.socket:
        async with self._starting:
            if self._control is None:
                self._control = await asyncio.to_thread(_start)
            return self._control


def _start() -> socket.socket:
    ours, theirs = socket.socketpair()
    with theirs:
        subprocess.Popen(
            (sys.executable, "-I", "-m", "retrieval.outbound.parsing"),
            stdin=theirs.fileno(),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env={},
            start_new_session=True,
        )
    return ours


async def _talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, body: bytes) -> bytes:
    with suppress(ConnectionResetError, BrokenPipeError):  # the reader may have stopped early
        writer.write(body)
        await writer.drain()
        writer.write_eof()
    try:
        return await reader.read()
    except (ConnectionResetError, BrokenPipeError):
        return b""


def _broken(code: int) -> Unreadable:
    if code in _SLOW:
        return Unreadable(TOO_SLOW)
    if code in _LARGE:
        return Unreadable(TOO_LARGE)
    log.warning("sandbox.broken", code=code)
    return Unreadable(DAMAGED)


def _decoded(out: bytes) -> _Answer:
    try:
        answer = _ANSWER.validate_json(out)
    except ValidationError as error:
        raise Unreadable(DAMAGED) from error
    if answer.broken:
        log.warning("sandbox.broken", trace=answer.broken)
    return answer
