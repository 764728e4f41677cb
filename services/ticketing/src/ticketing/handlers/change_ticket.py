"""An agent moves a ticket on, or solves it."""

from __future__ import annotations

from chassis import clock
from chassis.db import Tx
from chassis.errors import Conflict, NotFound
from contracts.facts.ticket import TicketReopened, TicketResolved, TicketUpdated
from contracts.requests import ChangeTicket
from contracts.shapes import Ticket, TicketStatus
from ticketing.domain.mail import About
from ticketing.domain.ticket import UNDER_WAY, changed_ticket, is_solved_by
from ticketing.ports import Desks, Letters, Mails, Tickets, Transactions, Wake

CHANGED = "Somebody else changed this ticket meanwhile; please read it again."


async def change_ticket(
    ask: ChangeTicket,
    *,
    database: Transactions,
    tickets: Tickets,
    desks: Desks,
    letters: Letters,
    mails: Mails,
    wake: Wake,
) -> Ticket:
    """Ticket, facts and the customer's mail commit together.

    Raises NotFound, also for what belongs to another workspace, and Conflict for an old `version`.
    """
    async with database.transaction() as tx:
        before = await tickets.by_id(tx.conn, ask.workspace_id, ask.ticket_id)
        if before is None:
            raise NotFound("There is no ticket with this id.")
        after = changed_ticket(before, ask, clock.now())
        if before.version != ask.version or not await tickets.change(tx.conn, ask.workspace_id, after):
            raise Conflict(CHANGED)
        _emit(tx, ask, before, after)
        if is_solved_by(before, after):
            desk = await desks.find(tx.conn, ask.workspace_id, after.bot_id or "")
            letter = letters.resolved(after, desk)
            about = About(after.id, ask.workspace_id)
            await mails.queue(tx.conn, about, [letter] if letter else [], after.updated_at)
    wake()
    return after


def _emit(tx: Tx, ask: ChangeTicket, before: Ticket, after: Ticket) -> None:
    same = {
        "ticket_id": after.id,
        "number": after.number,
        "conversation_id": after.conversation_id,
        "bot_id": after.bot_id or "",
        "ticket_version": after.version,
    }
    who, at = ask.changed_by, after.updated_at
    facts: list[TicketUpdated | TicketResolved | TicketReopened] = [
        TicketUpdated(**same, status=after.status, priority=after.priority, updated_by=who, updated_at=at)
    ]
    ended = before.status in UNDER_WAY and after.status not in UNDER_WAY
    solved = (before.status, before.resolution) != (after.status, after.resolution)
    if ended or (after.status is TicketStatus.RESOLVED and solved):
        facts.append(TicketResolved(**same, resolved_by=who, resolved_at=at))
    elif before.status not in UNDER_WAY and after.status in UNDER_WAY:
        facts.append(TicketReopened(**same, reopened_by=who, reopened_at=at))
    for fact in facts:
        tx.emit(
            fact,
            event_id=f"ticket:{after.id}:{fact.kind.partition('.')[2]}:{after.version}",
            workspace_id=ask.workspace_id,
            conversation_id=after.conversation_id,
        )
