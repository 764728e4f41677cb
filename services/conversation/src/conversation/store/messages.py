"""The transcript."""

from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncConnection

from chassis.sql import Statement
from contracts.shapes import Message
from conversation.domain.turns import Line
from conversation.store.rows import line_of, message_of, message_values

_ADD = Statement("""
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
_RECENT = Statement("""
select role, left(text, 2000) as text, outcome, receipt ->> 'rule' as rule from messages
where workspace_id = :workspace_id and conversation_id = :conversation_id and role <> 'system'
order by seq desc limit :limit
""")

_FIND = Statement("""
select * from messages
where workspace_id = :workspace_id and conversation_id = :conversation_id and message_id = :message_id
""")
_REPLY_TO = Statement("""
select * from messages
where workspace_id = :workspace_id and conversation_id = :conversation_id and turn_id = :turn_id
    and role = 'bot'
""")
_AFTER = Statement("""
select * from messages
where workspace_id = :workspace_id and conversation_id = :conversation_id and seq > :seq
order by seq limit :limit
""")


class MessageStore:
    async def add(self, conn: AsyncConnection, workspace_id: str, message: Message) -> Message:
        seq = await _ADD.value(conn, message_values(workspace_id, message))
        return message.model_copy(update={"seq": seq})

    async def find(
        self, conn: AsyncConnection, workspace_id: str, conversation_id: str, message_id: str
    ) -> Message | None:
        key = {"workspace_id": workspace_id, "conversation_id": conversation_id, "message_id": message_id}
        row = await _FIND.first(conn, key)
        return message_of(row) if row else None

    async def reply_to(
        self, conn: AsyncConnection, workspace_id: str, conversation_id: str, turn_id: str
    ) -> Message | None:
        key = {"workspace_id": workspace_id, "conversation_id": conversation_id, "turn_id": turn_id}
        row = await _REPLY_TO.first(conn, key)
        return message_of(row) if row else None

    async def after(
        self, conn: AsyncConnection, workspace_id: str, conversation_id: str, seq: int, limit: int
    ) -> list[Message]:
        key = {"workspace_id": workspace_id, "conversation_id": conversation_id, "seq": seq, "limit": limit}
        return [message_of(row) for row in await _AFTER.rows(conn, key)]

    async def recent(
        self, conn: AsyncConnection, workspace_id: str, conversation_id: str, limit: int
    ) -> tuple[Line, ...]:
        key = {"workspace_id": workspace_id, "conversation_id": conversation_id, "limit": limit}
        return tuple(line_of(row) for row in reversed(await _RECENT.rows(conn, key)))
