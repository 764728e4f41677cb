"""Takes somebody out of everything: rows of every table, messages so that not even their bytes stay."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from nats.js import JetStreamContext
from nats.js.errors import NotFoundError
from sqlalchemy import MetaData, delete
from sqlalchemy.ext.asyncio import AsyncConnection

from chassis.bus import BUS_AWAY
from chassis.consume import Work
from chassis.errors import Unavailable
from chassis.outcome import DONE, Outcome
from chassis.tables import OUTBOX
from contracts.envelope import Event
from contracts.facts.workspace import WorkspaceDeleted

ANNOUNCEMENT = WorkspaceDeleted.kind

Doomed = Callable[[bytes], bool]
"""Whether a message with this body has to go."""


async def erase_messages(
    js: JetStreamContext, stream: str, subject: str, doomed: Doomed = lambda _: True
) -> int:
    """Delete those of the messages on `subject` (wildcards count) that are doomed; how many there were.

    One by one, because a purge leaves their bytes on the disk. Raises Unavailable.
    """
    after, erased = 1, 0
    try:
        while True:
            found = await js.get_msg(stream, seq=after, subject=subject, next=True)
            after = (found.seq or after) + 1
            if doomed(found.data or b""):
                await js.delete_msg(stream, after - 1)
                erased += 1
    except NotFoundError:
        return erased
    except BUS_AWAY as error:
        raise Unavailable("The message bus is not answering; erasing goes on later.") from error


async def erase_rows(conn: AsyncConnection, tables: MetaData, workspace_id: str) -> None:
    """From every table that says whose its rows are, and what was sent from the outbox."""
    for table in reversed(tables.sorted_tables):
        if "workspace_id" in table.c:
            await conn.execute(delete(table).where(table.c.workspace_id == workspace_id))
    await erase_sent(conn, workspace_id)


async def erase_sent(conn: AsyncConnection, workspace_id: str) -> None:
    """Facts that have left the outbox; the rest leaves it first."""
    theirs = OUTBOX.c.subject.endswith(f".{workspace_id}", autoescape=True)
    await conn.execute(delete(OUTBOX).where(theirs, OUTBOX.c.sent_at.is_not(None)))


async def _nothing_more(_: str) -> None: ...


@dataclass(frozen=True, slots=True)
class EraseWorkspace:
    """A company is gone, and all that this service has of it goes: as often as that is announced.

    `more` takes a workspace id and erases what lies elsewhere; like the rows, it is safe to erase twice.
    """

    tables: MetaData
    more: Callable[[str], Awaitable[None]] = _nothing_more

    async def __call__(self, event: Event[WorkspaceDeleted], work: Work) -> Outcome:
        await self.more(event.workspaceid)
        async with work.transaction() as tx:
            await erase_rows(tx.conn, self.tables, event.workspaceid)
        return DONE
