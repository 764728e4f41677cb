"""Real NATS, real PostgreSQL and the real model for every test that asks; the order they run in."""

from __future__ import annotations

import asyncio
import fcntl
import itertools
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from hypothesis import HealthCheck, settings
from xdist.scheduler import LoadFileScheduling

from answerbus.embedded.model import ensure_model
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
NATS_USERS = {service: nats_permissions(service) for service in SERVICES}
WHOLE_STACKS = ("libs/cli/tests/integration/test_up.py", "tests/")

OF_THE_PRODUCT = tuple(f"tests/e2e/test_{name}.py" for name in ("backbone", "erasure", "pages"))

# machines are busy and stand still; what one run finds by chance another does not
settings.register_profile(
    "suite", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("suite")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The slowest files first: begun last, one of them would keep its worker busy after all others."""
    items.sort(key=_quickness)


def _quickness(item: pytest.Item) -> int:
    if item.nodeid.startswith(WHOLE_STACKS):
        return 0
    return 1 if "/integration/" in item.nodeid else 2


class OneProduct(LoadFileScheduling):
    """A file goes to one worker, and all that use the running product to the same: it is started once."""

    def _split_scope(self, nodeid: str) -> str:
        return "running" if nodeid.startswith(OF_THE_PRODUCT) else str(super()._split_scope(nodeid))


@pytest.hookimpl(optionalhook=True)  # also without xdist
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> OneProduct:
    return OneProduct(config, log)


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
def model_dir(pytestconfig: pytest.Config) -> Path:
    """The real sentence encoder, built once for all workers and all runs; a new version is built anew."""
    folder = pytestconfig.cache.mkdir("model")
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        return asyncio.run(ensure_model(folder))


@pytest.fixture(scope="session")
def _database_names() -> Iterator[int]:
    return itertools.count(1)


@pytest.fixture(scope="session")
def _templates() -> dict[Path, str]:
    return {}


@pytest.fixture
def make_database(
    postgres: PostgresServer, _templates: dict[Path, str], _database_names: Iterator[int]
) -> Iterator[DatabaseFactory]:
    """`make_database(migrations_folder)` gives the URL of a fresh, migrated database of its own.

    It goes with the test: hundreds at once take a minute to remove where the disk is busy.
    """
    made: list[str] = []

    def make(migrations: Path) -> str:
        with psycopg.connect(postgres.admin_url, autocommit=True) as conn:
            if migrations not in _templates:
                template = f"template_{next(_database_names)}"
                conn.execute(f"create database {template}")
                upgrade(postgres.url(template, user=SUPERUSER), migrations)
                _templates[migrations] = template
            name = f"test_{next(_database_names)}"
            made.append(name)
            conn.execute(f"create database {name} template {_templates[migrations]}")
        return postgres.url(name, user=SUPERUSER)

    yield make
    with psycopg.connect(postgres.admin_url, autocommit=True) as conn:
        for name in made:
            conn.execute(f"drop database {name} with (force)")


@pytest.fixture(scope="session")
def _provisioned(servers: LoopThread, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a nats-server with every stream and consumer: a copy costs a third of making them."""
    folder = tmp_path_factory.mktemp("provisioned") / "nats"
    server = NatsServer(folder, users=NATS_USERS)
    servers.run(server.start())
    servers.run(provision(server.url()))
    servers.run(server.stop())
    return folder


@pytest.fixture
def nats_server(servers: LoopThread, _provisioned: Path, tmp_path: Path) -> Iterator[NatsServer]:
    """A fresh nats-server with every stream and consumer, and a user per service; `.url(service)`."""
    folder = shutil.copytree(_provisioned, tmp_path / "nats")
    server = NatsServer(folder, users=NATS_USERS)
    servers.run(server.start())
    yield server
    servers.run(server.kill())


@pytest.fixture
def nats_url(nats_server: NatsServer) -> Callable[[str], str]:
    """`nats_url("ticketing")`: as that service's own user; `nats_url("admin")`: may do everything."""
    return nats_server.url
