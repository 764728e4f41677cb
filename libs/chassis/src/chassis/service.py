"""The life of a service: wait for its dependencies, work, drain, stop."""

from __future__ import annotations

import asyncio
import gc
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path
from typing import Any

from faststream import AckPolicy
from faststream.nats import NatsMessage
from starlette.applications import Starlette

from chassis import health, logs, telemetry
from chassis.answer import Answering
from chassis.batch_pull import BatchPull
from chassis.bus import BUS_AWAY, Bus
from chassis.consume import Consumption, Handler
from chassis.consume_batch import BatchConsumption, BatchHandler
from chassis.db import CONNECTION_LOST, Database
from chassis.facts import FactMaker
from chassis.health import NotReady
from chassis.migrate import upgrade
from chassis.pull import Pull, keep_pulling
from chassis.relay import Relay
from chassis.settings import ServiceSettings
from contracts.base import Fact
from contracts.catalogue import Service as ServiceName
from contracts.catalogue import batch_durable_name, durable_name, stream_of
from contracts.requests import HEALTH, Health
from contracts.rpc import AnswerT, AskT, Empty, Rpc

RETRY_SECONDS = 0.3
Background = Callable[[], Coroutine[Any, Any, None]]

log = logs.get(__name__)


class Service:
    """One process: what it consumes, answers and does in the background, declared in its `app.py`."""

    def __init__(
        self, name: ServiceName, settings: ServiceSettings, *, migrations: Path, fenced: bool = False
    ) -> None:
        self.name: ServiceName = name
        self.settings = settings
        self.facts = FactMaker(name)
        self.bus = Bus(settings.nats_url, name, graceful_timeout=settings.drain_seconds)
        self.database = Database(
            settings.database_url, self.facts, pool_size=settings.database_pool, fenced=fenced
        )
        self.relay = Relay(self.database, self.bus)
        self.stopping = asyncio.Event()
        self.checks: dict[str, health.Check] = {
            "start": self._check_started,
            "database": lambda: health.check_database(self.database),
            "bus": lambda: health.check_consumers(self.bus, self._durables),
        }
        self._migrations = migrations
        self._durables: list[tuple[str, str]] = []
        self._pulls: list[Pull] = []
        self._backgrounds: list[Background] = [self.relay.run, partial(keep_pulling, self.bus, self._pulls)]
        self._before: list[Background] = []
        self._batches: list[BatchPull] = []
        self._pulling: list[asyncio.Task[None]] = []
        self._tasks: list[asyncio.Task[None]] = []
        self._started = False
        self.answer(HEALTH[name], self._answer_health)

    def consume(
        self, fact: type[Fact], handler: Handler, *, workers: int = 2, deadline: float = 30.0
    ) -> None:
        """Handle every fact of this kind: `workers` at a time, each within `deadline` seconds."""
        durable = durable_name(self.name, fact.kind)
        wrapper = Consumption(self.bus, self.database, durable, fact.kind, handler, deadline)
        stream = stream_of(fact.kind)
        self._durables.append((stream, durable))
        self._pulls.append(Pull(self.bus, stream, durable, wrapper.on_message, workers=workers))

    def consume_batch(self, stream: str, handler: BatchHandler) -> None:
        """Fold every fact of a stream that the catalogue gives this service, many in a transaction.

        Facts are gathered for a moment first, so that a batch is worth its transaction.
        """
        durable = batch_durable_name(self.name, stream)
        wrapper = BatchConsumption(self.bus, self.database, durable, handler)
        self._durables.append((stream, durable))
        self._batches.append(BatchPull(self.bus, stream, durable, wrapper.on_messages))

    def answer(
        self,
        rpc: Rpc[AskT, AnswerT],
        handler: Callable[[AskT], Awaitable[AnswerT]],
        *,
        every_replica: bool = False,
    ) -> None:
        """Answer a request; one replica does, unless `every_replica` is asked and all but one stay silent."""
        wrapper = Answering(rpc, handler)

        async def on_request(message: NatsMessage) -> None:
            await wrapper.on_request(message.raw_message)

        self.bus.broker.subscriber(
            rpc.subject,
            queue="" if every_replica else self.name,
            max_workers=16,
            ack_policy=AckPolicy.MANUAL,
            decoder=_whole,
            no_reply=True,
            title=rpc.subject,
        )(on_request)

    def background(self, task: Background) -> None:
        """Run a task as long as the service; one that fails is logged and started again."""
        self._backgrounds.append(task)

    def before_start(self, step: Background) -> None:
        """A step that must be through before the first delivery, such as loading a model.

        It is tried again as long as it raises NotReady or what it depends on is away.
        """
        self._before.append(step)

    def http(self) -> Starlette:
        """The health and metrics application that services without a public API serve."""
        return Starlette(routes=health.routes(self.checks), lifespan=lambda _: self.lifespan())

    @asynccontextmanager
    async def lifespan(self) -> AsyncIterator[None]:
        """Start in the background, so that `/health` answers meanwhile; drain at the end."""
        starting = asyncio.create_task(self.start())
        try:
            yield
        finally:
            starting.cancel()
            await asyncio.gather(starting, return_exceptions=True)
            await self.stop()

    async def start(self) -> None:
        """Wait for the database and the bus, however long that takes, then begin to work."""
        settings = self.settings
        await self._until(
            "database", lambda: asyncio.to_thread(upgrade, settings.database_url, self._migrations)
        )
        for step in self._before:
            await self._until("its own parts", step)
        await self._until("bus", self.bus.connect)
        await self._until("consumers", lambda: health.check_consumers(self.bus, self._durables))
        await self.bus.broker.start()
        await self._until("bus", self.bus.client.flush)  # from now on the server passes requests on
        self._pulling = [asyncio.create_task(self._keep(batch.run)) for batch in self._batches]
        self._tasks += [asyncio.create_task(self._keep(task)) for task in self._backgrounds]
        self._started = True
        _rest_the_collector()
        log.info("service.started")

    async def stop(self) -> None:
        """Take nothing new, finish what is under way, send what is committed."""
        self.stopping.set()
        self._started = False
        for task in self._pulling:
            task.cancel()
        await asyncio.gather(*self._pulling, return_exceptions=True)
        await asyncio.gather(*(pull.stop(self.settings.drain_seconds) for pull in self._pulls))
        await asyncio.gather(*(subscriber.stop() for subscriber in self.bus.broker.subscribers))
        await self.relay.flush()
        await self.bus.close()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self.database.close()
        log.info("service.stopped")

    async def _check_started(self) -> None:
        if not self._started:
            raise NotReady("The service is starting or stopping.")

    async def _answer_health(self, _: Empty) -> Health:
        return Health(waiting=await health.waiting_for(self.checks))

    async def _until(self, what: str, step: Callable[[], Awaitable[Any]]) -> None:
        waited = 0
        while True:
            try:
                await step()
                return
            except (NotReady, *CONNECTION_LOST, *BUS_AWAY) as error:
                if waited % 10 == 0:
                    log.warning("service.waiting", for_=what, reason=logs.reason_of(error))
                waited += 1
                await asyncio.sleep(RETRY_SECONDS)

    async def _keep(self, task: Background) -> None:
        with telemetry.detached():
            while True:
                try:
                    await task()
                    return
                except Exception as error:
                    log.error(
                        "background.failed", task=getattr(task, "__qualname__", str(task)), exc_info=error
                    )
                    await asyncio.sleep(1)


async def _whole(message: NatsMessage) -> NatsMessage:
    """Hand the delivery itself to the wrapper: decoding inside FastStream would lose what fails to parse."""
    return message


def _rest_the_collector() -> None:
    """What is loaded by now stays; looking through it again and again cost a tenth of a turn."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)
