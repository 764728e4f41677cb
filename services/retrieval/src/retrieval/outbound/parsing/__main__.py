"""The warm process: imports the parsers once and forks for every file, so that a reader starts at once.

Each byte on the control socket (standard input) comes with a socket for one file, the job. Through it the
service sends the length of a request, the request as JSON, and the file. The fork answers with one line of
JSON; this process adds the fork's exit code as the last line.
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
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import asdict
from typing import Any

from retrieval.domain.document import Unreadable
from retrieval.domain.upload import TOO_LARGE, kind_of
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
                    brought, files, _, _ = socket.recv_fds(control, 1, 1)
                    if not brought:
                        return
                    job = socket.socket(fileno=files[0])
                    steps = _watched(job, _start(job))
                else:
                    waiting.unregister(key.fileobj)
                    steps = key.data
                if (awaited := next(steps, None)) is not None:
                    waiting.register(awaited, selectors.EVENT_READ, steps)


def _start(job: socket.socket) -> int:
    """The process id of the fork that reads this job's file."""
    ask = _request(job)
    _warm(ask["name"], ask["media_type"])
    reader = os.fork()
    if reader == 0:
        _alone(job)
        _limit(ask["cpu_seconds"], ask["wall_seconds"], ask["memory_bytes"])
        with job.makefile("rb") as file:
            answer = _answer(file.read(), ask)
        job.sendall(answer.encode())
        os._exit(0)
    return reader


def _watched(job: socket.socket, reader: int) -> Iterator[int | socket.socket]:
    """Wait for the reader to end and send its exit code; yields what has to be readable for the next step."""
    ended = os.pidfd_open(reader)
    yield ended
    os.close(ended)
    _, status = os.waitpid(reader, 0)
    with job, suppress(ConnectionResetError, BrokenPipeError):  # the service may have given up
        yield job
        while job.recv(1 << 16):  # closing a socket with unread bytes would lose the answer
            yield job
        job.sendall(f"\n{os.waitstatus_to_exitcode(status)}".encode())


def _alone(job: socket.socket) -> None:
    """Close everything but this job, above all the control socket: a file must not reach another's."""
    os.close(sys.stdin.fileno())
    os.closerange(sys.stderr.fileno() + 1, job.fileno())
    os.closerange(job.fileno() + 1, MOST_FILES)


def _request(job: socket.socket) -> dict[str, Any]:
    length = int.from_bytes(job.recv(4, socket.MSG_WAITALL))
    request: dict[str, Any] = json.loads(job.recv(length, socket.MSG_WAITALL))
    return request


def _warm(name: str, media_type: str) -> None:
    try:
        load(kind_of(name, media_type))
    except Unreadable:
        return
    gc.freeze()


def _limit(cpu_seconds: int, wall_seconds: float, memory_bytes: int) -> None:
    """Called before the first byte of the file is read."""
    resource.setrlimit(resource.RLIMIT_CPU, (cpu_seconds, cpu_seconds + 1))
    resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, memory_bytes))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NPROC, (0, 0))
    os.nice(NICENESS)
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
