"""Who runs PostgreSQL when the command was started as root, which PostgreSQL refuses to be."""

from __future__ import annotations

import os
import pwd
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from answerbus.embedded.errors import NotHere

CANDIDATES = ("answerbus", "nobody")


class NoUnprivilegedUser(NotHere):
    """Started as root, but this machine has neither a user `answerbus` nor `nobody` to run PostgreSQL as."""


@dataclass(frozen=True, slots=True)
class Identity:
    """A user of this machine."""

    uid: int
    gid: int

    def can_run(self, program: Path) -> bool:
        """Whether this user reaches and may run the program, whatever decides that here."""
        return _succeeds(self, [str(program), "--version"])

    def can_read(self, file: Path) -> bool:
        """Whether this user reaches and may read the file."""
        return _succeeds(self, ["/bin/sh", "-c", 'test -r "$1"', "sh", str(file)])

    def can_enter(self, folder: Path) -> bool:
        """Whether this user may walk to the folder."""
        return _succeeds(self, ["/bin/sh", "-c", 'cd "$1"', "sh", str(folder)])

    def own(self, path: Path) -> None:
        os.chown(path, self.uid, self.gid)


def unprivileged() -> Identity | None:
    """The user to drop to, or None when the command does not run as root."""
    if os.geteuid() != 0:
        return None
    for name in CANDIDATES:
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return Identity(entry.pw_uid, entry.pw_gid)
    raise NoUnprivilegedUser


def as_user(identity: Identity | None) -> dict[str, Any]:
    """Arguments for `subprocess` that make a child run as this user."""
    if identity is None:
        return {}
    return {"user": identity.uid, "group": identity.gid, "extra_groups": []}


def _succeeds(identity: Identity, argv: list[str]) -> bool:
    try:
        done = subprocess.run(argv, cwd="/", capture_output=True, timeout=20, **as_user(identity))
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0
