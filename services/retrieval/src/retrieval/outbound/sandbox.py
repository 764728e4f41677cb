"""Reads uploads in separate processes with limits on CPU, memory and time."""

from __future__ import annotations

import asyncio
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
from retrieval.outbound.parsing.read import TEXTS
from retrieval.outbound.reading_fork import Ended, ReadingFork
from retrieval.outbound.resting_forks import RestingForks, Shared

CPU_SECONDS = 20
WALL_SECONDS = 60.0
MEMORY_BYTES = 512 << 20
REST_SECONDS = 1.0
AT_ONCE = 2
"""How many files are read at a time; others wait."""
SMALL_BYTES = 1 << 20
BRIEF_CPU_SECONDS, BRIEF_WALL_SECONDS = 1, 5.0
"""For a file whose fork has read others; after any trouble it is read by a fork of its own."""
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

    `rest_seconds` is how long a fork waits for another file.

    Files are read by forks of a warm process (see `parsing.__main__`), which ends with this one. Each has a
    fork of its own, but small texts of one owner and kind that come soon after each other share one.
    """

    cpu_seconds: int = CPU_SECONDS
    wall_seconds: float = WALL_SECONDS
    memory_bytes: int = MEMORY_BYTES
    rest_seconds: float = REST_SECONDS
    _control: socket.socket | None = None
    _starting: asyncio.Lock = field(default_factory=asyncio.Lock)
    _turns: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(AT_ONCE))
    _resting: RestingForks = field(default_factory=RestingForks)

    async def read(
        self, body: bytes, name: str, media_type: str, *, pages: int | None = None, owner: str = ""
    ) -> Digest:
        """Raises Unreadable, also for a file that exceeds a limit or breaks the reader.

        `pages` as in `parsing.read`, `owner` as in `ports.Reader`.

        Raises Unavailable when no process can be had to read it, which says nothing about the file.
        """
        answer = await self._answer(body, {"name": name, "media_type": media_type, "pages": pages}, owner)
        if answer.digest is None:
            raise Unreadable(answer.unreadable or DAMAGED)
        return answer.digest

    async def read_page(self, body: bytes, media_type: str, owner: str) -> PageRead:
        """A page of a website with its links, whatever can be read of it."""
        is_html = kind_of("", media_type) == "html"
        try:
            answer = await self._answer(body, {"name": "", "media_type": media_type, "links": is_html}, owner)
        except Unreadable as error:
            return PageRead(None, str(error))
        return PageRead(answer.digest, answer.unreadable, answer.outline)

    async def _answer(self, body: bytes, what: dict[str, Any], owner: str) -> _Answer:
        kind = _kind(what["name"], what["media_type"])
        shared = (owner, kind) if owner and kind in TEXTS and len(body) <= SMALL_BYTES else None
        cpu_seconds = self.cpu_seconds
        async with self._turns:
            if shared and (fork := self._resting.take(shared)):
                with suppress(Ended):
                    ask = {**what, "cpu_seconds": BRIEF_CPU_SECONDS, "wall_seconds": BRIEF_WALL_SECONDS}
                    answer = await self._read(fork, shared, body, ask)
                    if answer.digest:
                        return answer
                cpu_seconds = max(1, cpu_seconds - BRIEF_CPU_SECONDS)
            ask = {**what, "cpu_seconds": cpu_seconds, "wall_seconds": self.wall_seconds}
            return await self._alone(kind, shared, body, ask)

    async def _alone(
        self, kind: str | None, shared: Shared | None, body: bytes, ask: dict[str, Any]
    ) -> _Answer:
        """By a new fork; once more when the warm process is gone."""
        limits = {"cpu_seconds": ask["cpu_seconds"], "memory_bytes": self.memory_bytes, "kind": kind}
        for _ in range(2):
            try:
                return await self._read(ReadingFork.of(await self._warm(), limits), shared, body, ask)
            except Ended as ended:
                if ended.code is not None:
                    raise _broken(ended.code) from None
            except OSError:
                pass
            self._control = None
        log.error("sandbox.away", module="retrieval.outbound.parsing")
        raise Unavailable(AWAY)

    async def _read(
        self, fork: ReadingFork, shared: Shared | None, body: bytes, ask: dict[str, Any]
    ) -> _Answer:
        """A fork that could read its file may read another."""
        answer = _decoded(await fork.read(body, ask))
        if shared and answer.digest:
            self._resting.keep(shared, fork, self.rest_seconds)
        else:
            fork.close()
        return answer

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


def _kind(name: str, media_type: str) -> str | None:
    """None for a kind that cannot be read, which the fork says."""
    try:
        return kind_of(name, media_type)
    except Unreadable:
        return None


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
    except ValidationError:
        return _Answer(unreadable=DAMAGED)
    if answer.broken:
        log.warning("sandbox.broken", trace=answer.broken)
    return answer
