"""The real PostgreSQL as a child process, alone on the loopback interface."""

from __future__ import annotations

import asyncio
import shutil
import signal
import sys
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

import psutil
import psycopg

from answerbus.embedded.identity import unprivileged
from answerbus.embedded.ports import LOOPBACK, free_port
from answerbus.embedded.postgres_cluster import SUPERUSER, ensure_cluster
from answerbus.embedded.postgres_install import find_installation
from answerbus.embedded.postgres_roles import ensure_databases
from answerbus.embedded.process import ExitedEarly, Program
from answerbus.embedded.secret_store import SecretStore

READY_TIMEOUT = 60.0
_SETTINGS = {
    "listen_addresses": LOOPBACK,
    "unix_socket_directories": "",
    "fsync": "on",
    "synchronous_commit": "on",
    "shared_buffers": "64MB",
    "max_connections": "120",
    "io_method": "sync",
    "jit": "off",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_line_prefix": "%m [%p] %u@%d ",
    "checkpoint_timeout": "10min",
    "max_logical_replication_workers": "0",
}
if sys.platform == "linux":
    # one call instead of a thousand fsyncs: recovery after a crash takes 0.3 s instead of 0.9 s
    _SETTINGS["recovery_init_sync_method"] = "syncfs"


class PostgresServer:
    """A cluster in `directory` with one database and one role for each name in `databases`.

    Port and passwords stay the same over restarts of the process. `durable=False` leaves out fsync,
    for tests that never cut the power.
    """

    name = "postgres"

    def __init__(
        self,
        directory: Path,
        *,
        databases: Sequence[str] = (),
        secrets: SecretStore | None = None,
        log: Path | None = None,
        durable: bool = True,
    ) -> None:
        self.directory = directory.resolve()
        self.port = free_port()
        self._databases = tuple(databases)
        self._secrets = secrets or SecretStore(self.directory / "secrets.json")
        self._log = log or self.directory / "postgres.log"
        self._durable = durable
        self._program: Program | None = None
        self._cluster: Path | None = None

    @property
    def program(self) -> Program:
        if self._program is None:
            raise RuntimeError("The PostgreSQL cluster is not prepared yet.")
        return self._program

    @property
    def pid(self) -> int | None:
        return self._program.pid if self._program is not None else None

    @property
    def admin_url(self) -> str:
        """For the superuser, on the database `postgres`."""
        return self.url("postgres", user=SUPERUSER)

    def url(self, database: str, *, user: str | None = None) -> str:
        """For the role that owns the database, unless another user is asked for."""
        user = user or database
        return f"postgresql://{user}:{self._password(user)}@{LOOPBACK}:{self.port}/{database}"

    async def start(self) -> None:
        """Start it, wait until it takes connections and holds every database. Raises ExitedEarly."""
        await asyncio.to_thread(self.prepare)
        await self.program.start()
        await self.ready()

    def prepare(self) -> None:
        """Make the cluster and clear away what a crash left; takes half a second the first time."""
        identity = unprivileged()
        self.directory.mkdir(parents=True, exist_ok=True)
        installation = find_installation(identity)
        cluster = ensure_cluster(
            self.directory, installation, self._password(SUPERUSER), identity, durable=self._durable
        )
        _forget_stale_lock(cluster)
        settings = _SETTINGS | {"port": str(self.port)} | ({} if self._durable else {"fsync": "off"})
        self._cluster = cluster
        self._program = self._program or Program(
            self.name,
            [str(installation.program("postgres")), "-D", str(cluster), *_flags(settings)],
            self._log,
            identity=identity,
            stop_signal=signal.SIGINT,
        )

    async def ready(self) -> None:
        """Wait until it takes connections, then see that each role and database is there."""
        ended = asyncio.create_task(self.program.wait())
        connected = asyncio.create_task(self._connectable())
        done, pending = await asyncio.wait(
            {ended, connected}, timeout=READY_TIMEOUT, return_when=asyncio.FIRST_COMPLETED
        )
        for task in pending:
            task.cancel()
        if connected not in done:
            raise ExitedEarly(self.name, self._log)
        connected.result()
        await ensure_databases(self.admin_url, {name: self._password(name) for name in self._databases})

    async def stop(self) -> None:
        if self._program is not None:
            await self._program.stop(grace=10.0)

    async def kill(self) -> None:
        """kill -9 of the postmaster, as a crash would."""
        await self.program.kill()

    async def restart(self) -> None:
        """Start again on the same port and data, after `kill` or by itself."""
        await self.stop()
        for _ in range(20):
            try:
                await self.start()
            except ExitedEarly:
                # the last backends of a killed postmaster hold its shared memory for a moment
                await asyncio.sleep(0.1)
            else:
                return
        await self.start()

    def remove(self) -> None:
        """Delete the cluster's files, wherever they are."""
        if self._cluster is not None:
            shutil.rmtree(self._cluster, ignore_errors=True)

    def _password(self, role: str) -> str:
        return self._secrets.get(f"postgres.{role}")

    async def _connectable(self) -> None:
        while True:
            try:
                async with await psycopg.AsyncConnection.connect(self.admin_url, connect_timeout=5):
                    return
            except psycopg.OperationalError as error:
                if "password authentication failed" in str(error):
                    raise WrongPassword(self._cluster) from None
            await asyncio.sleep(0.03)

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.stop()


class WrongPassword(Exception):
    """The cluster was made with other passwords than secrets.json holds."""

    def __init__(self, cluster: Path | None) -> None:
        super().__init__(
            f"The database in {cluster} was made with other passwords than secrets.json holds. "
            "Bring the old secrets.json back, or remove the data folder to start afresh."
        )


def _flags(settings: dict[str, str]) -> list[str]:
    return [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]


def _forget_stale_lock(cluster: Path) -> None:
    """Remove a crashed postmaster's lock if its process id went to somebody else meanwhile."""
    lock = cluster / "postmaster.pid"
    try:
        pid = int(lock.read_text().splitlines()[0])
    except (FileNotFoundError, ValueError, IndexError):
        return
    try:
        program = psutil.Process(pid).cmdline()
    except psutil.Error:
        program = []
    if str(cluster) not in program:
        lock.unlink()
