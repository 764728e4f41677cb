"""One data folder, one running stack; what an earlier one left behind is cleared away."""

from __future__ import annotations

import contextlib
import fcntl
import os
import signal
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import psutil

from answerbus.embedded.errors import StartFailed
from answerbus.embedded.files import read_json, write_json

SECONDS_TO_END = 5.0


class DataFolderBusy(StartFailed):
    """Another stack runs on this folder."""

    def __init__(self, folder: Path, holder: str) -> None:
        super().__init__(
            f"Answerbus already runs on {folder} (process {holder or 'unknown'}). "
            "Stop it first, or choose another folder with --data-dir."
        )


@contextmanager
def held(folder: Path) -> Iterator[None]:
    """Hold the folder; the kernel lets it go when we end, however we end. Raises DataFolderBusy."""
    # PostgreSQL's user must be able to walk through when we are root; nobody else has business here
    folder.mkdir(parents=True, exist_ok=True, mode=0o711 if os.geteuid() == 0 else 0o700)
    descriptor = os.open(folder / "lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        holder = os.read(descriptor, 20).decode().strip()
        os.close(descriptor)
        raise DataFolderBusy(folder, holder) from None
    try:
        os.ftruncate(descriptor, 0)
        os.write(descriptor, str(os.getpid()).encode())
        yield
    finally:
        os.close(descriptor)


def keep_last_logs(folder: Path) -> None:
    """Make room for new logs; those of the run before stay as `<name>.log.1`."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    for log in folder.glob("*.log"):
        log.replace(log.with_suffix(".log.1"))


def remember_processes(folder: Path, pids: Mapping[str, int]) -> None:
    """Note who runs, with the moment each was created, because process ids are used again."""
    noted = []
    for name, pid in pids.items():
        with contextlib.suppress(psutil.Error):
            noted.append({"name": name, "pid": pid, "created": psutil.Process(pid).create_time()})
    write_json(folder / "processes.json", noted)


def end_leftovers(folder: Path) -> list[str]:
    """End the processes of a stack whose supervisor is gone; gives their names."""
    noted = read_json(folder / "processes.json") or []
    left = [(entry["name"], process) for entry in noted if (process := _find(entry))]
    processes = [process for _, process in left]
    for process in processes:
        with contextlib.suppress(psutil.Error):
            # the signal on which PostgreSQL does not wait for its clients
            process.send_signal(signal.SIGINT)
    _, alive = psutil.wait_procs(processes, timeout=SECONDS_TO_END)
    for process in alive:
        with contextlib.suppress(psutil.Error):
            process.kill()
    psutil.wait_procs(alive, timeout=SECONDS_TO_END)
    return [name for name, _ in left]


def _find(entry: Mapping[str, float]) -> psutil.Process | None:
    with contextlib.suppress(psutil.Error):
        process = psutil.Process(int(entry["pid"]))
        if process.create_time() == entry["created"] and process.status() != psutil.STATUS_ZOMBIE:
            return process
    return None
