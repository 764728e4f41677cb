"""Ports of 127.0.0.1 for the embedded parts."""

from __future__ import annotations

import random
import socket

LOOPBACK = "127.0.0.1"
_BELOW_EPHEMERAL = range(20_000, 32_000)
_given: set[int] = set()


def is_free(port: int) -> bool:
    """Whether a server could listen on this port of 127.0.0.1 now."""
    return obstacle(port) is None


def obstacle(port: int) -> str | None:
    """Why no server could listen on this port of 127.0.0.1 now; None when one could."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((LOOPBACK, port))
        except PermissionError:
            return "may not be used by this user"
        except OSError:
            return "is in use"
    return None


def free_port() -> int:
    """A port nobody listens on, and that this process has given to nobody yet.

    Not one from the kernel's ephemeral range: while a killed server restarts, an outgoing connection could be
    given its port, and a client that keeps dialling it could even be connected to itself.
    """
    for port in random.sample(_BELOW_EPHEMERAL, 200):
        if port not in _given and is_free(port):
            _given.add(port)
            return port
    raise OSError("No free port was found between 20000 and 32000 on 127.0.0.1.")
