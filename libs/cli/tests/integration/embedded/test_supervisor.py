import asyncio
import contextlib
import os
import signal
import subprocess
import sys
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import psutil
import pytest

from answerbus.embedded.data_folder import DataFolderBusy, end_leftovers, held, remember_processes
from answerbus.embedded.forked import ForkedService, ForkServer
from answerbus.embedded.forkserver import Request
from answerbus.embedded.process import ExitedEarly, Program
from answerbus.embedded.supervisor import Stage, Supervisor

SERVICE = """
import os, sys, time
print(sys.argv[1:], os.environ["ANSWERBUS_X"], __name__, flush=True)
time.sleep(60)
"""


@pytest.fixture
async def supervisor() -> AsyncIterator[Supervisor]:
    supervisor = Supervisor(lambda: None, lambda _: None)
    yield supervisor
    await supervisor.stop()


def sleeper(folder: Path, name: str = "sleeper", code: str = "import time; time.sleep(60)") -> Program:
    return Program(name, [sys.executable, "-S", "-c", code], folder / f"{name}.log")


async def until(condition: Callable[[], bool], seconds: float = 30.0) -> None:
    async with asyncio.timeout(seconds):
        while not condition():
            await asyncio.sleep(0.002)


async def test_a_killed_child_is_back_at_once(tmp_path: Path) -> None:
    said: list[str] = []
    supervisor = Supervisor(lambda: None, said.append)
    await supervisor.keep(sleeper(tmp_path), Stage.SERVICE)
    first = supervisor.pids["sleeper"]
    os.kill(first, signal.SIGKILL)
    await until(lambda: supervisor.pids.get("sleeper", first) != first)
    await supervisor.stop()
    assert said == ["sleeper was ended by SIGKILL; starting it again"]
    assert supervisor.restarts("sleeper") == 1


async def test_a_child_that_keeps_ending_is_started_later_and_later(tmp_path: Path) -> None:
    said: list[str] = []
    supervisor = Supervisor(lambda: None, said.append)
    await supervisor.keep(sleeper(tmp_path, "crasher", "raise SystemExit(3)"), Stage.SERVICE)
    await until(lambda: len(said) == 3)
    await supervisor.stop()
    assert said == [
        "crasher ended with code 3; starting it again",
        "crasher ended with code 3; starting it again in 0.2 s",
        "crasher ended with code 3; starting it again in 0.5 s",
    ]
    assert not supervisor.pids


async def test_changes_are_told_when_a_process_goes_and_when_it_comes(tmp_path: Path) -> None:
    seen: list[dict[str, int]] = []
    watcher = Supervisor(lambda: seen.append(watcher.pids), lambda _: None)
    await watcher.keep(sleeper(tmp_path), Stage.SERVICE)
    os.kill(watcher.pids["sleeper"], signal.SIGKILL)
    await until(lambda: len(seen) == 3)
    await watcher.stop()
    assert [list(pids) for pids in seen] == [["sleeper"], [], ["sleeper"]]


