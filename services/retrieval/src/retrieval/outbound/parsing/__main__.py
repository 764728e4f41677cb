"""The warm process: imports the parsers once and forks, so that a reader of files starts at once.

Each byte on the control socket (standard input) comes with two sockets for one fork. Through the first, the
job, the service sends a frame with the limits and the kind of file, then two frames for each file: what is
asked, as JSON, and the file. The fork answers each with a frame of JSON. Through the second this process
sends the fork's exit code when it has ended.
"""

from __future__ import annotations

import gc
import json
import os
import resource
import selectors
import signal
import socket
import sys
import traceback
from contextlib import suppress
from dataclasses import asdict
from time import process_time
from typing import Any

from retrieval.domain.document import Unreadable
from retrieval.domain.upload import TOO_LARGE
from retrieval.outbound.frames import framed, received
from retrieval.outbound.parsing.read import load, read

MOST_FILES = 1 << 20
NICENESS = 5
"""Searches go first: reading a file may take long."""


def serve(control: socket.socket) -> None:
    """Until the other end closes."""
    with selectors.DefaultSelector() as waiting:
        waiting.register(control, selectors.EVENT_READ)
        while True:
            for key, _ in waiting.select():
                if key.fileobj is control:
                    brought, files, _, _ = socket.recv_fds(control, 1, 2)
                    if not brought:
                        return
                    job, end = (socket.socket(fileno=one) for one in files)
                    if (reader := _start(job)) is not None:
                        waiting.register(os.pidfd_open(reader), selectors.EVENT_READ, (reader, end))
                else:
                    waiting.unregister(key.fileobj)
                    os.close(key.fd)
                    _tell(*key.data)


def _start(job: socket.socket) -> int | None:
    """The process id of the fork that reads this job's files; None when the service has given it up."""
    with job:
        first = received(job)
        if first is None:
            return None
        limits = json.loads(first)
        _warm(limits["kind"])
        reader = os.fork()
        if reader == 0:
            _alone(job)
            _limit(limits["cpu_seconds"], limits["memory_bytes"])
            _read_all(job)
            os._exit(0)
        return reader


def _tell(reader: int, end: socket.socket) -> None:
    _, status = os.waitpid(reader, 0)
    with end, suppress(ConnectionResetError, BrokenPipeError):  # the service may have given up
        end.sendall(str(os.waitstatus_to_exitcode(status)).encode())


def _alone(job: socket.socket) -> None:
    """Close everything but this job, above all the control socket: a file must not reach another's."""
    os.close(sys.stdin.fileno())
    os.closerange(sys.stderr.fileno() + 1, job.fileno())
    os.closerange(job.fileno() + 1, MOST_FILES)


def _warm(kind: str | None) -> None:
    """None is a kind that cannot be read, which the fork says."""
    if kind:
        load(kind)
        gc.freeze()


def _limit(cpu_seconds: int, memory_bytes: int) -> None:
    """For the whole life of the fork; called before the first byte of a file is read."""
    resource.setrlimit(resource.RLIMIT_CPU, (cpu_seconds, cpu_seconds + 1))
    resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, memory_bytes))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NPROC, (0, 0))
    os.nice(NICENESS)


def _read_all(job: socket.socket) -> None:
    """Until the service closes the job."""
    while (asked := received(job)) is not None:
        ask = json.loads(asked)
        _hurry(ask["cpu_seconds"], ask["wall_seconds"])
        body = received(job)
        if body is None:
            return
        job.sendall(framed(_answer(body, ask).encode()))
        signal.setitimer(signal.ITIMER_REAL, 0)


def _hurry(cpu_seconds: int, wall_seconds: float) -> None:
    """For one file, within what the fork may take in its life."""
    _, most = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (min(int(process_time()) + cpu_seconds, most), most))
    signal.setitimer(signal.ITIMER_REAL, wall_seconds)


def _answer(body: bytes, ask: dict[str, Any]) -> str:
    answer = _read(body, ask)
    if ask.get("links"):
        answer |= _outline(body, ask["media_type"])
    return json.dumps(answer)


def _read(body: bytes, ask: dict[str, Any]) -> dict[str, Any]:
    try:
        return {"digest": asdict(read(body, ask["name"], ask["media_type"], ask.get("pages")))}
    except Unreadable as error:
        return {"unreadable": str(error)}
    except (MemoryError, RecursionError):
        return {"unreadable": TOO_LARGE}
    except Exception:
        return {"broken": traceback.format_exc()[-1500:]}


def _outline(body: bytes, media_type: str) -> dict[str, Any]:
    from retrieval.outbound.parsing.html_links import outline

    try:
        return {"outline": asdict(outline(body, media_type))}
    except Exception:
        return {"broken": traceback.format_exc()[-1500:]}


if __name__ == "__main__":
    with socket.socket(fileno=sys.stdin.fileno()) as listening:
        serve(listening)
