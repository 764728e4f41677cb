"""The service's end of the process that embeds passages; it runs while there are some."""

from __future__ import annotations

import asyncio
import json
import socket
import subprocess
import sys
from array import array
from collections import deque
from collections.abc import Sequence

from chassis import logs
from chassis.errors import Unavailable
from retrieval.domain.passages import Vector
from retrieval.outbound.embedding.recipe import Recipe
from retrieval.outbound.frames import framed, read

IDLE_SECONDS = 30.0
AWAY = "The process that embeds passages does not answer; they are embedded once it does."

log = logs.get(__name__)
_GONE = (OSError, asyncio.IncompleteReadError)


class _Connection:
    """One running process; answers come in the order of the questions."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self.process = process
        self._waiting: deque[asyncio.Future[bytes]] = deque()
        self.gone = False

    async def open(self, ours: socket.socket, recipe: Recipe) -> None:
        reader, self._writer = await asyncio.open_connection(sock=ours)
        self._writer.write(framed(json.dumps(recipe).encode()))
        self._listening = asyncio.create_task(self._listen(reader))

    @property
    def idle(self) -> bool:
        return not self._waiting

    async def ask(self, texts: Sequence[str]) -> bytes:
        answer: asyncio.Future[bytes] = asyncio.get_running_loop().create_future()
        self._waiting.append(answer)
        self._writer.write(framed(json.dumps(texts).encode()))
        await self._writer.drain()
        return await answer

    async def _listen(self, reader: asyncio.StreamReader) -> None:
        try:
            while True:
                body = await read(reader)
                answer = self._waiting.popleft()
                if not answer.done():
                    answer.set_result(body)
        except _GONE as error:
            self._lost(error)

    def _lost(self, error: Exception) -> None:
        self.gone = True
        self._writer.close()
        for answer in self._waiting:
            if not answer.done():
                answer.set_exception(ConnectionResetError(str(error)))

    async def close(self) -> None:
        """The process ends when it notices, whatever it is doing."""
        self._listening.cancel()
        self._lost(ConnectionResetError("closed"))
        await asyncio.to_thread(self.process.wait)


class EmbeddingProcess:
    """A process that ended, killed or out of memory, is started again and asked once more."""

    def __init__(self, recipe: Recipe, *, idle_seconds: float = IDLE_SECONDS) -> None:
        self._recipe = recipe
        self._idle_seconds = idle_seconds
        self._connection: _Connection | None = None
        self._starting = asyncio.Lock()
        self._resting: asyncio.TimerHandle | None = None
        self._ending: set[asyncio.Task[None]] = set()

    @property
    def pid(self) -> int | None:
        """The process id while it runs."""
        return self._connection.process.pid if self._connection else None

    async def passages(self, texts: Sequence[str]) -> list[Vector]:
        """Raises Unavailable when no process starts, or none survives these texts."""
        if not texts:
            return []
        for _ in range(2):
            connection = None
            try:
                connection = await self._connected()
                found = await connection.ask(texts)
            except _GONE as error:
                log.warning("embedding.again", reason=str(error))
                if connection:
                    connection.gone = True
            else:
                self._rest()
                return _vectors(found, len(texts))
        raise Unavailable(AWAY)

    async def _connected(self) -> _Connection:
        async with self._starting:
            if self._connection is None or self._connection.gone:
                ours, process = await asyncio.to_thread(_start)
                self._connection = _Connection(process)
                await self._connection.open(ours, self._recipe)
            return self._connection

    def _rest(self) -> None:
        if self._resting:
            self._resting.cancel()
        self._resting = asyncio.get_running_loop().call_later(self._idle_seconds, self._rested)

    def _rested(self) -> None:
        if self._connection and self._connection.idle:
            task = asyncio.ensure_future(self.close())
            self._ending.add(task)
            task.add_done_callback(self._ending.discard)

    async def close(self) -> None:
        found, self._connection = self._connection, None
        if found:
            await found.close()


def _start() -> tuple[socket.socket, subprocess.Popen[bytes]]:
    ours, theirs = socket.socketpair()
    with theirs:
        process = subprocess.Popen(
            (sys.executable, "-I", "-m", "retrieval.outbound.embedding"),
            stdin=theirs.fileno(),
            stdout=subprocess.DEVNULL,
            env={},
            start_new_session=True,
        )
    return ours, process


def _vectors(found: bytes, count: int) -> list[Vector]:
    numbers = array("f", found)
    size = len(numbers) // count
    return [numbers[at * size : (at + 1) * size] for at in range(count)]
