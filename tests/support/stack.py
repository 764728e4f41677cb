"""The whole product as its users start it: `answerbus up` in a process of its own."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

START_SECONDS = 150.0


@dataclass
class Stack:
    """A running stack; `ready` is always read anew, because restarts change pids."""

    directory: Path
    process: subprocess.Popen[bytes]

    @property
    def ready(self) -> dict[str, Any]:
        return dict(json.loads((self.directory / "ready.json").read_text()))

    @property
    def gateway_url(self) -> str:
        return str(self.ready["gateway_url"])

    @property
    def public_key(self) -> str:
        return str(self.ready["demo"]["public_key"])

    def kill(self, name: str) -> int:
        """kill -9 of one process by its name in ready.json; gives its pid."""
        pid = int(self.ready["pids"][name])
        os.kill(pid, signal.SIGKILL)
        return pid

    async def healthy(self, within: float = 60) -> None:
        """Wait until every service says that it is ready."""
        from tests.support.http_client import Cut, HttpClient

        deadline = time.monotonic() + within
        for url in self.ready["services"].values():
            while True:
                try:
                    if (await HttpClient(url).request("GET", "/health/ready")).status == 200:
                        break
                except Cut:
                    pass
                if time.monotonic() > deadline:
                    raise TimeoutError(f"{url} is not ready after {within} s")
                await asyncio.sleep(0.1)


def lend_model(data: Path, model: Path) -> None:
    """Spare a stack that will run on this folder the building of a model of its own."""
    lent = data / "models" / model.name
    lent.parent.mkdir(parents=True)
    lent.symlink_to(model)


@contextmanager
def stack(directory: Path, *arguments: str, model: Path | None = None, **environment: str) -> Iterator[Stack]:
    """Start `answerbus up` and wait for ready.json; stop it as Ctrl-C would."""
    directory.mkdir(parents=True, exist_ok=True)
    if model is not None:
        lend_model(directory, model)
    # started as root, PostgreSQL's user walks through here; its files would outlive the test elsewhere
    directory.chmod(0o711)
    log = (directory / "up.log").open("wb")
    process = subprocess.Popen(
        [sys.executable, "-m", "answerbus", "up", "--data-dir", str(directory), "--port", "0", *arguments],
        stdout=log,
        stderr=subprocess.STDOUT,
        env=os.environ | environment,
    )
    try:
        _await_ready(directory, process)
        yield Stack(directory, process)
    finally:
        process.send_signal(signal.SIGINT)
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        log.close()


def _await_ready(directory: Path, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + START_SECONDS
    while not (directory / "ready.json").exists():
        if process.poll() is not None or time.monotonic() > deadline:
            raise RuntimeError((directory / "up.log").read_text()[-4000:])
        time.sleep(0.1)
