"""The one connection to NATS: facts with a PubAck, glimpses without, requests with a timeout."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Any

import nats.errors
import nats.js.errors
from faststream.nats import NatsBroker
from nats.aio.client import Client
from nats.aio.msg import Msg
from nats.aio.subscription import Subscription
from nats.js import JetStreamContext
from nats.js.api import PubAck
from opentelemetry.trace import SpanKind
from pydantic import ValidationError
from pydantic_core import from_json

from chassis import logs, metrics, telemetry
from chassis.errors import Refused, Unavailable
from contracts.base import Frozen
from contracts.catalogue import PENDING, stream_of
from contracts.envelope import AnyEvent
from contracts.rpc import AnswerT, Problem, Rpc

PUBLISH_TIMEOUT = 5.0
CLOSE_SECONDS = 2
BUS_AWAY = (nats.errors.Error, nats.js.errors.Error, OSError, TimeoutError)
log = logs.get(__name__)


class Bus:
    """Speaks to NATS for one service; reconnects for ever."""

    def __init__(self, url: str, service: str, *, graceful_timeout: float = 10.0) -> None:
        self.service = service
        self.broker = NatsBroker(
            url,
            name=service,
            max_reconnect_attempts=-1,
            reconnect_time_wait=0.2,  # type: ignore[arg-type] # seconds, fractions work
            connect_timeout=2,
            ping_interval=2,
            max_outstanding_pings=2,
            inbox_prefix=inbox_prefix(service),
            graceful_timeout=graceful_timeout,
            apply_types=False,
            logger=None,
            error_cb=_log_error,
            disconnected_cb=self._give_up_waiting,
            reconnected_cb=self._note_reconnect,
        )
        self.reconnected = asyncio.Event()
        self._unconfirmed: set[asyncio.Timeout] = set()
        self._client: Client | None = None
        self._js: JetStreamContext | None = None

    async def connect(self) -> None:
        """Raises BUS_AWAY errors when the server cannot be reached."""
        self._client = await self.broker.connect()
        self._js = self._client.jetstream(timeout=PUBLISH_TIMEOUT)

    async def close(self) -> None:
        """Leave once the server has what was said to it; a server that is away is not waited for."""
        if self._client is None:
            return
        try:
            await self._client.flush(CLOSE_SECONDS)
        except BUS_AWAY as error:
            log.warning("bus.left_without_goodbye", reason=logs.reason_of(error))
        await self._client.close()

    @property
    def client(self) -> Client:
        if self._client is None:
            raise Unavailable("The message bus is not connected yet.")
        return self._client

    @property
    def js(self) -> JetStreamContext:
        if self._js is None:
            raise Unavailable("The message bus is not connected yet.")
        return self._js

    @property
    def connected(self) -> bool:
        return self._client is not None and self._client.is_connected

    async def publish(self, event: AnyEvent) -> bool:
        """Store a fact in its stream. Returns once JetStream has it on disk; raises Unavailable.

        False when JetStream already had this event id.
        """
        ack = await self._store(event.data.kind, event.subject, event.id, event.to_json())
        return not ack.duplicate

    async def store(self, kind: str, subject: str, event_id: str, body: bytes) -> None:
        """As `publish`, for a fact that is already written down."""
        await self._store(kind, subject, event_id, body)

    async def _store(self, kind: str, subject: str, event_id: str, body: bytes) -> PubAck:
        if not self.connected:
            raise Unavailable("The message bus is away; nothing was accepted, please try again.")
        try:
            async with self._confirmation():
                ack = await self.js.publish(
                    subject,
                    body,
                    stream=stream_of(kind),
                    timeout=PUBLISH_TIMEOUT,
                    headers={"Nats-Msg-Id": event_id},
                )
        except BUS_AWAY as error:
            raise Unavailable("The message bus did not confirm; please try again.") from error
        metrics.PUBLISHED.labels(kind).inc()
        metrics.PUBLISHED_BYTES.labels(kind).inc(len(body))
        return ack

    @asynccontextmanager
    async def _confirmation(self) -> AsyncIterator[None]:
        async with asyncio.timeout(PUBLISH_TIMEOUT) as limit:
            self._unconfirmed.add(limit)
            try:
                yield
            finally:
                self._unconfirmed.discard(limit)

    async def _give_up_waiting(self) -> None:
        """What a connection that is gone did not confirm it never will; said again, it has the same id."""
        for limit in self._unconfirmed:
            if not limit.expired():
                limit.reschedule(0.0)

    async def _note_reconnect(self) -> None:
        self.reconnected.set()

    async def schedule(self, event: AnyEvent, at: datetime, name: str) -> None:
        """Have JetStream say this fact at `at` (to the second); what waits under `name` is replaced.

        The fact's kind lies in a stream with schedules. Raises Unavailable.
        """
        headers = {
            "Nats-Schedule": f"@at {at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}",
            "Nats-Schedule-Target": event.subject,
        }
        subject = f"{PENDING}.{event.workspaceid}.{name}"
        try:
            await self.js.publish(
                subject,
                event.to_json(),
                stream=stream_of(event.data.kind),
                timeout=PUBLISH_TIMEOUT,
                headers=headers,
            )
        except BUS_AWAY as error:
            raise Unavailable("The message bus did not confirm; please try again.") from error

    async def unschedule(self, kind: str, workspace_id: str, name: str) -> None:
        """What does not wait is not missed. Raises Unavailable."""
        try:
            await self.js.purge_stream(stream_of(kind), subject=f"{PENDING}.{workspace_id}.{name}")
        except BUS_AWAY as error:
            raise Unavailable("The message bus did not confirm; please try again.") from error

    async def show(self, subject: str, glimpse: Frozen) -> None:
        """Show a glimpse to whoever looks now; a bus that is away loses it, as glimpses may be."""
        if not subject.startswith("glimpse."):
            raise ValueError(f"{subject} is no glimpse: facts leave through publish.")
        if self.connected:
            await self.client.publish(subject, glimpse.model_dump_json(exclude_none=True).encode())

    async def watch(self, subject: str, callback: Callable[[bytes], Awaitable[None]]) -> Subscription:
        """Receive glimpses on `subject` until the returned subscription is unsubscribed."""

        async def on_message(message: Msg) -> None:
            await callback(message.data)

        return await self.client.subscribe(subject, cb=on_message)

    async def ask(self, rpc: Rpc[Any, AnswerT], question: Frozen, *, timeout: float | None = None) -> AnswerT:
        """Ask another service. Raises Refused (its problem) or Unavailable (no answer that can be read)."""
        parent = telemetry.traceparent()
        with telemetry.span(f"ask {rpc.subject}", kind=SpanKind.CLIENT):
            try:
                reply = await self.client.request(
                    rpc.subject,
                    question.model_dump_json(exclude_none=True).encode(),
                    timeout=timeout or rpc.timeout,
                    headers={"traceparent": telemetry.traceparent() or parent or ""},
                )
            except BUS_AWAY as error:
                raise Unavailable(f"The {rpc.service} service is not answering; please try again.") from error
        body = from_json(reply.data)
        if "problem" in body:
            raise Refused(Problem.read(body["problem"]))
        try:
            return rpc.answer.read(body["answer"])
        except ValidationError as error:
            log.error("bus.answer_misread", request=rpc.subject, reason=str(error))
            raise Unavailable(f"The {rpc.service} service answered in words unknown here.") from error


async def _log_error(error: Exception) -> None:
    log.warning("bus.error", reason=logs.reason_of(error))


def inbox_prefix(service: str) -> str:
    """Replies go where only this service may listen."""
    return f"_INBOX.{service}"
