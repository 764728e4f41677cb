"""All SQL about customers as such."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncConnection

from chassis.sql import Statement

_CONVERSATIONS = Statement("""
select conversation_id from conversations
where workspace_id = :workspace_id and contact_id = :contact_id order by conversation_id
""")
_FORGET = Statement("""
update conversations set page_url = null, facts = '{}'
where workspace_id = :workspace_id
    and (contact_id = :contact_id or conversation_id = any(cast(:conversation_ids as text[])))
""")


class ContactStore:
    async def conversations_of(self, conn: AsyncConnection, workspace_id: str, contact_id: str) -> list[str]:
        who = {"workspace_id": workspace_id, "contact_id": contact_id}
        return [row["conversation_id"] for row in await _CONVERSATIONS.rows(conn, who)]

    async def forget_details(
        self, conn: AsyncConnection, workspace_id: str, contact_id: str, conversation_ids: Sequence[str]
    ) -> None:
        who = {"workspace_id": workspace_id, "contact_id": contact_id}
        await _FORGET.run(conn, {**who, "conversation_ids": list(conversation_ids)})
