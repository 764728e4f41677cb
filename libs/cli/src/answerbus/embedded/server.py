"""What every embedded server can do, whether a supervisor or a test holds it."""

from __future__ import annotations

import asyncio
import signal
from abc import ABC, abstractmethod
from collections.abc import Coroutine
from types import TracebackType
from typing import Any, Self

from answerbus.embedded.process import ExitedEarly, NotReadyInTime, Program


class Server(ABC):
    """An external program that is started, waited for, and may be killed and restarted on the same data."""

    name: str

    @property
    @abstractmethod
    def program(self) -> Program:
        """The process itself."""

    @abstractmethod
    async def start(self) -> None:
        """Start it and wait until it serves. Raises StartFailed."""

    @property
    def pid(self) -> int | None:
        """Process id while it runs."""
        return self.program.pid

    async def wait(self) -> int | None:
        return await self.program.wait()

    def send(self, sig: signal.Signals) -> None:
        self.program.send(sig)

    def ask_to_stop(self) -> None:
        self.program.ask_to_stop()

    async def stop(self) -> None:
        await self.program.stop(grace=10.0)

    async def kill(self) -> None:
        """kill -9, as a crash would."""
        await self.program.kill()

    async def restart(self) -> None:
        """Start again on the same port and data, after `kill` or by itself."""
        await self.stop()
        await self.start()

    async def _until(self, serving: Coroutine[Any, Any, None], seconds: float) -> None:
        ended = asyncio.create_task(self.program.wait())
        ready = asyncio.create_task(serving)
        try:
            await asyncio.wait({ended, ready}, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
            if ready.done():
                return ready.result()
            if ended.done():
                raise ExitedEarly(self.name, self.program.log)
            raise NotReadyInTime(self.name, seconds, self.program.log)
        finally:
            ended.cancel()
            ready.cancel()

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.stop()
