"""Pulls one durable in batches: waits a moment for more, leaves no request and no message behind."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from contextlib import suppress

from nats.aio.msg import Msg
from nats.aio.subscription import Subscription

from chassis import clock, logs
from chassis.bus import BUS_AWAY, Bus
from chassis.pull import is_delivery, next_of, wanting

SIZE = 200
EXPIRES_SECONDS = 2.0
LINGER_SECONDS = 0.2
DRAIN_SECONDS = 2.0

log = logs.get(__name__)
OnBatch = Callable[[list[Msg]], Awaitable[None]]


class BatchPull:
    """One request is open at a time; whatever arrives on its inbox, however late, is handled.

    Repeated short fetches of the client library cost a request per message and lost messages under load.
    """

    def __init__(self, bus: Bus, stream: str, durable: str, on_batch: OnBatch) -> None:
        self._bus = bus
        self._subject = next_of(stream, durable)
        self._on_batch = on_batch
        self._arrived: deque[Msg] = deque()
        self._some = asyncio.Event()
        self._all = asyncio.Event()
        self._open = 0
        self._lapses_at = 0.0

    async def run(self) -> None:
        """Until cancelled; then the batch in hand is finished and the rest given back."""
        inbox = self._bus.client.new_inbox()
        subscription = await self._bus.client.subscribe(inbox, cb=self._receive)
        try:
            while True:
                await self._ask(inbox)
                await self._gather()
                if self._arrived:
                    await self._handle()
        finally:
            await self._give_back(subscription)

    async def _receive(self, message: Msg) -> None:
        if is_delivery(message):
            self._arrived.append(message)
            self._open -= 1
            self._some.set()
        else:
            self._open = 0
        if self._open <= 0:
            self._some.set()
            self._all.set()

    async def _ask(self, inbox: str) -> None:
        if self._open > 0 and clock.monotonic() < self._lapses_at:
            return
        self._some.clear()
        self._all.clear()
        self._open = SIZE
        self._lapses_at = clock.monotonic() + EXPIRES_SECONDS + 1
        await self._bus.client.publish(self._subject, wanting(SIZE, EXPIRES_SECONDS), reply=inbox)

    async def _gather(self) -> None:
        if not self._arrived:
            await _wait(self._some, max(0.0, self._lapses_at - clock.monotonic()))
        if self._arrived:
            await _wait(self._all, LINGER_SECONDS)

    async def _handle(self) -> None:
        batch = [self._arrived.popleft() for _ in range(min(SIZE, len(self._arrived)))]
        if not self._arrived and self._open > 0:
            self._some.clear()
        handling = asyncio.ensure_future(self._on_batch(batch))
        try:
            await asyncio.shield(handling)
        except asyncio.CancelledError:
            await handling
            raise

    async def _give_back(self, subscription: Subscription) -> None:
        try:
            async with asyncio.timeout(DRAIN_SECONDS):
                await subscription.drain()  # type: ignore[no-untyped-call]
                while self._arrived:
                    await self._arrived.popleft().nak()
                await self._bus.client.flush()
        except BUS_AWAY as error:
            log.warning("pull.not_given_back", reason=str(error))


async def _wait(event: asyncio.Event, seconds: float) -> None:
    with suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            await event.wait()
