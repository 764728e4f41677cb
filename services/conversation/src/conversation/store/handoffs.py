"""Handoffs and the tickets they became."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Row, func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlmodel import col

from chassis.sql import Statement
from conversation.domain.handoffs import NewHandoff
from conversation.domain.tickets import Handoff
from conversation.domain.turns import OpenHandoff
from conversation.store import tables

_SHOWN = [col(getattr(tables.Handoff, name)) for name in Handoff.__slots__]


_OF_TICKET = Statement("""
select handoff_id, conversation_id, language, ticket_id, ticket_number, contact_known, status from handoffs
where workspace_id = :workspace_id and ticket_id = :ticket_id for update
""")
_SET_STATUS = Statement("""
update handoffs h set status = :status, ticket_version = :version
where workspace_id = :workspace_id and ticket_id = :ticket_id and ticket_version < :version
    and not (:status = 'open' and exists (
        select 1 from handoffs o where o.workspace_id = h.workspace_id
            and o.conversation_id = h.conversation_id and o.status = 'open' and o.handoff_id <> h.handoff_id))
returning handoff_id
""")


class HandoffStore:
    async def open(self, conn: AsyncConnection, workspace_id: str, handoff: NewHandoff) -> bool:
        fact = handoff.fact
        opened = insert(tables.Handoff).values(
            workspace_id=workspace_id,
            handoff_id=fact.handoff_id,
            conversation_id=fact.conversation_id,
            reason=fact.reason,
            language=handoff.language,
            status="open",
            contact_known=handoff.contact_known,
            forms=[handoff.form] if handoff.form else [],
            requested_at=fact.requested_at,
        )
        fresh = opened.on_conflict_do_nothing().returning(col(tables.Handoff.handoff_id))
        return (await conn.execute(fresh)).first() is not None

    async def open_one(
        self, conn: AsyncConnection, workspace_id: str, conversation_id: str
    ) -> OpenHandoff | None:
        found = select(
            col(tables.Handoff.handoff_id),
            col(tables.Handoff.ticket_number),
            col(tables.Handoff.contact_known),
        ).where(
            col(tables.Handoff.workspace_id) == workspace_id,
            col(tables.Handoff.conversation_id) == conversation_id,
            col(tables.Handoff.status) == "open",
        )
        row = (await conn.execute(found)).first()
        return OpenHandoff(row[0], row[1], row[2]) if row else None

    async def complete(
        self, conn: AsyncConnection, workspace_id: str, handoff_id: str, form: str
    ) -> Handoff | None:
        changed = (
            _of(workspace_id)
            .where(col(tables.Handoff.handoff_id) == handoff_id, ~col(tables.Handoff.forms).contains([form]))
            .values(contact_known=True, forms=func.array_append(col(tables.Handoff.forms), form))
        )
        return _handoff((await conn.execute(changed.returning(*_SHOWN))).first())

    async def set_ticket(
        self, conn: AsyncConnection, workspace_id: str, handoff_id: str, ticket_id: str, number: str
    ) -> Handoff | None:
        changed = (
            _of(workspace_id)
            .where(col(tables.Handoff.handoff_id) == handoff_id)
            .values(ticket_id=ticket_id, ticket_number=number)
        )
        return _handoff((await conn.execute(changed.returning(*_SHOWN))).first())

    async def set_status(
        self, conn: AsyncConnection, workspace_id: str, ticket_id: str, version: int, *, is_open: bool
    ) -> tuple[Handoff, bool] | None:
        status = "open" if is_open else "closed"
        values = {"workspace_id": workspace_id, "ticket_id": ticket_id, "status": status, "version": version}
        before = await _OF_TICKET.first(conn, values)
        if before is None:
            return None
        set_now = await _SET_STATUS.value(conn, values) is not None
        handoff = Handoff(**{name: before[name] for name in Handoff.__slots__})
        return handoff, set_now and before["status"] != status

    async def set_assignee(self, conn: AsyncConnection, workspace_id: str, ticket_id: str, name: str) -> bool:
        changed = _of(workspace_id).where(col(tables.Handoff.ticket_id) == ticket_id).values(assignee=name)
        return (await conn.execute(changed.returning(col(tables.Handoff.handoff_id)))).first() is not None


def _handoff(row: Row[Any] | None) -> Handoff | None:
    return Handoff(**row._mapping) if row is not None else None


def _of(workspace_id: str) -> Any:
    return update(tables.Handoff).where(col(tables.Handoff.workspace_id) == workspace_id)
