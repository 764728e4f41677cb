"""All SQL about a question and what was said before it."""

from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncConnection

from chassis.sql import Statement
from conversation.domain.rewriting import Said

_SAID = Statement("""
select role, left(text, 2000) as text from messages
where workspace_id = :workspace_id and conversation_id = :conversation_id and role <> 'system' and seq <= (
    select seq from messages where workspace_id = :workspace_id and conversation_id = :conversation_id
        and turn_id = :turn_id and role = 'contact'
)
order by seq desc limit :most
""")


class QuestionStore:
    async def said(
        self, conn: AsyncConnection, workspace_id: str, conversation_id: str, turn_id: str, most: int
    ) -> Said:
        where = {"workspace_id": workspace_id, "conversation_id": conversation_id, "turn_id": turn_id}
        rows = await _SAID.rows(conn, {**where, "most": most})
        return [(row["role"], row["text"]) for row in reversed(rows)]
