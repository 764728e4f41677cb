"""Where PostgreSQL's data is, made once, in a place its user can reach."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from answerbus.embedded.errors import StartFailed
from answerbus.embedded.files import write_atomically
from answerbus.embedded.identity import Identity, as_user
from answerbus.embedded.postgres_install import SHARED_PLACES, Installation, NoReachablePlace

SUPERUSER = "answerbus_admin"
_NOTE = "postgres.place"
_INITDB = (
    "--auth=scram-sha-256",
    "--pwfile=/dev/stdin",
    "--encoding=UTF8",
    "--locale-provider=builtin",
    "--builtin-locale=C.UTF-8",
    "--locale=C",
    "--no-instructions",
)


class InitdbFailed(StartFailed):
    """initdb ended with an error."""

    def __init__(self, place: Path, said: str) -> None:
        super().__init__(f"PostgreSQL could not make its cluster in {place}:\n{said}")


class ClusterGone(StartFailed):
    """The note names a folder that is not there."""

    def __init__(self, place: Path) -> None:
        super().__init__(
            f"The database was in {place}, which is gone. "
            "Bring it back, or remove the data folder to start afresh."
        )


def ensure_cluster(
    directory: Path, installation: Installation, password: str, identity: Identity | None, *, durable: bool
) -> Path:
    """The cluster of `directory`, made by initdb at the first call, half a second of work.

    It lies inside `directory` if `identity` may walk there, else in a shared place that a note in `directory`
    remembers; the note is written last, so an initdb that was cut short is begun again.
    Raises InitdbFailed or ClusterGone.
    """
    note = directory / _NOTE
    if note.exists():
        place = directory / note.read_text().strip()
        if not place.exists():
            raise ClusterGone(place)
        return place
    place = _new_place(directory, identity)
    try:
        _initdb(installation, place, password, identity, durable=durable)
    except BaseException:
        shutil.rmtree(place, ignore_errors=True)
        raise
    inside = place.parent == directory
    write_atomically(note, f"{place.name if inside else place}\n")
    return place


def _new_place(directory: Path, identity: Identity | None) -> Path:
    if identity is None or identity.can_enter(directory):
        place = directory / "postgres"
        shutil.rmtree(place, ignore_errors=True)
        place.mkdir(mode=0o700)
        if identity is not None:
            identity.own(place)
        return place
    for shared in SHARED_PLACES:
        try:
            shared.mkdir(mode=0o755, exist_ok=True)
            place = Path(tempfile.mkdtemp(prefix="cluster-", dir=shared))
            identity.own(place)
        except OSError:
            continue
        if identity.can_enter(place):
            return place
    raise NoReachablePlace


def _initdb(
    installation: Installation, place: Path, password: str, identity: Identity | None, *, durable: bool
) -> None:
    argv = [str(installation.program("initdb")), "-D", str(place), "-U", SUPERUSER, *_INITDB]
    made = _run_with_secret(argv if durable else [*argv, "--no-sync"], password, identity)
    if made.returncode != 0:
        raise InitdbFailed(place, made.stderr.strip())


def _run_with_secret(
    argv: list[str], secret: str, identity: Identity | None
) -> subprocess.CompletedProcess[str]:
    """Run a program that opens /dev/stdin, which takes a pipe that belongs to the program's user."""
    reader, writer = os.pipe()
    try:
        os.write(writer, f"{secret}\n".encode())
        os.close(writer)
        if identity is not None:
            os.fchown(reader, identity.uid, identity.gid)
        return subprocess.run(
            argv, stdin=reader, capture_output=True, text=True, cwd="/", **as_user(identity)
        )
    finally:
        os.close(reader)
