"""Carries committed facts from the outbox to JetStream."""

from __future__ import annotations

import asyncio
from datetime import timedelta

from chassis import clock, logs, metrics, telemetry
from chassis.bus import Bus
from chassis.db import CONNECTION_LOST, Database, StoredFact
from chassis.sql import Statement

SWEEP_SECONDS = 1.0
MARK_SECONDS = 0.1
AGAIN_SECONDS = 0.2
MOST_IN_MEMORY = 5_000
ORPHANED_AFTER = timedelta(seconds=2)
BATCH = 200
KEEP_SENT = timedelta(hours=1)
KEEP_INBOX = timedelta(days=30)
PRUNE_SECONDS = 300.0

_MARK = Statement("update outbox set sent_at = now() where id = any(cast(:ids as bigint[]))")
_LEFT = Statement("""
select id, event_id, kind, subject, body from outbox
where sent_at is null and created_at <= now() - cast(:age as interval)
order by id limit :most
""")
_PRUNE_OUTBOX = Statement("delete from outbox where sent_at < now() - cast(:age as interval)")
_PRUNE_INBOX = Statement("delete from inbox where handled_at < now() - cast(:age as interval)")

log = logs.get(__name__)


class Relay:
    """Publishes what `Database` hands over right after a commit, and sweeps up what a crash left.

    A row may be published twice; its event id makes the second a duplicate that JetStream drops.
    """

    def __init__(self, database: Database, bus: Bus) -> None:
        self._database = database
        self._bus = bus
        self._fresh: list[StoredFact] = []
        self._sent: list[int] = []
        self._wake = asyncio.Event()
        database.on_commit = self._hand_over

    def _hand_over(self, stored: list[StoredFact]) -> None:
        if len(self._fresh) < MOST_IN_MEMORY:
            self._fresh += stored
        self._wake.set()

    async def run(self) -> None:
        """Until cancelled: publish fresh facts at once, and every second whatever is left over."""
        with telemetry.detached():
            await asyncio.gather(self._publish(), self._keep_house())

    async def flush(self) -> None:
        """Publish and mark what is still here; called when the service stops."""
        await self._send_fresh()
        await self._mark_safely()

    async def _publish(self) -> None:
        while True:
            await self._wake.wait()
            self._wake.clear()
            await self._send_fresh()
            if self._fresh:
                await asyncio.sleep(AGAIN_SECONDS)
                self._wake.set()

    async def _keep_house(self) -> None:
        await self._sweep_safely(timedelta(0))
        swept = pruned = clock.monotonic()
        while True:
            await asyncio.sleep(MARK_SECONDS)
            await self._mark_safely()
            if clock.monotonic() - swept > SWEEP_SECONDS:
                await self._sweep_safely(ORPHANED_AFTER)
                swept = clock.monotonic()
            if clock.monotonic() - pruned > PRUNE_SECONDS:
                await self._prune_safely()
                pruned = clock.monotonic()

    async def _send_fresh(self) -> None:
        while self._fresh:
            rows, self._fresh = self._fresh[:BATCH], self._fresh[BATCH:]
            left = await self._send(rows)
            if left:
                self._fresh = left + self._fresh
                log.warning("relay.later", rows=len(self._fresh))
                return

    async def _send(self, rows: list[StoredFact]) -> list[StoredFact]:
        """Publish in order; gives the rows that JetStream did not confirm."""
        results = await asyncio.gather(
            *(self._bus.store(row.kind, row.subject, row.event_id, row.body) for row in rows),
            return_exceptions=True,
        )
        pairs = list(zip(rows, results, strict=True))
        self._sent += [row.id for row, result in pairs if result is None]
        return [row for row, result in pairs if result is not None]

    async def _mark_safely(self) -> None:
        """Once in a while, so that many facts share a transaction; a fact not marked is only sent again."""
        sent, self._sent = self._sent, []
        if not sent:
            return
        try:
            async with self._database.read() as conn:
                await _MARK.run(conn, {"ids": sent})
        except CONNECTION_LOST as error:
            self._sent = sent + self._sent
            log.warning("relay.mark_later", reason=str(error))

    async def _sweep_safely(self, older_than: timedelta) -> None:
        try:
            await self._sweep(older_than)
        except CONNECTION_LOST as error:
            log.warning("relay.sweep_later", reason=str(error))

    async def _sweep(self, older_than: timedelta) -> None:
        async with self._database.read() as conn:
            found = await _LEFT.rows(conn, {"age": older_than, "most": BATCH})
        rows = [StoredFact(**row) for row in found]
        metrics.OUTBOX_UNSENT.set(len(rows))
        if rows:
            await self._send(rows)

    async def _prune_safely(self) -> None:
        try:
            async with self._database.transaction() as tx:
                await _PRUNE_OUTBOX.run(tx.conn, {"age": KEEP_SENT})
                await _PRUNE_INBOX.run(tx.conn, {"age": KEEP_INBOX})
        except CONNECTION_LOST as error:
            log.warning("relay.prune_later", reason=str(error))
