"""Every statement about tickets and their numbers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Insert, Row, Select, bindparam, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from contracts.shapes import Assignee, Priority, Requester, Ticket, TicketStatus
from ticketing.domain.assignment import Agent
from ticketing.domain.ticket import FIRST_NUMBER, UNDER_WAY, NewTicket, WaitingTicket, shown
from ticketing.ports import AlreadyOpened
from ticketing.store.tables import COUNTERS, TICKETS, USERS


class TicketStore:
    async def lock(self, conn: AsyncConnection, workspace_id: str) -> None:
        counter = insert(COUNTERS).values(workspace_id=workspace_id, last_number=FIRST_NUMBER - 1)
        await conn.execute(
            counter.on_conflict_do_update(
                index_elements=["workspace_id"], set_={"last_number": COUNTERS.c.last_number}
            )
        )

    async def next_number(self, conn: AsyncConnection, workspace_id: str) -> int:
        counter = insert(COUNTERS).values(workspace_id=workspace_id, last_number=FIRST_NUMBER)
        taken = await conn.execute(
            counter.on_conflict_do_update(
                index_elements=["workspace_id"], set_={"last_number": COUNTERS.c.last_number + 1}
            ).returning(COUNTERS.c.last_number)
        )
        return int(taken.scalar_one())

    async def add(self, conn: AsyncConnection, ticket: NewTicket) -> None:
        added = await conn.execute(self._insert(_values(ticket)).returning(TICKETS.c.id))
        if added.first() is None:
            raise AlreadyOpened(ticket.handoff_id)

    async def of_handoff(self, conn: AsyncConnection, workspace_id: str, handoff_id: str) -> NewTicket | None:
        found = _read(workspace_id).where(TICKETS.c.handoff_id == handoff_id)
        row = (await conn.execute(found.with_for_update(of=TICKETS))).first()
        return _opened(row) if row else None

    async def complete(self, conn: AsyncConnection, ticket: NewTicket, at: datetime) -> None:
        changed = {
            "requester_name": ticket.requester.name,
            "requester_email": ticket.requester.email,
            "requester_phone": ticket.requester.phone,
            "description": ticket.description,
            "priority": ticket.priority,
            "version": TICKETS.c.version + 1,
            "updated_at": at,
        }
        mine = (TICKETS.c.workspace_id == ticket.workspace_id, TICKETS.c.id == ticket.id)
        await conn.execute(update(TICKETS).where(*mine).values(changed))

    async def waiting(self, conn: AsyncConnection, workspace_id: str) -> list[WaitingTicket]:
        columns = (
            TICKETS.c.id,
            TICKETS.c.number,
            TICKETS.c.version,
            TICKETS.c.conversation_id,
            TICKETS.c.bot_id,
        )
        statement = select(*columns).where(
            TICKETS.c.workspace_id == workspace_id,
            TICKETS.c.assignee_id.is_(None),
            TICKETS.c.status.in_(UNDER_WAY),
        )
        found = await conn.execute(statement.order_by(TICKETS.c.number))
        return [WaitingTicket(**row._mapping) for row in found]

    async def assign(
        self, conn: AsyncConnection, workspace_id: str, pairs: Sequence[tuple[str, str]], at: datetime
    ) -> None:
        statement = (
            update(TICKETS)
            .where(TICKETS.c.workspace_id == workspace_id, TICKETS.c.id == bindparam("ticket"))
            .values(assignee_id=bindparam("user"), version=TICKETS.c.version + 1, updated_at=at)
        )
        await conn.execute(statement, [{"ticket": ticket, "user": user} for ticket, user in pairs])

    async def release(self, conn: AsyncConnection, workspace_id: str, user_id: str, at: datetime) -> None:
        statement = update(TICKETS).where(
            TICKETS.c.workspace_id == workspace_id,
            TICKETS.c.assignee_id == user_id,
            TICKETS.c.status.in_(UNDER_WAY),
        )
        await conn.execute(statement.values(assignee_id=None, version=TICKETS.c.version + 1, updated_at=at))

    async def by_id(self, conn: AsyncConnection, workspace_id: str, ticket_id: str) -> Ticket | None:
        row = (await conn.execute(_read(workspace_id).where(TICKETS.c.id == ticket_id))).first()
        return _ticket(row) if row else None

    async def by_handoff(self, conn: AsyncConnection, workspace_id: str, handoff_id: str) -> Ticket | None:
        row = (await conn.execute(_read(workspace_id).where(TICKETS.c.handoff_id == handoff_id))).first()
        return _ticket(row) if row else None

    async def change(self, conn: AsyncConnection, workspace_id: str, ticket: Ticket) -> bool:
        statement = update(TICKETS).where(
            TICKETS.c.workspace_id == workspace_id,
            TICKETS.c.id == ticket.id,
            TICKETS.c.version == ticket.version - 1,
        )
        values = {
            "status": ticket.status,
            "priority": ticket.priority,
            "resolution": ticket.resolution,
            "version": ticket.version,
            "updated_at": ticket.updated_at,
        }
        return (await conn.execute(statement.values(values))).rowcount == 1

    async def page(
        self, conn: AsyncConnection, workspace_id: str, *, status: str | None, below: int | None, limit: int
    ) -> list[Ticket]:
        statement = _read(workspace_id).order_by(TICKETS.c.number.desc()).limit(limit)
        if status is not None:
            statement = statement.where(TICKETS.c.status == status)
        if below is not None:
            statement = statement.where(TICKETS.c.number < below)
        return [_ticket(row) for row in await conn.execute(statement)]

    def _insert(self, values: dict[str, Any]) -> Insert:
        return insert(TICKETS).values(values).on_conflict_do_nothing(constraint="tickets_one_per_handoff")


def _values(ticket: NewTicket) -> dict[str, Any]:
    return {
        "id": ticket.id,
        "workspace_id": ticket.workspace_id,
        "number": ticket.number,
        "handoff_id": ticket.handoff_id,
        "conversation_id": ticket.conversation_id,
        "bot_id": ticket.bot_id,
        "reason": ticket.reason,
        "status": TicketStatus.OPEN,
        "priority": ticket.priority,
        "subject": ticket.subject,
        "description": ticket.description,
        "requester_name": ticket.requester.name,
        "requester_email": ticket.requester.email,
        "requester_phone": ticket.requester.phone,
        "assignee_id": ticket.assignee.user_id if ticket.assignee else None,
        "requested_at": ticket.requested_at,
        "created_at": ticket.opened_at,
        "updated_at": ticket.opened_at,
        "version": 1,
    }


def _read(workspace_id: str) -> Select[Any]:
    assignee = (USERS.c.workspace_id == TICKETS.c.workspace_id) & (USERS.c.user_id == TICKETS.c.assignee_id)
    return (
        select(TICKETS, USERS.c.name.label("assignee_name"))
        .join_from(TICKETS, USERS, assignee, isouter=True)
        .where(TICKETS.c.workspace_id == workspace_id)
    )


def _opened(row: Row[Any]) -> NewTicket:
    return NewTicket(
        id=row.id,
        workspace_id=row.workspace_id,
        number=row.number,
        handoff_id=row.handoff_id,
        conversation_id=row.conversation_id,
        bot_id=row.bot_id,
        reason=row.reason,
        priority=Priority(row.priority),
        subject=row.subject,
        description=row.description,
        requester=_requester(row),
        assignee=Agent(row.assignee_id, row.assignee_name or "") if row.assignee_id else None,
        requested_at=row.requested_at,
        opened_at=row.created_at,
    )


def _requester(row: Row[Any]) -> Requester:
    return Requester(name=row.requester_name, email=row.requester_email, phone=row.requester_phone)


def _ticket(row: Row[Any]) -> Ticket:
    assignee = None
    if row.assignee_id is not None:
        assignee = Assignee(user_id=row.assignee_id, name=row.assignee_name or "")
    return Ticket(
        id=row.id,
        number=shown(row.number),
        status=row.status,
        priority=row.priority,
        subject=row.subject,
        description=row.description,
        requester=_requester(row),
        assignee=assignee,
        conversation_id=row.conversation_id,
        bot_id=row.bot_id,
        resolution=row.resolution,
        created_at=row.created_at,
        updated_at=row.updated_at,
        version=row.version,
    )
