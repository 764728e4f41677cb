"""What happens to every delivery: decode, trace, inbox, handler, then exactly one of Done, Retry, Dead."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field
from typing import Any, Protocol

from nats.aio.msg import Msg
from opentelemetry.trace import SpanKind

from chassis import clock, logs, metrics, telemetry, tenancy
from chassis.bus import BUS_AWAY, Bus
from chassis.db import CONNECTION_LOST, AlreadyHandled, Database, Tx
from chassis.dead_letters import bury, grave_of
from chassis.errors import Unavailable
from chassis.facts import CAUSE
from chassis.outcome import DONE, Dead, Done, Outcome, Retry
from chassis.pull import Acknowledge
from contracts.codec import MalformedEvent, decode
from contracts.envelope import AnyEvent
from contracts.upcast import UnknownVersion

MAX_DELIVERIES = 5
BACKOFF = (0.1, 0.5, 2.0, 5.0)
AWAY_DELAY = 0.3
HEARTBEAT_SECONDS = 0.25

log = logs.get(__name__)


class Work(Protocol):
    """What a handler gets beside the event."""

    @property
    def delivery(self) -> int:
        """1 for the first delivery."""
        ...

    @property
    def stream_seq(self) -> int:
        """The event's place in its stream: facts are ordered by it."""
        ...

    def transaction(self) -> AbstractAsyncContextManager[Tx]:
        """The one transaction of the effect; it commits with the inbox row and the emitted facts."""
        ...


Handler = Callable[[Any, Work], Awaitable[Outcome]]


@dataclass(frozen=True, slots=True)
class Delivery:
    """A delivery's `Work`, on the real database."""

    event: AnyEvent
    durable: str
    delivery: int
    stream_seq: int
    _database: Database | None

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[Tx]:
        if self._database is None:
            raise RuntimeError("This service has no database.")
        async with self._database.transaction(inbox=(self.durable, self.event.id)) as tx:
            yield tx


@dataclass(frozen=True, slots=True)
class Consumption:
    """The wrapper around one durable's handler."""

    bus: Bus
    database: Database | None
    durable: str
    kind: str
    handler: Handler
    deadline: float
    _under_way: set[int] = field(default_factory=set)

    async def on_message(self, message: Msg, acknowledge: Acknowledge) -> None:
        """Settle one delivery. Never raises: what cannot be settled comes again after ack_wait.

        A process that stood still past ack_wait is sent again what it is at: the first delivery settles it.
        """
        stream_seq = message.metadata.sequence.stream
        if stream_seq in self._under_way:
            metrics.CONSUMED.labels(self.kind, "under_way").inc()
            return
        self._under_way.add(stream_seq)
        try:
            await self._conclude(message, acknowledge)
        finally:
            self._under_way.discard(stream_seq)

    async def _conclude(self, message: Msg, acknowledge: Acknowledge) -> None:
        started = clock.monotonic()
        heartbeat = Heartbeat(message)
        try:
            outcome = await self._decide(message)
        finally:
            heartbeat.stop()
        metrics.CONSUME_SECONDS.labels(self.kind).observe(clock.monotonic() - started)
        metrics.CONSUMED.labels(self.kind, type(outcome).__name__.lower()).inc()
        try:
            await self._settle(message, outcome, acknowledge)
        except BUS_AWAY as error:
            log.warning("consume.unsettled", durable=self.durable, reason=str(error))

    async def _decide(self, message: Msg) -> Outcome:
        try:
            event = decode(message.data)
        except (MalformedEvent, UnknownVersion) as error:
            return Dead(str(error))
        if event.data.kind != self.kind:
            return Dead(f"The subject is for {self.kind}, but this event is {event.data.kind}.")
        with telemetry.span(
            f"consume {self.kind}",
            parent=event.traceparent,
            kind=SpanKind.CONSUMER,
            attributes={
                "messaging.message.id": event.id,
                "messaging.delivery": message.metadata.num_delivered,
            },
        ):
            token = CAUSE.set(event.id)
            try:
                with tenancy.only(event.workspaceid):
                    return await self._handle(event, message)
            finally:
                CAUSE.reset(token)

    async def _handle(self, event: AnyEvent, message: Msg) -> Outcome:
        delivery = Delivery(
            event,
            self.durable,
            message.metadata.num_delivered,
            message.metadata.sequence.stream,
            self.database,
        )
        try:
            async with asyncio.timeout(self.deadline):
                outcome = await self.handler(event, delivery)
        except AlreadyHandled:
            return DONE
        except (Unavailable, *CONNECTION_LOST, *BUS_AWAY) as error:
            if isinstance(error, TimeoutError):
                return self._failed(event, delivery.delivery, error)
            return Retry(f"A dependency is away: {error}", AWAY_DELAY)
        except Exception as error:
            return self._failed(event, delivery.delivery, error)
        return self._expire(event, message, outcome)

    def _failed(self, event: AnyEvent, delivery: int, error: Exception) -> Outcome:
        reason = f"{type(error).__name__}: {error}"
        log.error(
            "consume.failed", durable=self.durable, event_id=event.id, delivery=delivery, exc_info=error
        )
        if delivery >= MAX_DELIVERIES:
            return Dead(f"Failed {delivery} times, last with {reason}")
        return Retry(reason, BACKOFF[min(delivery, len(BACKOFF)) - 1])

    def _expire(self, event: AnyEvent, message: Msg, outcome: Outcome) -> Outcome:
        if isinstance(outcome, Retry) and outcome.give_up_after is not None:
            # a writer whose clock is ahead must not be waited for until its day comes
            born = min(event.time, message.metadata.timestamp)
            age = (clock.now() - born).total_seconds()
            if age > outcome.give_up_after:
                return Dead(f"Gave up after {age:.0f} s: {outcome.reason}")
        return outcome

    async def _settle(self, message: Msg, outcome: Outcome, acknowledge: Acknowledge) -> None:
        match outcome:
            case Done():
                await acknowledge(message)
            case Retry(_, delay, _):
                await message.nak(delay=delay)
            case Dead(reason):
                grave = grave_of(message, self.bus.service, self.durable, reason)
                await bury(self.bus.js, grave, message.data)
                log.warning("consume.dead", durable=self.durable, reason=reason)
                await acknowledge(message)


class Heartbeat:
    """Tells the server every quarter of a second that a handler still lives."""

    def __init__(self, message: Msg) -> None:
        self._message = message
        self._loop = asyncio.get_running_loop()
        self._timer = self._loop.call_later(HEARTBEAT_SECONDS, self._beat)
        self._task: asyncio.Task[None] | None = None

    def _beat(self) -> None:
        self._task = self._loop.create_task(self._in_progress())
        self._timer = self._loop.call_later(HEARTBEAT_SECONDS, self._beat)

    async def _in_progress(self) -> None:
        try:
            await self._message.in_progress()
        except BUS_AWAY:
            log.warning("consume.heartbeat_lost")

    def stop(self) -> None:
        self._timer.cancel()
