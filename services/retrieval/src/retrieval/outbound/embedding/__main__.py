"""Embeds passages beside the service, so that no search waits for the interpreter.

The first frame names the model; each later one is a JSON list of texts and is answered by a frame with their
vectors in order: float32, in this machine's byte order.
"""

from __future__ import annotations

import json
import os
import socket
import sys
import threading
from concurrent.futures import Future, ThreadPoolExecutor
from queue import SimpleQueue
from typing import Any

from retrieval.outbound.embedding.one_text import embedding
from retrieval.outbound.embedding.recipe import open_by
from retrieval.outbound.frames import framed, received

NICENESS = 10
"""Searches go first."""


def serve(connection: socket.socket) -> None:
    """Until the other end closes."""
    os.nice(NICENESS)
    first = received(connection)
    if first is None:
        return
    embed = embedding(open_by(json.loads(first)))
    waiting: SimpleQueue[list[Future[Any]]] = SimpleQueue()
    threading.Thread(target=_answer, args=(connection, waiting), daemon=True).start()
    pool = ThreadPoolExecutor(os.cpu_count() or 1)
    while (asked := received(connection)) is not None:
        waiting.put([pool.submit(embed, text) for text in json.loads(asked)])
    os._exit(0)


def _answer(connection: socket.socket, waiting: SimpleQueue[list[Future[Any]]]) -> None:
    """A text that cannot be embedded ends the process: whoever waits asks again, and gets the error."""
    try:
        while True:
            vectors = [one.result() for one in waiting.get()]
            connection.sendall(framed(b"".join(one.tobytes() for one in vectors)))
    finally:
        os._exit(1)


if __name__ == "__main__":
    with socket.socket(fileno=sys.stdin.fileno()) as listening:
        serve(listening)
