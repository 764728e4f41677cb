"""Reads uploads in a child process with limits on CPU, memory and time."""

from __future__ import annotations

import asyncio
import signal
import sys
from dataclasses import dataclass

from pydantic import TypeAdapter

from chassis import logs
from retrieval.domain.document import Digest, Unreadable

CPU_SECONDS = 20
WALL_SECONDS = 60.0
TOO_SLOW = "This file takes too long to read; please split it, or export it again in a simpler form."
TOO_LARGE = "This file needs too much memory to read; please split it into smaller files."
DAMAGED = "This file cannot be read, it seems to be damaged; please export it again and upload it."

log = logs.get(__name__)


@dataclass(frozen=True, slots=True)
class _Answer:
    digest: Digest | None = None
    unreadable: str | None = None


_ANSWER = TypeAdapter(_Answer)


@dataclass(frozen=True, slots=True)
class SandboxReader:
    """Times in seconds; `cpu_seconds` of the child's CPU, `wall_seconds` by the clock."""

    cpu_seconds: int = CPU_SECONDS
    wall_seconds: float = WALL_SECONDS

    async def read(self, body: bytes, name: str, media_type: str) -> Digest:
        """Raises Unreadable, also for a file that exceeds a limit or breaks the reader."""
        child = await asyncio.create_subprocess_exec(
            sys.executable,
            "-I",
            "-m",
            "retrieval.outbound.parsing",
            name,
            media_type,
            str(self.cpu_seconds),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
            env={},
        )
        try:
            async with asyncio.timeout(self.wall_seconds):
                out, err = await child.communicate(body)
        except TimeoutError as error:
            raise Unreadable(TOO_SLOW) from error
        finally:
            if child.returncode is None:
                child.kill()
                await child.wait()
        if child.returncode != 0:
            raise _broken(child.returncode, err)
        return _digest(out)


def _broken(code: int | None, err: bytes) -> Unreadable:
    if code in (-signal.SIGXCPU, -signal.SIGKILL):
        return Unreadable(TOO_SLOW)
    if code == -signal.SIGABRT:
        return Unreadable(TOO_LARGE)
    log.warning("sandbox.broken", code=code, stderr=err.decode(errors="replace")[-500:])
    return Unreadable(DAMAGED)


def _digest(out: bytes) -> Digest:
    answer = _ANSWER.validate_json(out)
    if answer.digest is None:
        raise Unreadable(answer.unreadable or DAMAGED)
    return answer.digest
