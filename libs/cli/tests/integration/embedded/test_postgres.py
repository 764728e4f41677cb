import asyncio
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import psutil
import psycopg
import pytest

from answerbus.embedded import postgres_cluster, postgres_install
from answerbus.embedded.identity import Identity, as_user, unprivileged
from answerbus.embedded.postgres import PostgresServer, WrongPassword
from answerbus.embedded.postgres_cluster import ClusterGone
from answerbus.embedded.postgres_install import find_installation

as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root has somebody to drop to")


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that every user may walk through, unlike pytest's own."""
    folder = Path(tempfile.mkdtemp(prefix="answerbus-test-"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


@pytest.fixture
async def server(open_folder: Path) -> AsyncIterator[PostgresServer]:
    async with PostgresServer(open_folder, databases=("gateway", "retrieval"), durable=False) as server:
        yield server


async def query(url: str, statement: str) -> list[tuple[object, ...]]:
    async with await psycopg.AsyncConnection.connect(url, autocommit=True) as conn:
        cursor = await conn.execute(statement)
        return await cursor.fetchall() if cursor.description else []


async def test_each_role_owns_its_database_and_enters_no_other(server: PostgresServer) -> None:
    await query(server.url("gateway"), "create table t (id int)")
    for database in ("retrieval", "postgres", "template1"):
        with pytest.raises(psycopg.OperationalError, match="permission denied for database"):
            await query(server.url(database, user="gateway"), "select 1")


async def test_a_role_is_ordinary_and_its_statements_end(server: PostgresServer) -> None:
    url = server.url("gateway")
    flags = await query(url, "select rolsuper, rolcreatedb, rolcreaterole from pg_roles where rolname = user")
    assert flags == [(False, False, False)]
    assert await query(url, "show statement_timeout") == [("15s",)]
    assert await query(url, "show idle_in_transaction_session_timeout") == [("10s",)]


async def test_a_wrong_password_and_the_lack_of_one_are_refused(server: PostgresServer) -> None:
    for login in ("gateway:wrong", "gateway", "answerbus_admin"):
        with pytest.raises(psycopg.OperationalError):
            await query(f"postgresql://{login}@127.0.0.1:{server.port}/gateway", "select 1")


async def test_the_default_is_durable(open_folder: Path) -> None:
    async with PostgresServer(open_folder) as server:
        assert await query(server.admin_url, "show fsync") == [("on",)]
        assert await query(server.admin_url, "show synchronous_commit") == [("on",)]
        assert await query(server.admin_url, "show listen_addresses") == [("127.0.0.1",)]
        assert await query(server.admin_url, "show unix_socket_directories") == [("",)]


async def test_what_was_committed_survives_kill_9_with_clients_connected(server: PostgresServer) -> None:
    url = server.url("gateway")
    async with await psycopg.AsyncConnection.connect(url, autocommit=True) as client:
        await client.execute("create table t as select 1 as id")
        await server.kill()
        await server.restart()
        with pytest.raises(psycopg.OperationalError):
            await client.execute("select 1")
    assert await query(url, "select id from t") == [(1,)]


async def test_stopping_does_not_wait_for_clients(server: PostgresServer) -> None:
    async with await psycopg.AsyncConnection.connect(server.url("gateway")):
        await server.stop()
    assert server.pid is None


async def test_a_lock_of_a_dead_postmaster_whose_id_is_used_again_does_not_stop_it(
    server: PostgresServer,
) -> None:
    await server.stop()
    other = await asyncio.create_subprocess_exec("/bin/sleep", "60", **as_user(unprivileged()))
    lock = server.cluster / "postmaster.pid"
    lock.write_text(f"{other.pid}\n{server.cluster}\n0\n5432\n\n\n\n")
    try:
        await server.restart()
        assert await query(server.url("gateway"), "select 1") == [(1,)]
    finally:
        other.kill()
        await other.wait()


async def test_lost_secrets_are_a_sentence(open_folder: Path) -> None:
    async with PostgresServer(open_folder, durable=False):
        pass
    (open_folder / "secrets.json").unlink()
    again = PostgresServer(open_folder, durable=False)
    with pytest.raises(WrongPassword, match=r"other passwords than secrets\.json"):
        await again.start()
    await again.stop()


async def test_a_cluster_that_is_gone_is_a_sentence(server: PostgresServer) -> None:
    await server.stop()
    shutil.rmtree(server.cluster)
    with pytest.raises(ClusterGone, match="remove the data folder to start afresh"):
        await PostgresServer(server.directory).start()


@as_root
async def test_root_drops_to_an_ordinary_user(server: PostgresServer) -> None:
    identity = unprivileged()
    assert identity is not None
    process = psutil.Process(server.pid)
    assert set(process.uids()) == {identity.uid}
    assert set(process.gids()) == {identity.gid}
    assert _groups(server.pid) == ""


def _groups(pid: int | None) -> str:
    (line,) = [line for line in Path(f"/proc/{pid}/status").read_text().splitlines() if "Groups:" in line]
    return line.removeprefix("Groups:").strip()


@as_root
async def test_a_private_folder_stays_private_and_the_cluster_goes_elsewhere(
    open_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shared, private = open_folder / "shared", open_folder / "private"
    private.mkdir(mode=0o700)
    monkeypatch.setattr(postgres_cluster, "SHARED_PLACES", (shared,))
    async with PostgresServer(private / "data", durable=False) as server:
        place = server.cluster
        assert place.parent == shared
        assert place.stat().st_mode & 0o777 == 0o700
        assert private.stat().st_mode & 0o777 == 0o700
    async with PostgresServer(private / "data", durable=False) as again:
        assert again.cluster == place


@as_root
def test_programs_that_the_user_cannot_reach_are_copied_once(
    open_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    identity = unprivileged()
    assert identity is not None
    packaged = find_installation(None).folder
    monkeypatch.setattr(postgres_install, "SHARED_PLACES", (open_folder / "shared",))
    reaches = Identity.can_read
    monkeypatch.setattr(
        Identity, "can_read", lambda self, file: not file.is_relative_to(packaged) and reaches(self, file)
    )
    copied = find_installation(identity)
    assert copied.folder.is_relative_to(open_folder)
    assert identity.can_run(copied.program("postgres"))
    assert identity.can_run(copied.program("initdb"))
    made = copied.program("postgres").stat().st_ino
    assert find_installation(identity).program("postgres").stat().st_ino == made


@as_root
def test_an_ordinary_user_starts_it_plainly(open_folder: Path) -> None:
    identity = unprivileged()
    assert identity is not None
    identity.own(open_folder)
    script = (
        "import asyncio, sys, psutil\n"
        "from pathlib import Path\n"
        "from answerbus.embedded.postgres import PostgresServer\n"
        "async def main():\n"
        "    async with PostgresServer(Path(sys.argv[1]) / 'data', databases=('gateway',)) as server:\n"
        "        print(psutil.Process(server.pid).uids().real, server.cluster)\n"
        "asyncio.run(main())\n"
    )
    try:
        done = subprocess.run(
            [sys.executable, "-c", script, str(open_folder)],
            capture_output=True,
            text=True,
            cwd="/",
            **as_user(identity),
        )
    except PermissionError:
        pytest.skip("this Python lies where only root can reach it")
    assert done.stdout.split() == [str(identity.uid), str(open_folder / "data" / "postgres")], done.stderr
