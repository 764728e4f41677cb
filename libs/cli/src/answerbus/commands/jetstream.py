"""A short connection to JetStream."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import nats
from nats.js import JetStreamContext

CONNECT_SECONDS = 3
ANSWER_SECONDS = 10


@asynccontextmanager
async def jetstream(url: str) -> AsyncIterator[JetStreamContext]:
    """Raises errors of `chassis.bus.BUS_AWAY` when nobody answers at `url`."""
    client = await nats.connect(
        url,
        name="answerbus",
        connect_timeout=CONNECT_SECONDS,
        allow_reconnect=False,
        max_reconnect_attempts=1,
        reconnect_time_wait=0,
        error_cb=_silent,
    )
    try:
        yield client.jetstream(timeout=ANSWER_SECONDS)
    finally:
        await client.close()


async def _silent(_: Exception) -> None:
    """The caller gets the error itself."""