async def test_who_ignores_the_request_to_stop_is_killed_and_storage_stops_last(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from answerbus.embedded import supervisor as module

    monkeypatch.setitem(module.GRACE, Stage.SERVICE, 0.3)
    stubborn_code = (
        "import signal, time\n"
        "signal.signal(signal.SIGTERM, signal.SIG_IGN)\n"
        "print(1, flush=True)\n"
        "time.sleep(60)\n"
    )
    supervisor = Supervisor(lambda: None, lambda _: None)
    storage, stubborn = sleeper(tmp_path, "storage"), sleeper(tmp_path, "stubborn", stubborn_code)
    await supervisor.keep(storage, Stage.STORAGE)
    await supervisor.keep(stubborn, Stage.SERVICE)
    await until(lambda: stubborn.log.read_text() != "")
    stopping = asyncio.create_task(supervisor.stop())
    await asyncio.sleep(0.15)
    assert storage.pid is not None, "what services stand on runs while they drain"
    await stopping
    assert storage.pid is None
    assert await stubborn.wait() == -signal.SIGKILL


def test_stages_together_stop_within_fifteen_seconds() -> None:
    from answerbus.embedded.supervisor import GRACE

    assert sum(GRACE.values()) < 15


async def test_a_program_that_is_not_there_is_an_error(tmp_path: Path, supervisor: Supervisor) -> None:
    with pytest.raises(FileNotFoundError):
        await supervisor.keep(Program("nothing", ["/no/such/program"], tmp_path / "log"), Stage.SERVICE)


def test_the_end_of_the_log_is_in_the_error(tmp_path: Path) -> None:
    (tmp_path / "log").write_text("\n".join(f"line {number}" for number in range(9)))
    assert str(ExitedEarly("it", tmp_path / "log")).endswith("line 4\nline 5\nline 6\nline 7\nline 8")


@pytest.fixture
async def forkserver(tmp_path: Path, supervisor: Supervisor, monkeypatch: pytest.MonkeyPatch) -> ForkServer:
    """Without preloading, which is the services' concern."""
    (tmp_path / "fake_service.py").write_text(SERVICE)
    (tmp_path / "run.py").write_text(
        "from answerbus.embedded import forkserver\n"
        "forkserver.PRELOADED = forkserver.PRELOADED_LATER = ()\n"
        "forkserver.main()\n"
    )
    monkeypatch.setenv("PYTHONPATH", str(tmp_path), prepend=os.pathsep)
    server = ForkServer(tmp_path / "forkserver.log", program=[str(tmp_path / "run.py")])
    await supervisor.keep(server, Stage.SUPPORT)
    return server


def service(forkserver: ForkServer, tmp_path: Path, name: str = "fake") -> ForkedService:
    log = str(tmp_path / f"{name}.log")
    return ForkedService(forkserver, Request(name, "fake_service", log, ["--a"], {"ANSWERBUS_X": "y"}))


async def test_a_fork_is_a_program_of_its_own(
    tmp_path: Path, forkserver: ForkServer, supervisor: Supervisor
) -> None:
    await supervisor.keep(service(forkserver, tmp_path), Stage.SERVICE)
    log = tmp_path / "fake.log"
    await until(lambda: log.exists() and log.read_text().endswith("\n"))
    assert log.read_text() == "['--a'] y __main__\n"
    assert psutil.Process(supervisor.pids["fake"]).name() == "fake"


async def test_a_killed_fork_is_back_at_once_and_its_end_is_known(
    tmp_path: Path, forkserver: ForkServer, supervisor: Supervisor
) -> None:
    child = service(forkserver, tmp_path)
    await child.start()
    child.send(signal.SIGKILL)
    async with asyncio.timeout(60):
        assert await child.wait() == -signal.SIGKILL
    assert child.pid is None


@pytest.mark.parametrize(
    ("ending", "code"), [("pass", 0), ("raise SystemExit(3)", 3), ("raise ValueError('broken')", 1)]
)
async def test_how_a_fork_ended_is_known_and_what_it_said_is_kept(
    tmp_path: Path, forkserver: ForkServer, ending: str, code: int
) -> None:
    (tmp_path / "fake_service.py").write_text(f"print('last words')\n{ending}\n")
    child = service(forkserver, tmp_path)
    await child.start()
    async with asyncio.timeout(30):
        assert await child.wait() == code
    assert "last words" in (tmp_path / "fake.log").read_text()


async def test_services_live_on_when_the_fork_server_is_killed_and_restart_from_the_next(
    tmp_path: Path, forkserver: ForkServer, supervisor: Supervisor
) -> None:
    await supervisor.keep(service(forkserver, tmp_path), Stage.SERVICE)
    pid, server = supervisor.pids["fake"], supervisor.pids["forkserver"]
    os.kill(server, signal.SIGKILL)
    await until(lambda: supervisor.pids.get("forkserver", server) != server)
    assert supervisor.pids["fake"] == pid
    assert psutil.pid_exists(pid)
    os.kill(pid, signal.SIGKILL)
    await until(lambda: supervisor.pids.get("fake", pid) != pid)


async def test_both_killed_together_come_back(
    tmp_path: Path, forkserver: ForkServer, supervisor: Supervisor
) -> None:
    await supervisor.keep(service(forkserver, tmp_path), Stage.SERVICE)
    before = supervisor.pids
    for pid in before.values():
        os.kill(pid, signal.SIGKILL)
    await until(lambda: len({**supervisor.pids}.items() - before.items()) == 2)


ORPHANS = """
import asyncio, os, signal, sys
from pathlib import Path
from answerbus.embedded.forked import ForkedService, ForkServer
from answerbus.embedded.forkserver import Request
from answerbus.embedded.process import Program

async def main():
    folder = Path(sys.argv[1])
    program = Program("sleeper", ["/bin/sleep", "60"], folder / "sleeper.log")
    server = ForkServer(folder / "forkserver.log", program=[str(folder / "run.py")])
    request = Request("fake", "fake_service", str(folder / "fake.log"), [], {"ANSWERBUS_X": "y"})
    service = ForkedService(server, request)
    await program.start(); await server.start(); await service.start()
    print(program.pid, server.pid, service.pid, flush=True)
    os.kill(os.getpid(), signal.SIGKILL)

asyncio.run(main())
"""


async def test_nobody_outlives_a_supervisor_that_was_killed(tmp_path: Path, forkserver: ForkServer) -> None:
    done = await asyncio.to_thread(
        subprocess.run, [sys.executable, "-c", ORPHANS, str(tmp_path)], capture_output=True, text=True
    )
    pids = [int(pid) for pid in done.stdout.split()]
    assert len(pids) == 3, done.stderr
    await until(lambda: not any(_runs(pid) for pid in pids))


def _runs(pid: int) -> bool:
    with contextlib.suppress(psutil.NoSuchProcess):
        return psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
    return False


def test_a_folder_is_held_by_one(tmp_path: Path) -> None:
    with held(tmp_path):
        busy = pytest.raises(DataFolderBusy, match=rf"already runs on .* \(process {os.getpid()}\)")
        with busy, held(tmp_path):
            pass
    with held(tmp_path):
        pass


def test_what_a_killed_stack_left_is_ended_and_nobody_else(tmp_path: Path) -> None:
    left, other = (subprocess.Popen(["/bin/sleep", "60"]) for _ in range(2))
    remember_processes(tmp_path, {"left": left.pid})
    noted = (tmp_path / "processes.json").read_text()
    (tmp_path / "processes.json").write_text(
        noted.replace("]", f', {{"name": "reused", "pid": {other.pid}, "created": 1.0}}]')
    )
    assert end_leftovers(tmp_path) == ["left"]
    assert not psutil.pid_exists(left.pid)
    assert other.poll() is None
    other.kill()
    other.wait()
    assert end_leftovers(tmp_path) == []
