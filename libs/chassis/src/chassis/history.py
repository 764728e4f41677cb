"""Reads a stream again from its beginning, beside the durable consumers."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

import nats.js.errors
from nats.js import JetStreamContext, api

from chassis.bus import BUS_AWAY, Bus
from chassis.errors import Unavailable
from contracts.catalogue import Service
from contracts.codec import MalformedEvent, decode
from contracts.envelope import AnyEvent
from contracts.upcast import UnknownVersion

BATCH = 500
FETCH_TIMEOUT = 5.0
FORGOTTEN_AFTER = 60.0


def history_name(service: Service) -> str:
    """Name of the ephemeral consumer a service may read a stream's history with."""
    return f"{service}-history"


@dataclass(slots=True)
class History:
    """One stream's facts in order. `unreadable` counts what was skipped: it lies in the dead letters."""

    stream: str
    _js: JetStreamContext
    _name: str
    _subscription: JetStreamContext.PullSubscription
    unreadable: int = 0

    async def unread(self) -> AsyncIterator[list[AnyEvent]]:
        """Batches up to what is in the stream now; called again, whatever came since. Raises Unavailable."""
        try:
            left = (await self._js.consumer_info(self.stream, self._name)).num_pending or 0
            while left > 0:
                messages = await self._subscription.fetch(min(BATCH, left), timeout=FETCH_TIMEOUT)
                left -= len(messages)
                yield self._readable([message.data for message in messages])
        except BUS_AWAY as error:
            raise Unavailable(f"The stream {self.stream} could not be read to its end.") from error

    def _readable(self, bodies: list[bytes]) -> list[AnyEvent]:
        events: list[AnyEvent] = []
        for body in bodies:
            try:
                events.append(decode(body))
            except (MalformedEvent, UnknownVersion):
                self.unreadable += 1
        return events


@asynccontextmanager
async def history(bus: Bus, service: Service, stream: str) -> AsyncIterator[History]:
    """The history of a stream from its first fact; one reader of a service at a time. Raises Unavailable."""
    name = history_name(service)
    config = api.ConsumerConfig(
        name=name,
        ack_policy=api.AckPolicy.NONE,
        deliver_policy=api.DeliverPolicy.ALL,
        inactive_threshold=FORGOTTEN_AFTER,
        mem_storage=True,
        num_replicas=1,
    )
    try:
        await _forget(bus.js, stream, name)
        await bus.js.add_consumer(stream, config)
        subscription = await bus.js.pull_subscribe_bind(consumer=name, stream=stream)
    except BUS_AWAY as error:
        raise Unavailable(f"The history of {stream} cannot be read right now.") from error
    try:
        yield History(stream, bus.js, name, subscription)
    finally:
        await subscription.unsubscribe()
        await _forget(bus.js, stream, name)


async def _forget(js: JetStreamContext, stream: str, name: str) -> None:
    try:
        await js.delete_consumer(stream, name)
    except nats.js.errors.NotFoundError:
        pass
