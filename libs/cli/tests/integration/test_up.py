"""`answerbus up` as a user meets it: a process that is started, killed, started twice and stopped."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import psutil
import pytest

from answerbus.embedded.nats import NatsServer
from answerbus.embedded.postgres import PostgresServer
from tests.support.stack import lend_model

SERVICES = {"gateway", "conversation", "retrieval", "ticketing", "analytics"}


class Up:
    """One `answerbus up` on one data folder."""

    def __init__(self, data: Path, *options: str) -> None:
        self.data = data
        self._command = command("--data-dir", str(data), "--port", "0", "--no-demo", *options)
        self.start()

    def start(self) -> None:
        self.process = subprocess.Popen(
            self._command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )

    @property
    def ready(self) -> dict[str, Any]:
        return dict(json.loads((self.data / "ready.json").read_text()))

    def wait_ready(self) -> None:
        until(lambda: (self.data / "ready.json").exists() or self.process.poll() is not None, 150)
        assert self.process.poll() is None, self.process.communicate()[0]

    def stop(self, sig: signal.Signals = signal.SIGINT) -> float:
        """Seconds that it took."""
        asked = time.monotonic()
        self.process.send_signal(sig)
        self.process.communicate(timeout=20)
        return time.monotonic() - asked


def command(*options: str) -> list[str]:
    return [sys.executable, "-m", "answerbus", "up", *options]


def until(condition: Callable[[], bool], seconds: float) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.02)


def healthy(ready: dict[str, Any]) -> bool:
    try:
        return all(
            httpx.get(f"{url}/health/ready", timeout=3).status_code == 200
            for url in ready["services"].values()
        )
    except httpx.HTTPError:
        return False


def alive(pids: dict[str, int]) -> set[str]:
    """Who runs; an orphan that has ended stays a zombie until the machine's init looks at it."""
    return {name for name, pid in pids.items() if _runs(pid)}


def _runs(pid: int) -> bool:
    try:
        return psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


@contextmanager
def open_folder() -> Iterator[Path]:
    """A folder that PostgreSQL's user may walk through; its files would outlive the test elsewhere."""
    with tempfile.TemporaryDirectory(prefix="answerbus-up-") as folder:
        Path(folder).chmod(0o711)
        yield Path(folder)


@pytest.fixture(scope="module")
def data() -> Iterator[Path]:
    with open_folder() as folder:
        yield folder / "data"


@pytest.fixture(scope="module")
def up(data: Path) -> Iterator[Up]:
    up = Up(data)
    try:
        up.wait_ready()
        yield up
    finally:
        if up.process.poll() is None:
            up.stop()


def test_ready_json_says_where_everything_is(up: Up) -> None:
    ready = up.ready
    assert set(ready["pids"]) == SERVICES | {"nats-server", "postgres", "mailbox", "forkserver"}
    assert alive(ready["pids"]) == set(ready["pids"])
    assert set(ready["postgres"]) == SERVICES
    assert ready["demo"] is None
    until(lambda: healthy(ready), 60)
    assert httpx.get(f"{ready['mailbox_url']}/api/stats").json()["messages"] == 0
    assert (up.data / "ready.json").stat().st_mode & 0o077 == 0


@pytest.mark.skipif(sys.platform != "linux", reason="other systems have no such policy")
def test_no_process_of_the_stack_interrupts_another_that_computes(up: Up) -> None:
    policies = {name: os.sched_getscheduler(pid) for name, pid in up.ready["pids"].items()}
    assert policies == dict.fromkeys(policies, os.SCHED_BATCH)


def test_a_second_start_on_the_same_folder_is_refused_in_a_sentence(up: Up) -> None:
    second = subprocess.run(command("--data-dir", str(up.data)), capture_output=True, text=True, timeout=60)
    assert second.returncode == 1
    assert f"already runs on {up.data} (process {up.process.pid})" in second.stdout.replace("\n", "")
    assert "Traceback" not in second.stdout + second.stderr
    until(lambda: healthy(up.ready), 60)


def test_a_port_that_was_asked_for_and_is_taken_is_refused_in_a_sentence(tmp_path: Path) -> None:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        port = str(listener.getsockname()[1])
        refused = subprocess.run(
            command("--data-dir", str(tmp_path), "--port", port), capture_output=True, text=True, timeout=60
        )
    assert refused.returncode == 1
    assert f"Port {port} is in use" in refused.stdout


def test_every_process_comes_back_after_kill_9_and_ready_json_follows(up: Up) -> None:
    for name, pid in up.ready["pids"].items():
        os.kill(pid, signal.SIGKILL)
        until(lambda name=name, pid=pid: up.ready["pids"].get(name, pid) != pid, 60)  # type: ignore[misc]
    until(lambda: healthy(up.ready), 60)
    assert set(up.ready["pids"]) == SERVICES | {"nats-server", "postgres", "mailbox", "forkserver"}


def test_after_kill_9_of_the_command_itself_nobody_stays_and_the_next_start_works(up: Up) -> None:
    pids = up.ready["pids"]
    up.process.kill()
    up.process.communicate()
    up.start()
    until(lambda: not alive(pids), 60)
    until(lambda: not (up.data / "ready.json").exists() or up.ready["pids"] != pids, 60)
    up.wait_ready()
    until(lambda: healthy(up.ready), 60)


def test_ctrl_c_stops_everything_within_15_seconds(up: Up) -> None:
    pids = up.ready["pids"]
    assert up.stop() < 15
    assert up.process.returncode == 0
    assert not (up.data / "ready.json").exists()
    assert alive(pids) == set()


async def test_parts_that_run_elsewhere_are_used_there(model_dir: Path) -> None:
    with open_folder() as place:
        lend_model(place / "data", model_dir)
        async with (
            NatsServer(place / "nats") as nats,
            PostgresServer(place / "pg", durable=False) as postgres,
        ):
            urls = ("--nats-url", nats.url(), "--postgres-url", postgres.admin_url)
            up = Up(place / "data", *urls, "--smtp-url", "smtp://127.0.0.1:2525")
            try:
                await asyncio.to_thread(up.wait_ready)
                assert set(up.ready["pids"]) == SERVICES | {"forkserver"}
                assert up.ready["mailbox_url"] is None
                assert f":{postgres.port}/" in up.ready["postgres"]["gateway"]
            finally:
                assert await asyncio.to_thread(up.stop, signal.SIGTERM) < 15


def test_a_part_elsewhere_that_is_away_is_a_sentence(tmp_path: Path, model_dir: Path) -> None:
    lend_model(tmp_path, model_dir)
    away = subprocess.run(
        command(
            "--data-dir",
            str(tmp_path),
            "--port",
            "0",
            "--postgres-url",
            "postgresql://a:b@127.0.0.1:1/postgres",
        ),
        capture_output=True,
        text=True,
        timeout=90,
    )
    assert away.returncode == 1
    assert "PostgreSQL does not answer" in away.stdout
    assert "Traceback" not in away.stdout + away.stderr
