"""A workspace's tickets, newest first, a page at a time."""

from __future__ import annotations

from chassis.errors import Invalid
from contracts.requests import ListTickets, Tickets
from contracts.shapes import TicketStatus
from ticketing import ports

_STATUSES = tuple(status.value for status in TicketStatus)


async def list_tickets(ask: ListTickets, *, database: ports.Reads, tickets: ports.Tickets) -> Tickets:
    """Raises Invalid when the status or the cursor is none of ours."""
    if ask.status is not None and ask.status not in _STATUSES:
        raise Invalid(f"status: choose one of {', '.join(_STATUSES)}.")
    async with database.read() as conn:
        found = await tickets.page(
            conn,
            ask.workspace_id,
            status=ask.status,
            below=number_below(ask.cursor, "T-"),
            limit=ask.limit + 1,
        )
    page, more = found[: ask.limit], len(found) > ask.limit
    return Tickets(items=page, next_cursor=page[-1].number if more else None)


def number_below(cursor: str | None, prefix: str) -> int | None:
    """The number that a cursor names. Raises Invalid when it is none of ours."""
    if cursor is None:
        return None
    digits = cursor.removeprefix(prefix)
    if not (digits.isascii() and digits.isdigit() and len(digits) <= 9):
        raise Invalid("cursor: use the next_cursor of the page before.")
    return int(digits)
