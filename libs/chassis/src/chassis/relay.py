"""Carries committed facts from the outbox to JetStream."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable
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
        self._sent: set[int] = set()
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
        await _unless_away("mark", self._mark())

    async def _publish(self) -> None:
        while True:
            await self._wake.wait()
            self._wake.clear()
            await self._send_fresh()
            if self._fresh:
                await asyncio.sleep(AGAIN_SECONDS)
                self._wake.set()

    async def _keep_house(self) -> None:
        await _unless_away("sweep", self._sweep(timedelta(0)))
        swept = pruned = clock.monotonic()
        while True:
            await asyncio.sleep(MARK_SECONDS)
            await _unless_away("mark", self._mark())
            if clock.monotonic() - swept > SWEEP_SECONDS:
                await _unless_away("sweep", self._sweep(ORPHANED_AFTER))
                swept = clock.monotonic()
            if clock.monotonic() - pruned > PRUNE_SECONDS:
                await _unless_away("prune", self._prune())
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
        self._sent |= {row.id for row, result in pairs if result is None}
        return [row for row, result in pairs if result is not None]

    async def _mark(self) -> None:
        """Once in a while, so that many facts share a transaction; a fact not marked is only sent again."""
        if sent := list(self._sent):
            async with self._database.read() as conn:
                await _MARK.run(conn, {"ids": sent})
            self._sent.difference_update(sent)

    async def _sweep(self, older_than: timedelta) -> None:
        async with self._database.read() as conn:
            found = await _LEFT.rows(conn, {"age": older_than, "most": BATCH})
        rows = [StoredFact(**row) for row in found]
        metrics.OUTBOX_UNSENT.set(len(rows))
        if rows:
            await self._send(rows)

    async def _prune(self) -> None:
        async with self._database.transaction() as tx:
            await _PRUNE_OUTBOX.run(tx.conn, {"age": KEEP_SENT})
            await _PRUNE_INBOX.run(tx.conn, {"age": KEEP_INBOX})


async def _unless_away(what: str, step: Awaitable[None]) -> None:
    """Without the database it is done the next time."""
    try:
        await step
    except CONNECTION_LOST as error:
        log.warning("relay.housekeeping_later", step=what, reason=str(error))
