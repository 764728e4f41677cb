"""`answerbus provision`: streams and consumers as the catalogue says."""

from __future__ import annotations

import asyncio
from typing import Annotated

import typer

from answerbus.commands.jetstream import jetstream
from answerbus.commands.running import DATA_DIR, DataDir, NatsUrl, find_nats
from answerbus.commands.terminal import console, in_sentences
from chassis import clock
from chassis.bus import BUS_AWAY
from chassis.topology import provision

RETRY_SECONDS = 0.5
Replicas = Annotated[int, typer.Option(help="Copies of each stream, in a cluster.", min=1, max=5)]
Wait = Annotated[float, typer.Option(help="Seconds to wait for a server that is starting.", min=0)]


def provision_bus(
    nats_url: NatsUrl = None, data_dir: DataDir = DATA_DIR, replicas: Replicas = 1, wait: Wait = 30
) -> None:
    """Create or correct every stream and consumer; doing it twice changes nothing."""
    with in_sentences():
        changes = asyncio.run(_provision(find_nats(nats_url, data_dir), replicas, wait))
        for change in changes:
            console().print(change)
        if not changes:
            console().print("Every stream and consumer is as the catalogue says.")


async def _provision(url: str, replicas: int, wait: float) -> list[str]:
    await _answering(url, clock.monotonic() + wait)
    return await provision(url, replicas=replicas)


async def _answering(url: str, deadline: float) -> None:
    while True:
        try:
            async with jetstream(url) as js:
                await js.account_info()
                return
        except BUS_AWAY:
            if clock.monotonic() > deadline:
                raise
        await asyncio.sleep(RETRY_SECONDS)
