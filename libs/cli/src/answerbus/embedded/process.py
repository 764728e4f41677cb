"""Child processes that cannot outlive us."""

from __future__ import annotations

import asyncio
import contextlib
import ctypes
import os
import signal
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import IO, Any

from answerbus.embedded.errors import StartFailed
from answerbus.embedded.identity import Identity, as_user

_PR_SET_PDEATHSIG = 1
_LIBC = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None


class ExitedEarly(StartFailed):
    """A program ended before it was ready."""

    def __init__(self, name: str, log: Path) -> None:
        lines = log.read_text(errors="replace").splitlines() if log.exists() else []
        said = "\n".join(lines[-5:])
        super().__init__(f"{name} ended before it was ready. Its log {log} ends with:\n{said}")


class NotReadyInTime(StartFailed):
    """A program runs, but does not serve."""

    def __init__(self, name: str, seconds: float, log: Path) -> None:
        super().__init__(f"{name} was not ready after {seconds:.0f} s. Its log: {log}")


class Program:
    """One external program, its output appended to a log file, started again as often as asked."""

    def __init__(
        self,
        name: str,
        argv: Sequence[str],
        log: Path,
        *,
        identity: Identity | None = None,
        stop_signal: signal.Signals = signal.SIGTERM,
    ) -> None:
        self.name = name
        self.log = log
        self._argv = argv
        self._identity = identity
        self._stop_signal = stop_signal
        self._process: asyncio.subprocess.Process | None = None

    @property
    def pid(self) -> int | None:
        """Process id while it runs."""
        running = self._process is not None and self._process.returncode is None
        return self._process.pid if self._process is not None and running else None

    async def start(self) -> None:
        """Start it; returns when the process exists, which says nothing about its being ready."""
        self.log.parent.mkdir(parents=True, exist_ok=True)
        with self.log.open("ab") as output:
            self._process = await asyncio.create_subprocess_exec(
                self._argv[0],
                *self._argv[1:],
                stderr=output,
                cwd="/" if self._identity else None,
                start_new_session=True,
                umask=0o077,
                preexec_fn=dies_with_parent(self._stop_signal),
                **self._plumbing(output),
                **as_user(self._identity),
            )

    def _plumbing(self, output: IO[bytes]) -> dict[str, Any]:
        return {"stdin": asyncio.subprocess.DEVNULL, "stdout": output}

    async def wait(self) -> int:
        """The exit code, once it has ended; negative for a signal."""
        if self._process is None:
            raise RuntimeError(f"{self.name} was not started.")
        return await self._process.wait()

    def send(self, sig: signal.Signals) -> None:
        """Signal it; nothing happens when it has ended."""
        if self._process is not None:
            with contextlib.suppress(ProcessLookupError):
                self._process.send_signal(sig)

    def ask_to_stop(self) -> None:
        self.send(self._stop_signal)

    async def stop(self, *, grace: float = 5.0) -> None:
        """Ask it to stop, and kill it after `grace` seconds."""
        if self.pid is None:
            return
        self.ask_to_stop()
        try:
            await asyncio.wait_for(self.wait(), grace)
        except TimeoutError:
            self.send(signal.SIGKILL)
            await self.wait()

    async def kill(self) -> None:
        """kill -9, as a crash would."""
        if self.pid is not None:
            self.send(signal.SIGKILL)
            await self.wait()


def dies_with_parent(sig: signal.Signals) -> Callable[[], None] | None:
    """A hook for the forked child: the kernel sends it `sig` when we die, however we die."""
    if _LIBC is None:
        return None
    libc, parent = _LIBC, os.getpid()

    def hook() -> None:
        libc.prctl(_PR_SET_PDEATHSIG, int(sig))
        if os.getppid() != parent:
            os.kill(os.getpid(), sig)

    return hook
