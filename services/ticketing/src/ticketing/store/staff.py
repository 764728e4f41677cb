"""Who works here and who is free to take a ticket."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from contracts.facts.workspace import UserChanged
from ticketing.domain.assignment import AGENT_ROLES, Agent
from ticketing.domain.ticket import UNDER_WAY
from ticketing.store.tables import TICKETS, USERS


class StaffStore:
    async def save(self, conn: AsyncConnection, workspace_id: str, user: UserChanged) -> bool:
        values = {
            "name": user.name,
            "role": user.role,
            "active": user.active,
            "email": user.email,
            "revision": user.revision,
        }
        statement = insert(USERS).values(workspace_id=workspace_id, user_id=user.user_id, **values)
        saved = await conn.execute(
            statement.on_conflict_do_update(
                index_elements=["workspace_id", "user_id"],
                set_=values,
                where=USERS.c.revision < user.revision,
            ).returning(USERS.c.user_id)
        )
        return saved.first() is not None

    async def available(self, conn: AsyncConnection, workspace_id: str) -> list[Agent]:
        under_way = (
            select(TICKETS.c.assignee_id, func.count().label("open_tickets"))
            .where(TICKETS.c.workspace_id == workspace_id, TICKETS.c.status.in_(UNDER_WAY))
            .group_by(TICKETS.c.assignee_id)
            .subquery()
        )
        statement = (
            select(
                USERS.c.user_id,
                USERS.c.name,
                func.coalesce(under_way.c.open_tickets, 0).label("open_tickets"),
                USERS.c.last_assigned_at,
                USERS.c.email,
            )
            .join_from(USERS, under_way, under_way.c.assignee_id == USERS.c.user_id, isouter=True)
            .where(USERS.c.workspace_id == workspace_id, USERS.c.active, USERS.c.role.in_(AGENT_ROLES))
        )
        return [Agent(**row._mapping) for row in await conn.execute(statement)]

    async def assigned(
        self, conn: AsyncConnection, workspace_id: str, user_ids: Sequence[str], at: datetime
    ) -> None:
        statement = update(USERS).where(USERS.c.workspace_id == workspace_id, USERS.c.user_id.in_(user_ids))
        await conn.execute(statement.values(last_assigned_at=at))
