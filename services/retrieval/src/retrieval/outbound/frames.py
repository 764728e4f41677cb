"""Frames between the two processes: four bytes of length, then so many bytes."""

from __future__ import annotations

import socket
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # a process that reads files has no event loop
    from asyncio import StreamReader

LENGTH = 4


def framed(body: bytes) -> bytes:
    return len(body).to_bytes(LENGTH) + body


def received(connection: socket.socket) -> bytes | None:
    """None when the other end is gone."""
    head = connection.recv(LENGTH, socket.MSG_WAITALL)
    if len(head) < LENGTH:
        return None
    length = int.from_bytes(head)
    body = connection.recv(length, socket.MSG_WAITALL) if length else b""
    return body if len(body) == length else None


async def read(stream: StreamReader) -> bytes:
    """Raises IncompleteReadError when the other end is gone."""
    return await stream.readexactly(int.from_bytes(await stream.readexactly(LENGTH)))
