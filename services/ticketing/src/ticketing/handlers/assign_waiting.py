"""Tickets that nobody was there to take find somebody."""

from __future__ import annotations

from datetime import datetime

from chassis import clock
from chassis.db import Tx
from contracts.facts.ticket import TicketAssigned
from contracts.shapes import Assignee
from ticketing.domain.assignment import Agent, share_out
from ticketing.domain.ticket import NewTicket, WaitingTicket, shown
from ticketing.ports import Staff, Tickets


async def assign_waiting(tx: Tx, workspace_id: str, *, tickets: Tickets, staff: Staff) -> None:
    """Share the waiting tickets out, oldest first. The workspace must be locked by this transaction."""
    waiting = await tickets.waiting(tx.conn, workspace_id)
    if not waiting:
        return
    now = clock.now()
    agents = share_out(len(waiting), await staff.available(tx.conn, workspace_id), now)
    taken = list(zip(waiting, agents, strict=False))
    if not taken:
        return
    await tickets.assign(tx.conn, workspace_id, [(ticket.id, agent.user_id) for ticket, agent in taken], now)
    await staff.assigned(tx.conn, workspace_id, sorted({agent.user_id for agent in agents}), now)
    for ticket, agent in taken:
        emit_assigned(tx, workspace_id, ticket, version=ticket.version + 1, agent=agent, at=now)


def emit_assigned(
    tx: Tx, workspace_id: str, ticket: NewTicket | WaitingTicket, *, version: int, agent: Agent, at: datetime
) -> None:
    """`version` is the ticket's once it is assigned: each version is announced once."""
    fact = TicketAssigned(
        ticket_id=ticket.id,
        number=shown(ticket.number),
        conversation_id=ticket.conversation_id,
        bot_id=ticket.bot_id,
        assignee=Assignee(user_id=agent.user_id, name=agent.name),
        assigned_at=at,
    )
    tx.emit(
        fact,
        event_id=f"ticket:{ticket.id}:assigned:{version}",
        workspace_id=workspace_id,
        conversation_id=ticket.conversation_id,
    )
