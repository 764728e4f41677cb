"""Provisioning, the server's configuration and the doctor."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner, Result

from answerbus.commands import add_commands
from answerbus.commands.nats_config import render
from answerbus.embedded.nats import NatsServer
from answerbus.embedded.ports import free_port
from chassis.topology import provision
from contracts.catalogue import STREAMS, durables
from tests.support.stage import LoopThread

ROOT = Path(__file__).resolve().parents[3]


def answerbus(*arguments: str) -> Result:
    app = typer.Typer()
    add_commands(app)
    return CliRunner().invoke(app, arguments, env={"COLUMNS": "200"}, catch_exceptions=False)


@pytest.fixture
def bare_nats(servers: LoopThread, tmp_path: Path) -> Iterator[str]:
    """A server on which nothing is provisioned yet."""
    server = NatsServer(tmp_path / "nats")
    servers.run(server.start())
    yield server.url()
    servers.run(server.stop())


def test_provision_makes_everything_and_then_changes_nothing(bare_nats: str) -> None:
    made = answerbus("provision", "--nats-url", bare_nats).stdout.splitlines()
    assert {f"stream {stream.name} created" for stream in STREAMS} <= set(made)
    assert {f"consumer {durable.name} created" for durable in durables()} <= set(made)
    again = answerbus("provision", "--nats-url", bare_nats).stdout
    assert again == "Every stream and consumer is as the catalogue says.\n"


def test_provision_waits_for_a_server_and_gives_up_with_a_sentence() -> None:
    result = answerbus("provision", "--nats-url", f"nats://127.0.0.1:{free_port()}", "--wait", "0")
    assert (result.exit_code, "NATS does not answer" in result.stderr) == (1, True)


def test_waiting_for_a_bus_prints_no_stack_trace_for_each_attempt(caplog: pytest.LogCaptureFixture) -> None:
    async def waiting() -> None:
        async with asyncio.timeout(1):
            await provision(f"nats://127.0.0.1:{free_port()}")

    with pytest.raises(TimeoutError):
        asyncio.run(waiting())
    assert caplog.records == []


def test_committed_configuration_is_what_the_catalogue_gives() -> None:
    committed = (ROOT / "deploy/nats/nats.conf").read_text()
    assert committed == render(), "run `answerbus nats-config --output deploy/nats/nats.conf`"


def test_written_configuration_is_the_printed_one(tmp_path: Path) -> None:
    assert answerbus("nats-config", "--output", str(tmp_path / "nats.conf")).exit_code == 0
    assert (tmp_path / "nats.conf").read_text() == answerbus("nats-config").stdout


def test_doctor_finds_a_machine_that_can_start_well(tmp_path: Path) -> None:
    result = answerbus("doctor", "--data-dir", str(tmp_path))
    assert result.exit_code == 0, result.stdout
    assert "Nothing runs on" in result.stdout
    assert "nats-server is installed." in result.stdout


def test_doctor_says_what_a_running_stack_needs(nats_url: Callable[[str], str], tmp_path: Path) -> None:
    dead = f"http://127.0.0.1:{free_port()}"
    ready = {"nats_url": nats_url("admin"), "gateway_url": dead, "services": {"ticketing": dead}}
    (tmp_path / "ready.json").write_text(json.dumps(ready))
    result = answerbus("doctor", "--data-dir", str(tmp_path))
    assert result.exit_code == 1
    assert "no dead letters" in result.stdout
    assert result.stdout.count(f"{dead} does not answer") == 2


def test_doctor_misses_streams(bare_nats: str, tmp_path: Path) -> None:
    (tmp_path / "ready.json").write_text(json.dumps({"nats_url": bare_nats, "gateway_url": bare_nats}))
    result = answerbus("doctor", "--data-dir", str(tmp_path))
    assert f"Streams are missing: {', '.join(sorted(stream.name for stream in STREAMS))}." in result.stdout
