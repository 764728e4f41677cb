"""Many deliveries in one transaction, for services that only fold facts."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from nats.aio.msg import Msg
from sqlalchemy.dialects import postgresql

from chassis import logs, metrics, telemetry
from chassis.bus import BUS_AWAY, Bus
from chassis.consume import AWAY_DELAY, MAX_DELIVERIES
from chassis.db import CONNECTION_LOST, Database, Tx
from chassis.dead_letters import bury, grave_of
from chassis.tables import INBOX
from contracts.codec import MalformedEvent, decode
from contracts.envelope import AnyEvent
from contracts.upcast import UnknownVersion

log = logs.get(__name__)
BatchHandler = Callable[[list[AnyEvent], Tx], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class BatchConsumption:
    """The wrapper around one durable that is read in batches."""

    bus: Bus
    database: Database
    durable: str
    handler: BatchHandler

    async def on_messages(self, messages: list[Msg]) -> None:
        """Settle every delivery of the batch; a batch that fails is tried again one by one."""
        readable = [pair for message in messages if (pair := await self._read(message)) is not None]
        try:
            await self._fold(readable)
        except (*CONNECTION_LOST, *BUS_AWAY) as error:
            log.warning("batch.later", durable=self.durable, reason=str(error))
            await self._nak([message for message, _ in readable], AWAY_DELAY)
        except Exception as error:
            log.error("batch.failed", durable=self.durable, size=len(readable), exc_info=error)
            for message, event in readable:
                await self._fold_alone(message, event)

    async def _read(self, message: Msg) -> tuple[Msg, AnyEvent] | None:
        try:
            return message, decode(message.data)
        except (MalformedEvent, UnknownVersion) as error:
            await self._bury(message, str(error))
            return None

    async def _fold(self, pairs: list[tuple[Msg, AnyEvent]]) -> None:
        if not pairs:
            return
        with (
            telemetry.detached(),
            telemetry.span(f"consume {self.durable}"),
        ):
            async with self.database.transaction() as tx:
                fresh = await self._claim(tx, [event for _, event in pairs])
                if fresh:
                    await self.handler(fresh, tx)
        for message, event in pairs:
            metrics.CONSUMED.labels(event.data.kind, "done").inc()
            await message.ack()

    async def _claim(self, tx: Tx, events: list[AnyEvent]) -> list[AnyEvent]:
        unique = {event.id: event for event in events}
        rows = [{"consumer": self.durable, "event_id": event_id} for event_id in sorted(unique)]
        claim = postgresql.insert(INBOX).values(rows).on_conflict_do_nothing().returning(INBOX.c.event_id)
        claimed = set((await tx.conn.execute(claim)).scalars())
        return [event for event_id, event in unique.items() if event_id in claimed]

    async def _fold_alone(self, message: Msg, event: AnyEvent) -> None:
        try:
            await self._fold([(message, event)])
        except (*CONNECTION_LOST, *BUS_AWAY):
            await self._nak([message], AWAY_DELAY)
        except Exception as error:
            if message.metadata.num_delivered >= MAX_DELIVERIES:
                await self._bury(message, f"{type(error).__name__}: {error}")
            else:
                await self._nak([message], 0.5 * message.metadata.num_delivered)

    async def _nak(self, messages: list[Msg], delay: float) -> None:
        for message in messages:
            try:
                await message.nak(delay=delay)
            except BUS_AWAY as error:
                log.warning("batch.unsettled", durable=self.durable, reason=str(error))

    async def _bury(self, message: Msg, reason: str) -> None:
        grave = grave_of(message, self.bus.service, self.durable, reason)
        try:
            await bury(self.bus.js, grave, message.data)
            await message.ack()
        except BUS_AWAY as error:
            log.warning("batch.unburied", durable=self.durable, reason=str(error))
