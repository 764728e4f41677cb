"""Keeps children running: notices at once when one ends, starts it again, stops all in order."""

from __future__ import annotations

import asyncio
import contextlib
import signal
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Protocol

from answerbus.embedded.backoff import Backoff
from answerbus.embedded.errors import StartFailed
from chassis import clock

Say = Callable[[str], None]


class Child(Protocol):
    """A process that can be started again; `start` raises StartFailed."""

    name: str

    @property
    def pid(self) -> int | None: ...

    async def start(self) -> None: ...

    async def wait(self) -> int | None: ...

    def send(self, sig: signal.Signals) -> None: ...

    def ask_to_stop(self) -> None: ...


class Stage(IntEnum):
    """Stopped from the last to the first, so that who depends on another stops before it."""

    STORAGE = 0
    SUPPORT = 1
    SERVICE = 2


GRACE = {Stage.SERVICE: 8.0, Stage.SUPPORT: 1.5, Stage.STORAGE: 4.0}
"""Seconds from the request to stop until kill -9; together less than the 15 s that a stop may take."""


@dataclass
class _Kept:
    child: Child
    stage: Stage
    restarts: int = 0
    task: asyncio.Task[None] | None = None
    backoff: Backoff = field(default_factory=Backoff)


class Supervisor:
    """Watches the children it was given; `on_change` is called whenever a process id came or went."""

    def __init__(self, on_change: Callable[[], None], say: Say) -> None:
        self._on_change = on_change
        self._say = say
        self._kept: dict[str, _Kept] = {}

    @property
    def pids(self) -> dict[str, int]:
        """Process id by name, of those that run now."""
        running = ((name, kept.child.pid) for name, kept in self._kept.items())
        return {name: pid for name, pid in running if pid is not None}

    def restarts(self, name: str) -> int:
        """How often a child had to be started again."""
        return self._kept[name].restarts

    async def keep(self, child: Child, stage: Stage) -> None:
        """Start a child and from then on keep it running. Raises StartFailed when the first start fails."""
        kept = self._kept[child.name] = _Kept(child, stage)
        await child.start()
        self._on_change()
        kept.task = asyncio.create_task(self._watch(kept))

    async def stop(self) -> None:
        """Stop everything, last stage first; who does not follow in time is killed."""
        watches = [kept.task for kept in self._kept.values() if kept.task is not None]
        for watch in watches:
            watch.cancel()
        await asyncio.gather(*watches, return_exceptions=True)
        for stage in sorted(Stage, reverse=True):
            await self._stop_stage(stage)

    def kill_all(self) -> None:
        """kill -9 to every child, for those who cannot wait."""
        for kept in self._kept.values():
            kept.child.send(signal.SIGKILL)

    async def _watch(self, kept: _Kept) -> None:
        while True:
            started = clock.monotonic()
            code = await kept.child.wait()
            self._on_change()
            delay = kept.backoff.after(clock.monotonic() - started)
            self._say(f"{kept.child.name} {_how(code)}; starting it again{_in(delay)}")
            await self._restart(kept, delay)

    async def _restart(self, kept: _Kept, delay: float) -> None:
        while True:
            await asyncio.sleep(delay)
            kept.restarts += 1
            try:
                await kept.child.start()
            except StartFailed as error:
                delay = kept.backoff.after(0.0)
                self._say(f"{error}; trying again{_in(delay)}")
            else:
                self._on_change()
                return

    async def _stop_stage(self, stage: Stage) -> None:
        children = [kept.child for kept in self._kept.values() if kept.stage == stage]
        running = [child for child in children if child.pid is not None]
        for child in running:
            child.ask_to_stop()
        ends = {asyncio.create_task(child.wait()): child for child in running}
        if ends:
            _, late = await asyncio.wait(ends, timeout=GRACE[stage])
            for task in late:
                ends[task].send(signal.SIGKILL)
            await asyncio.gather(*ends, return_exceptions=True)


def _how(code: int | None) -> str:
    if code is None:
        return "ended"
    if code < 0:
        with contextlib.suppress(ValueError):
            return f"was ended by {signal.Signals(-code).name}"
    return f"ended with code {code}"


def _in(delay: float) -> str:
    return f" in {delay:g} s" if delay else ""
