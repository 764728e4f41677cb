"""All SQL that forgets a customer."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import delete, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from ticketing.store.tables import APPOINTMENTS, MAILS, TICKETS

NOBODY = {"requester_name": None, "requester_email": None, "requester_phone": None}


class ContactStore:
    async def forget(
        self, conn: AsyncConnection, workspace_id: str, contact_id: str, conversation_ids: Sequence[str]
    ) -> None:
        tickets = (
            TICKETS.c.workspace_id == workspace_id,
            TICKETS.c.conversation_id.in_(conversation_ids),
        )
        talked = APPOINTMENTS.c.conversation_id.in_(conversation_ids)
        appointments = (
            APPOINTMENTS.c.workspace_id == workspace_id,
            or_(APPOINTMENTS.c.contact_id == contact_id, talked),
        )
        about = select(TICKETS.c.id).where(*tickets).union(select(APPOINTMENTS.c.id).where(*appointments))
        mails = delete(MAILS).where(MAILS.c.workspace_id == workspace_id, MAILS.c.about_id.in_(about))
        await conn.execute(mails)
        await conn.execute(update(TICKETS).where(*tickets).values(NOBODY))
        await conn.execute(update(APPOINTMENTS).where(*appointments).values(NOBODY))
