"""The real PostgreSQL as a child process, alone on the loopback interface."""

from __future__ import annotations

import asyncio
import shutil
import signal
import sys
from collections.abc import Sequence
from pathlib import Path

import psutil
import psycopg

from answerbus.embedded.errors import StartFailed
from answerbus.embedded.identity import unprivileged
from answerbus.embedded.ports import LOOPBACK, free_port
from answerbus.embedded.postgres_cluster import SUPERUSER, ensure_cluster
from answerbus.embedded.postgres_install import find_installation
from answerbus.embedded.postgres_roles import close_shared_databases, ensure_databases
from answerbus.embedded.process import ExitedEarly, Program
from answerbus.embedded.secret_store import SecretStore
from answerbus.embedded.server import Server

READY_TIMEOUT = 60.0
START_ATTEMPTS = 20
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


class PostgresServer(Server):
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
    def cluster(self) -> Path:
        """The folder with PostgreSQL's files; known once it was started."""
        if self._cluster is None:
            raise RuntimeError("The PostgreSQL cluster is not prepared yet.")
        return self._cluster

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
        """Start it, wait until it takes connections and holds every database.

        Raises ExitedEarly, or WrongPassword when the cluster and secrets.json do not belong together.
        """
        if self._program is None:
            await asyncio.to_thread(self._prepare)
        for attempts_left in reversed(range(START_ATTEMPTS)):
            _forget_stale_lock(self.cluster)
            await self.program.start()
            try:
                await self._until(self._connectable(), READY_TIMEOUT)
                break
            except ExitedEarly:
                # backends of a killed postmaster hold its shared memory for a moment, and a new one refuses
                if attempts_left == 0:
                    raise
                await asyncio.sleep(0.1)
        await close_shared_databases(self.admin_url)
        await ensure_databases(self.admin_url, {name: self._password(name) for name in self._databases})

    def _prepare(self) -> None:
        identity = unprivileged()
        self.directory.mkdir(parents=True, exist_ok=True)
        installation = find_installation(identity)
        self._cluster = ensure_cluster(
            self.directory, installation, self._password(SUPERUSER), identity, durable=self._durable
        )
        settings = _SETTINGS | {"port": str(self.port)} | ({} if self._durable else {"fsync": "off"})
        self._program = Program(
            self.name,
            [str(installation.program("postgres")), "-D", str(self._cluster), *_flags(settings)],
            self._log,
            identity=identity,
            stop_signal=signal.SIGINT,
        )

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
                    raise WrongPassword(self.cluster) from None
            await asyncio.sleep(0.03)


class WrongPassword(StartFailed):
    """The cluster was made with other passwords than secrets.json holds."""

    def __init__(self, cluster: Path) -> None:
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
