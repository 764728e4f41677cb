"""Takes one durable's deliveries, each worker one at a time: the ack of one asks for the next."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress

from nats.aio.msg import Msg
from nats.aio.subscription import Subscription

from chassis import clock, logs
from chassis.bus import BUS_AWAY, CLOSE_SECONDS, Bus

EXPIRES_SECONDS = 5.0
AGAIN_SECONDS = 0.3
RENEW_SECONDS = 1.0
_LAPSED = "408"

log = logs.get(__name__)
Acknowledge = Callable[[Msg], Awaitable[None]]
Settle = Callable[[Msg, Acknowledge], Awaitable[None]]


def next_of(stream: str, durable: str) -> str:
    """The subject on which a durable is asked for deliveries."""
    return f"$JS.API.CONSUMER.MSG.NEXT.{stream}.{durable}"


def wanting(batch: int, seconds: float) -> bytes:
    """A request for so many deliveries, open for so long."""
    return json.dumps({"batch": batch, "expires": int(seconds * 1e9)}).encode()


def is_delivery(message: Msg) -> bool:
    """Else the server says that a request has ended."""
    return message.reply.startswith("$JS.ACK.")


_WANTED = wanting(1, EXPIRES_SECONDS)
_ACK_AND_NEXT = b"+NXT " + _WANTED


class Pull:
    """`workers` subscriptions on one durable, none of which asks for a delivery while it has one."""

    def __init__(self, bus: Bus, stream: str, durable: str, settle: Settle, *, workers: int) -> None:
        self._workers = [_Worker(bus, next_of(stream, durable), settle) for _ in range(workers)]

    async def renew(self, *, all_lapsed: bool) -> None:
        """Ask where no request is open: at first, and when the server, or its leader, has forgotten it."""
        for worker in self._workers:
            await worker.renew(all_lapsed=all_lapsed)

    async def stop(self, patience: float) -> None:
        """Take nothing new; what is under way has `patience` seconds to end."""
        await asyncio.gather(*(worker.stop(patience) for worker in self._workers))


async def keep_pulling(bus: Bus, pulls: Sequence[Pull]) -> None:
    """Until cancelled: a server that was away has forgotten every request, and is asked again at once."""
    while True:
        all_lapsed = bus.reconnected.is_set()
        bus.reconnected.clear()
        try:
            for pull in pulls:
                await pull.renew(all_lapsed=all_lapsed)
        except BUS_AWAY as error:
            log.warning("pull.not_asked", reason=logs.reason_of(error))
        with suppress(TimeoutError):
            async with asyncio.timeout(RENEW_SECONDS):
                await bus.reconnected.wait()


class _Worker:
    """One subscription with at most one open request. Where that may be forgotten, the next one is made on a
    subscription of its own: two open requests could leave a delivery waiting behind another."""

    def __init__(self, bus: Bus, subject: str, settle: Settle) -> None:
        self._bus = bus
        self._subject = subject
        self._settle = settle
        self._inbox = ""
        self._lapses_at = 0.0
        self._stopping = False
        self._asked = False
        self._idle = asyncio.Event()
        self._idle.set()
        self._subscription: Subscription | None = None

    async def renew(self, *, all_lapsed: bool) -> None:
        lapsed = all_lapsed or clock.monotonic() > self._lapses_at
        if lapsed and self._idle.is_set() and not self._stopping and self._bus.connected:
            forgotten, self._subscription = self._subscription, None
            if forgotten is not None:
                await forgotten.unsubscribe()
            await self._start()

    async def stop(self, patience: float) -> None:
        self._stopping = True
        try:
            async with asyncio.timeout(patience):
                await self._idle.wait()
            if self._subscription is not None and self._bus.connected:
                async with asyncio.timeout(CLOSE_SECONDS):
                    await self._subscription.drain()  # type: ignore[no-untyped-call]
        except BUS_AWAY as error:
            log.warning("pull.not_given_back", reason=logs.reason_of(error))

    async def _start(self) -> None:
        self._inbox = self._bus.client.new_inbox()
        self._subscription = await self._bus.client.subscribe(self._inbox, cb=self._receive)
        await self._ask()

    async def _ask(self) -> None:
        self._lapses_at = 0.0
        if self._bus.connected:
            await self._bus.client.publish(self._subject, _WANTED, reply=self._inbox)
            self._expect()

    def _expect(self) -> None:
        self._lapses_at = clock.monotonic() + EXPIRES_SECONDS + 1

    async def _receive(self, message: Msg) -> None:
        """Runs in the subscription's own task, so one message at a time."""
        delivered = is_delivery(message)
        if self._stopping:
            if delivered:
                await message.nak()
            return
        self._idle.clear()
        try:
            if delivered:
                await self._take(message)
            else:
                await self._refused(message)
        finally:
            self._idle.set()

    async def _take(self, message: Msg) -> None:
        self._asked = False
        await self._settle(message, self._acknowledge)
        if self._asked:
            self._expect()
        elif not self._stopping:
            await self._ask()

    async def _acknowledge(self, message: Msg) -> None:
        """A connection that is gone keeps acks for later; a request for the next one must not wait there."""
        if self._stopping or not self._bus.connected:
            await message.ack()
        else:
            await self._bus.client.publish(message.reply, _ACK_AND_NEXT, reply=self._inbox)
            self._asked = True

    async def _refused(self, message: Msg) -> None:
        """Nothing came in time, or the server cannot serve now."""
        if (message.headers or {}).get("Status") != _LAPSED:
            await asyncio.sleep(AGAIN_SECONDS)
        if not self._stopping:
            await self._ask()
