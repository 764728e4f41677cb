"""Every statement about contacts who asked to be forgotten."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.dialects import postgresql
from sqlalchemy.ext.asyncio import AsyncConnection

from gateway.store.tables import FORGOTTEN_CONTACTS


class ForgottenStore:
    async def add(self, conn: AsyncConnection, workspace_id: str, contact_id: str) -> None:
        values = {"workspace_id": workspace_id, "contact_id": contact_id}
        await conn.execute(postgresql.insert(FORGOTTEN_CONTACTS).values(values).on_conflict_do_nothing())

    async def holds(self, conn: AsyncConnection, workspace_id: str, contact_id: str) -> bool:
        statement = select(FORGOTTEN_CONTACTS.c.contact_id).where(
            FORGOTTEN_CONTACTS.c.workspace_id == workspace_id, FORGOTTEN_CONTACTS.c.contact_id == contact_id
        )
        return (await conn.execute(statement)).first() is not None
