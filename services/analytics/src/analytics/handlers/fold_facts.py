"""Facts become figures."""

from __future__ import annotations

from analytics.domain.entries import entries
from analytics.ports import Books
from chassis.db import Tx
from contracts.envelope import AnyEvent


async def fold_facts(events: list[AnyEvent], tx: Tx, *, books: Books) -> None:
    """In any order, and as often as they come, the same facts give the same books."""
    await books.enter(tx.conn, entries(events))
