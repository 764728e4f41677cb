"""Which tickets belong to the contact of a conversation."""

from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncConnection

from chassis.sql import Statement

MOST = 10
_OF_CONTACT = Statement("""
select h.ticket_id from conversations mine
join conversations c on c.workspace_id = mine.workspace_id
    and (c.conversation_id = mine.conversation_id or c.contact_id = mine.contact_id)
join handoffs h on h.workspace_id = c.workspace_id and h.conversation_id = c.conversation_id
where mine.workspace_id = :workspace_id and mine.conversation_id = :conversation_id
    and h.ticket_id is not null
order by h.requested_at desc limit :most
""")


class TicketIdStore:
    async def of_contact(self, conn: AsyncConnection, workspace_id: str, conversation_id: str) -> list[str]:
        values = {"workspace_id": workspace_id, "conversation_id": conversation_id, "most": MOST}
        return [row["ticket_id"] for row in await _OF_CONTACT.rows(conn, values)]
