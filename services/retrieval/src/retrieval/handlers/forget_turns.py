"""Forgets the turns of conversations after a while."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import timedelta

from chassis import clock
from retrieval.ports import Database, Turns

SECONDS = 3600.0


@dataclass(frozen=True, slots=True)
class ForgetTurns:
    database: Database
    turns: Turns
    keep: timedelta

    async def run(self) -> None:
        """Until cancelled, every hour."""
        while True:
            async with self.database.transaction() as tx:
                await self.turns.forget_before(tx.conn, clock.now() - self.keep)
            await asyncio.sleep(SECONDS)
