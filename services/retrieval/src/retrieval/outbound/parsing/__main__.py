"""The warm process: what parsers stand on is imported once, and every file is read by a fork with limits.

Each byte on the control socket brings the socket of a file. Through that comes the length of a request,
the request as JSON, and the file; passages or a sentence go out as JSON, and after them, as the last line,
how the reader ended.
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
from functools import partial
from typing import Any

from retrieval.domain.document import Unreadable
from retrieval.domain.upload import kind_of
from retrieval.outbound.parsing.read import load, read

TOO_LARGE = "This file needs too much memory to read; please split it into smaller files."
MOST_FILES = 1 << 20
NICENESS = 5
"""Whoever searches goes before whoever reads a file, however long that takes."""


def serve(control: socket.socket) -> None:
    """Until the other end closes."""
    with selectors.DefaultSelector() as waiting:
        waiting.register(control, selectors.EVENT_READ)
        while True:
            for key, _ in waiting.select():
                if key.fileobj is not control:
                    key.data()
                    continue
                brought, files, _, _ = socket.recv_fds(control, 1, 1)
                if not brought:
                    return
                _start(waiting, socket.socket(fileno=files[0]))


def _start(waiting: selectors.BaseSelector, job: socket.socket) -> None:
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
    ended = os.pidfd_open(reader)
    waiting.register(ended, selectors.EVENT_READ, partial(_ended, waiting, ended, reader, job))


def _alone(job: socket.socket) -> None:
    """A reader has nothing open but its own file; standard input is the control socket."""
    os.close(sys.stdin.fileno())
    os.closerange(sys.stderr.fileno() + 1, job.fileno())
    os.closerange(job.fileno() + 1, MOST_FILES)


def _ended(waiting: selectors.BaseSelector, ended: int, reader: int, job: socket.socket) -> None:
    """What the reader left unread goes first: closing on it would lose the answer."""
    waiting.unregister(ended)
    os.close(ended)
    _, status = os.waitpid(reader, 0)
    waiting.register(
        job, selectors.EVENT_READ, partial(_tell, waiting, job, os.waitstatus_to_exitcode(status))
    )


def _tell(waiting: selectors.BaseSelector, job: socket.socket, code: int) -> None:
    with suppress(ConnectionResetError, BrokenPipeError):  # nobody waits for it any more
        if job.recv(1 << 16):
            return
        job.sendall(f"\n{code}".encode())
    waiting.unregister(job)
    job.close()


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
    """Comes first: nothing of the file is looked at without it."""
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
