"""The service's end of a fork of the warm process, see `parsing.__main__`."""

from __future__ import annotations

import asyncio
import json
import socket
from dataclasses import dataclass
from typing import Any

from retrieval.outbound.frames import LENGTH, framed

CHUNK = 1 << 18


class Ended(Exception):
    """The fork ended before it answered."""

    def __init__(self, code: int | None) -> None:
        """Its exit code; None when the warm process is gone too."""
        self.code = code


@dataclass(slots=True)
class ReadingFork:
    """Reads one file after the other, until it is closed or ends."""

    job: socket.socket
    end: socket.socket
    files: int = 0

    @classmethod
    def of(cls, control: socket.socket, limits: dict[str, Any]) -> ReadingFork:
        """Raises OSError when the warm process is gone."""
        (job, its_job), (end, its_end) = socket.socketpair(), socket.socketpair()
        fork = cls(job, end)
        with its_job, its_end:
            try:
                job.sendall(framed(json.dumps(limits).encode()))
                socket.send_fds(control, [b"+"], [its_job.fileno(), its_end.fileno()])
            except OSError:
                fork.close()
                raise
        job.setblocking(False)
        end.setblocking(False)
        return fork

    async def read(self, body: bytes, ask: dict[str, Any]) -> bytes:
        """The answer. Raises Ended; after whatever it raises, it is closed."""
        self.files += 1
        try:
            return await self._answer(body, ask)
        except (EOFError, OSError):
            raise Ended(await self._code()) from None
        except BaseException:
            self.close()
            raise

    async def _answer(self, body: bytes, ask: dict[str, Any]) -> bytes:
        loop = asyncio.get_running_loop()
        await loop.sock_sendall(self.job, framed(json.dumps(ask).encode()))
        await loop.sock_sendall(self.job, framed(body))
        return await self._received(int.from_bytes(await self._received(LENGTH)))

    async def _received(self, size: int) -> bytes:
        found, loop = bytearray(), asyncio.get_running_loop()
        while len(found) < size:
            part = await loop.sock_recv(self.job, min(CHUNK, size - len(found)))
            if not part:
                raise EOFError
            found += part
        return bytes(found)

    async def _code(self) -> int | None:
        try:
            told = await asyncio.get_running_loop().sock_recv(self.end, CHUNK)
            return int(told) if told else None
        finally:
            self.close()

    def close(self) -> None:
        """The fork ends with that."""
        self.job.close()
        self.end.close()
