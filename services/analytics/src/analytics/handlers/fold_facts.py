"""Facts become figures."""

from __future__ import annotations

from analytics.domain.entries import entries
from analytics.ports import Books
from chassis.db import Tx
from contracts.envelope import AnyEvent
from contracts.facts.workspace import WorkspaceDeleted


async def fold_facts(events: list[AnyEvent], tx: Tx, *, books: Books) -> None:
    """In any order, and as often as they come, the same facts give the same books.

    A company that is gone has none; facts about it that come later go with its final announcement.
    """
    await books.enter(tx.conn, entries(events))
    for event in events:
        if isinstance(event.data, WorkspaceDeleted):
            await books.close(tx.conn, event.workspaceid)
