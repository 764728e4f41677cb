"""Services as forks of one warm process."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import signal
import sys
from collections import deque
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import IO, Any

from answerbus.embedded.errors import StartFailed
from answerbus.embedded.forkserver import Request
from answerbus.embedded.process import Program

_POLL_SECONDS = 0.05


class ForkServerGone(StartFailed):
    """The fork server is away."""

    def __init__(self) -> None:
        super().__init__("The fork server is away")


class ForkServer(Program):
    """The warm process. Its forks live on when it dies, and end when we do."""

    def __init__(
        self, log: Path, *, program: Sequence[str] = ("-m", "answerbus.embedded.forkserver")
    ) -> None:
        self._lifeline, self._held = os.pipe()
        super().__init__("forkserver", [sys.executable, *program, str(self._lifeline)], log)
        self._promised: deque[asyncio.Future[int]] = deque()
        self._codes: dict[int, int] = {}
        self._listener: asyncio.Task[None] | None = None

    async def start(self) -> None:
        await super().start()
        self._listener = asyncio.create_task(self._listen())

    async def fork(self, request: Request) -> int:
        """The process id of a new fork that runs the request. Raises ForkServerGone."""
        if self.pid is None or self._process is None or self._process.stdin is None:
            raise ForkServerGone
        promise: asyncio.Future[int] = asyncio.get_running_loop().create_future()
        self._promised.append(promise)
        with contextlib.suppress(OSError):
            self._process.stdin.write(json.dumps(asdict(request)).encode() + b"\n")
        return await promise

    def exit_code(self, pid: int) -> int | None:
        """How a fork ended, if the fork server was there to see it."""
        return self._codes.pop(pid, None)

    def _plumbing(self, output: IO[bytes]) -> dict[str, Any]:  # noqa: ARG002
        pipe = asyncio.subprocess.PIPE
        return {"stdin": pipe, "stdout": pipe, "pass_fds": (self._lifeline,)}

    async def _listen(self) -> None:
        if self._process is None or self._process.stdout is None:
            return
        async for line in self._process.stdout:
            message = json.loads(line)
            if "exit" in message:
                self._codes[message["pid"]] = message["exit"]
            else:
                self._promised.popleft().set_result(message["pid"])
        while self._promised:
            promise = self._promised.popleft()
            if not promise.done():
                promise.set_exception(ForkServerGone())


class ForkedService:
    """A Python module that runs as a fork."""

    def __init__(self, forkserver: ForkServer, request: Request) -> None:
        self.name = request.name
        self._forkserver = forkserver
        self._request = request
        self._pid: int | None = None

    @property
    def pid(self) -> int | None:
        """Process id while it runs."""
        return self._pid

    async def start(self) -> None:
        """Fork it. Raises ForkServerGone."""
        self._pid = await self._forkserver.fork(self._request)

    async def wait(self) -> int | None:
        """Its exit code once it has ended; None when nobody saw the code."""
        pid = self._pid
        if pid is None:
            return None
        await ended(pid)
        if self._pid == pid:
            self._pid = None
        for _ in range(5):
            code = self._forkserver.exit_code(pid)
            if code is not None:
                return code
            await asyncio.sleep(0.005)
        return None

    def send(self, sig: signal.Signals) -> None:
        if self._pid is not None:
            with contextlib.suppress(ProcessLookupError):
                os.kill(self._pid, sig)

    def ask_to_stop(self) -> None:
        self.send(signal.SIGTERM)


async def ended(pid: int) -> None:
    """Wait until a process ends, which need not be our child."""
    try:
        descriptor = os.pidfd_open(pid)
    except ProcessLookupError:
        return None
    except (AttributeError, OSError):
        return await _ended_by_asking(pid)
    loop, gone = asyncio.get_running_loop(), asyncio.Event()
    loop.add_reader(descriptor, gone.set)
    try:
        await gone.wait()
    finally:
        loop.remove_reader(descriptor)
        os.close(descriptor)


async def _ended_by_asking(pid: int) -> None:
    while True:
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return
        await asyncio.sleep(_POLL_SECONDS)
