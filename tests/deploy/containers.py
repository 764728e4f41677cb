"""Processes in the place of containers: the file's command and environment, other addresses."""

from __future__ import annotations

import os
import subprocess
import sys
import time
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path

from answerbus.embedded.ports import LOOPBACK, free_port


@dataclass
class Machine:
    """`names` maps what only exists among containers (`nats:4222`, `/model`) to where it is here."""

    folder: Path
    names: dict[str, str] = field(default_factory=dict)
    running: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    def here(self, text: str) -> str:
        for there, here in self.names.items():
            text = text.replace(there, here)
        return text

    def start(self, name: str, command: list[str], environment: dict[str, str]) -> None:
        with self.log(name).open("wb") as log:
            self.running[name] = subprocess.Popen(
                [self.here(part) for part in command],
                env=self._environment(environment),
                cwd=self.folder,
                stdout=log,
                stderr=subprocess.STDOUT,
            )

    def run(self, name: str, command: list[str], environment: dict[str, str]) -> None:
        """To its end, which must be a good one."""
        self.start(name, command, environment)
        status = self.running.pop(name).wait(120)
        assert status == 0, self.log(name).read_text()

    def await_ready(self, name: str, url: str) -> None:
        deadline = time.monotonic() + 120
        while not _answers(url):
            assert self.running[name].poll() is None, self.log(name).read_text()[-4000:]
            assert time.monotonic() < deadline, self.log(name).read_text()[-4000:]
            time.sleep(0.1)

    def stop(self) -> dict[str, int]:
        """SIGTERM to each, as `docker stop` sends it; gives their exit codes."""
        for process in reversed(self.running.values()):
            process.terminate()
        return {name: _ended(process) for name, process in self.running.items()}

    def log(self, name: str) -> Path:
        return self.folder / f"{name}.log"

    def _environment(self, environment: dict[str, str]) -> dict[str, str]:
        path = f"{Path(sys.executable).parent}{os.pathsep}{os.defpath}"
        return {"PATH": path} | {name: self.here(value) for name, value in environment.items()}


def listening_here(environment: dict[str, str]) -> tuple[dict[str, str], str]:
    """The environment with a free port of this machine for the container's own, and the address it gives."""
    port = str(free_port())
    assert environment["ANSWERBUS_HTTP_HOST"] == "0.0.0.0"
    own = {"ANSWERBUS_HTTP_HOST": LOOPBACK, "ANSWERBUS_HTTP_PORT": port}
    return environment | own, f"http://{LOOPBACK}:{port}"


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=2) as reply:
            return bool(reply.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def _ended(process: subprocess.Popen[bytes]) -> int:
    try:
        return process.wait(20)
    except subprocess.TimeoutExpired:
        process.kill()
        return process.wait()
