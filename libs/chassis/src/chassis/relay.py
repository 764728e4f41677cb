"""Carries committed facts from the outbox to JetStream."""

from __future__ import annotations

import asyncio
from datetime import timedelta

from contracts.envelope import AnyEvent
from sqlalchemy import delete, func, select, update

from chassis import clock, logs, metrics, telemetry
from chassis.bus import Bus
from chassis.db import CONNECTION_LOST, Database
from chassis.errors import Unavailable
from chassis.tables import INBOX, OUTBOX

SWEEP_SECONDS = 1.0
ORPHANED_AFTER = timedelta(seconds=2)
BATCH = 200
KEEP_SENT = timedelta(hours=1)
KEEP_INBOX = timedelta(days=30)
PRUNE_SECONDS = 300.0

log = logs.get(__name__)
Row = tuple[int, str, str, str, bytes]


class Relay:
    """Publishes what `Database` hands over right after a commit, and sweeps up what a crash left.

    A row may be published twice; its event id makes the second a duplicate that JetStream drops.
    """

    def __init__(self, database: Database, bus: Bus) -> None:
        self._database = database
        self._bus = bus
        self._fresh: list[Row] = []
        self._wake = asyncio.Event()
        database.on_commit = self._hand_over

    def _hand_over(self, stored: list[tuple[int, AnyEvent]]) -> None:
        self._fresh += [(key, e.id, e.data.kind, e.subject, e.to_json()) for key, e in stored]
        self._wake.set()

    async def run(self) -> None:
        """Until cancelled: publish fresh facts at once, and every second whatever is left over."""
        with telemetry.detached():
            await self._sweep_safely(timedelta(0))
            swept = pruned = clock.monotonic()
            while True:
                await self._wait()
                await self._send_fresh()
                if clock.monotonic() - swept > SWEEP_SECONDS:
                    await self._sweep_safely(ORPHANED_AFTER)
                    swept = clock.monotonic()
                if clock.monotonic() - pruned > PRUNE_SECONDS:
                    await self._prune_safely()
                    pruned = clock.monotonic()

    async def flush(self) -> None:
        """Publish what is still here; called when the service stops."""
        await self._send_fresh()

    async def _wait(self) -> None:
        try:
            await asyncio.wait_for(self._wake.wait(), SWEEP_SECONDS)
        except TimeoutError:
            pass
        self._wake.clear()

    async def _send_fresh(self) -> None:
        while self._fresh:
            rows, self._fresh = self._fresh[:BATCH], self._fresh[BATCH:]
            try:
                await self._send(rows)
            except (Unavailable, *CONNECTION_LOST) as error:
                log.warning("relay.later", rows=len(rows), reason=str(error))
                return

    async def _send(self, rows: list[Row]) -> None:
        results = await asyncio.gather(
            *(self._bus.store(kind, subject, event_id, body) for _, event_id, kind, subject, body in rows),
            return_exceptions=True,
        )
        sent = [row[0] for row, result in zip(rows, results, strict=True) if result is None]
        if sent:
            async with self._database.transaction() as tx:
                await tx.conn.execute(update(OUTBOX).where(OUTBOX.c.id.in_(sent)).values(sent_at=func.now()))
        failed = [result for result in results if result is not None]
        if failed:
            raise failed[0]

    async def _sweep_safely(self, older_than: timedelta) -> None:
        try:
            await self._sweep(older_than)
        except (Unavailable, *CONNECTION_LOST) as error:
            log.warning("relay.sweep_later", reason=str(error))

    async def _sweep(self, older_than: timedelta) -> None:
        columns = (OUTBOX.c.id, OUTBOX.c.event_id, OUTBOX.c.kind, OUTBOX.c.subject, OUTBOX.c.body)
        left = select(*columns).where(
            OUTBOX.c.sent_at.is_(None), OUTBOX.c.created_at <= func.now() - older_than
        )
        async with self._database.read() as conn:
            rows = [tuple(row) for row in await conn.execute(left.order_by(OUTBOX.c.id).limit(BATCH))]
        metrics.OUTBOX_UNSENT.set(len(rows))
        if rows:
            await self._send(rows)

    async def _prune_safely(self) -> None:
        try:
            async with self._database.transaction() as tx:
                await tx.conn.execute(delete(OUTBOX).where(OUTBOX.c.sent_at < func.now() - KEEP_SENT))
                await tx.conn.execute(delete(INBOX).where(INBOX.c.handled_at < func.now() - KEEP_INBOX))
        except CONNECTION_LOST as error:
            log.warning("relay.prune_later", reason=str(error))
