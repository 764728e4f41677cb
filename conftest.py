"""Real NATS and real PostgreSQL for every test that asks."""

from __future__ import annotations

import itertools
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest

from answerbus.embedded.nats import NatsServer
from answerbus.embedded.postgres import PostgresServer
from answerbus.embedded.postgres_cluster import SUPERUSER
from chassis import logs
from chassis.migrate import upgrade
from chassis.permissions import nats_permissions
from chassis.topology import provision
from contracts.catalogue import SERVICES
from tests.support.stage import LoopThread

DatabaseFactory = Callable[[Path], str]


@pytest.fixture(scope="session", autouse=True)
def _logs() -> None:
    """As services log: the pretty tracebacks of an unconfigured structlog cost tens of milliseconds each."""
    logs.configure("tests", "warning", "json")


@pytest.fixture(scope="session")
def servers() -> Iterator[LoopThread]:
    thread = LoopThread()
    yield thread
    thread.close()


@pytest.fixture(scope="session")
def postgres(servers: LoopThread) -> Iterator[PostgresServer]:
    directory = Path(tempfile.mkdtemp(prefix="answerbus-test-"))
    server = PostgresServer(directory, durable=False)
    servers.run(server.start())
    yield server
    servers.run(server.stop())
    server.remove()
    shutil.rmtree(directory, ignore_errors=True)


@pytest.fixture(scope="session")
def _database_names() -> Iterator[int]:
    return itertools.count(1)


@pytest.fixture(scope="session")
def _templates() -> dict[Path, str]:
    return {}


@pytest.fixture
def make_database(
    postgres: PostgresServer, _templates: dict[Path, str], _database_names: Iterator[int]
) -> DatabaseFactory:
    """`make_database(migrations_folder)` gives the URL of a fresh, migrated database of its own."""

    def make(migrations: Path) -> str:
        with psycopg.connect(postgres.admin_url, autocommit=True) as conn:
            if migrations not in _templates:
                template = f"template_{next(_database_names)}"
                conn.execute(f"create database {template}")
                upgrade(postgres.url(template, user=SUPERUSER), migrations)
                _templates[migrations] = template
            name = f"test_{next(_database_names)}"
            conn.execute(f"create database {name} template {_templates[migrations]}")
        return postgres.url(name, user=SUPERUSER)

    return make


@pytest.fixture
def nats_server(servers: LoopThread, tmp_path: Path) -> Iterator[NatsServer]:
    """A fresh nats-server with every stream and consumer, and a user per service; `.url(service)`."""
    users = {service: nats_permissions(service) for service in SERVICES}
    server = NatsServer(tmp_path / "nats", users=users)
    servers.run(server.start())
    servers.run(provision(server.url()))
    yield server
    servers.run(server.stop())


@pytest.fixture
def nats_url(nats_server: NatsServer) -> Callable[[str], str]:
    """`nats_url("ticketing")`: as that service's own user; `nats_url("admin")`: may do everything."""
    return nats_server.url
