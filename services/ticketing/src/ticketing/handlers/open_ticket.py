"""A handoff becomes exactly one ticket."""

from __future__ import annotations

from chassis import clock, ids, logs
from chassis.consume import Work
from chassis.db import Tx
from chassis.outcome import DONE, Outcome, Retry
from contracts.envelope import AnyEvent, Event
from contracts.event_ids import handoff_event
from contracts.facts.chat import HandoffRequested
from contracts.facts.ticket import TicketOpened
from ticketing.domain.assignment import least_busy
from ticketing.domain.desk import Desk
from ticketing.domain.mail import Letter
from ticketing.domain.ticket import NewTicket, shown, ticket_of
from ticketing.handlers.assign_waiting import emit_assigned
from ticketing.ports import AlreadyOpened, Desks, Letters, Mails, Staff, Tickets, Wake

PATIENCE = 50
"""Deliveries to wait for the facts about the workspace and its bot; a ticket must not wait longer."""

log = logs.get(__name__)


class _DeskUnknown(Exception):
    """The facts about this bot or its workspace are still on their way."""


async def open_ticket(
    event: Event[HandoffRequested],
    work: Work,
    *,
    tickets: Tickets,
    staff: Staff,
    desks: Desks,
    letters: Letters,
    mails: Mails,
    wake: Wake,
) -> Outcome:
    """Ticket, mails, facts and inbox commit together; a handoff told twice changes nothing."""
    try:
        async with work.transaction() as tx:
            desk = await desks.find(tx.conn, event.workspaceid, event.data.bot_id)
            if not desk.complete and work.delivery < PATIENCE:
                raise _DeskUnknown
            ticket = await _open(event, tx, tickets, staff)
            await mails.queue(tx.conn, ticket, _written(ticket, desk, letters), ticket.opened_at)
    except AlreadyOpened:
        return DONE
    except _DeskUnknown as unknown:
        return Retry(str(unknown.__doc__), 0.2)
    wake()
    return DONE


async def _open(event: AnyEvent, tx: Tx, tickets: Tickets, staff: Staff) -> NewTicket:
    workspace_id = event.workspaceid
    number = await tickets.next_number(tx.conn, workspace_id)
    agent = least_busy(await staff.available(tx.conn, workspace_id))
    now = clock.now()
    ticket = ticket_of(event, ticket_id=ids.new_id("tkt"), number=number, assignee=agent, now=now)
    await tickets.add(tx.conn, ticket)
    _emit_opened(tx, ticket)
    if agent is not None:
        await staff.assigned(tx.conn, workspace_id, [agent.user_id], now)
        emit_assigned(tx, workspace_id, ticket, version=1, agent=agent, at=now)
    return ticket


def _written(ticket: NewTicket, desk: Desk, letters: Letters) -> list[Letter]:
    support = letters.support(ticket, desk)
    if support is None:
        log.error("ticket.no_support_address", ticket_id=ticket.id, bot_id=ticket.bot_id)
    return [letter for letter in (support, letters.confirmation(ticket, desk)) if letter is not None]


def _emit_opened(tx: Tx, ticket: NewTicket) -> None:
    fact = TicketOpened(
        ticket_id=ticket.id,
        number=shown(ticket.number),
        handoff_id=ticket.handoff_id,
        conversation_id=ticket.conversation_id,
        bot_id=ticket.bot_id,
        priority=ticket.priority,
        subject=ticket.subject,
        requested_at=ticket.requested_at,
        opened_at=ticket.opened_at,
    )
    tx.emit(
        fact,
        event_id=handoff_event(ticket.handoff_id, "opened"),
        workspace_id=ticket.workspace_id,
        conversation_id=ticket.conversation_id,
    )
