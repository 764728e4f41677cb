"""The transcript."""

from __future__ import annotations

from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlmodel import col

from contracts.shapes import Message
from conversation.domain.turns import Line
from conversation.store import tables
from conversation.store.rows import line_of, message_of, message_values

_ADD = text("""
with c as (
    update conversations set last_seq = last_seq + 1, updated_at = :created_at
    where workspace_id = :workspace_id and conversation_id = :conversation_id
    returning last_seq
)
insert into messages (workspace_id, conversation_id, seq, message_id, turn_id, role, text, blocks,
    created_at)
select :workspace_id, :conversation_id, c.last_seq, :message_id, :turn_id, :role, :text,
    cast(:blocks as jsonb), :created_at
from c
returning seq
""")
_RECENT = text("""
select role, left(text, 2000) as text, outcome, receipt ->> 'rule' as rule from messages
where workspace_id = :workspace_id and conversation_id = :conversation_id and role <> 'system'
order by seq desc limit :limit
""")


class MessageStore:
    async def add(self, conn: AsyncConnection, workspace_id: str, message: Message) -> Message:
        seq = (await conn.execute(_ADD, message_values(workspace_id, message))).scalar_one()
        return message.model_copy(update={"seq": seq})

    async def after(
        self, conn: AsyncConnection, workspace_id: str, conversation_id: str, seq: int, limit: int
    ) -> list[Message]:
        found = (
            select(tables.Message.__table__)  # type: ignore[attr-defined] # SQLModel adds it at run time
            .where(
                col(tables.Message.workspace_id) == workspace_id,
                col(tables.Message.conversation_id) == conversation_id,
                col(tables.Message.seq) > seq,
            )
            .order_by(col(tables.Message.seq))
            .limit(limit)
        )
        return [message_of(row) for row in (await conn.execute(found)).mappings()]

    async def recent(
        self, conn: AsyncConnection, workspace_id: str, conversation_id: str, limit: int
    ) -> tuple[Line, ...]:
        key = {"workspace_id": workspace_id, "conversation_id": conversation_id, "limit": limit}
        rows = list((await conn.execute(_RECENT, key)).mappings())
        return tuple(line_of(dict(row)) for row in reversed(rows))
