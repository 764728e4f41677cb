"""Conversations: their state and the list of them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlmodel import col

from chassis.sql import Statement
from contracts.requests import ConversationSummary
from contracts.shapes import Assignee, BotSettings
from conversation.domain.agents import Held
from conversation.domain.turns import Line
from conversation.ports import NewConversation
from conversation.store.rows import line_of
from conversation.store.tables import Conversation

_SUMMARY = """
select c.conversation_id, c.bot_id, c.status, c.turns, c.agent_id, c.agent_name, c.created_at, c.updated_at,
    (select left(m.text, 200) from messages m
     where m.workspace_id = c.workspace_id and m.conversation_id = c.conversation_id
     order by m.seq desc limit 1) as last_message
from conversations c
where c.workspace_id = :workspace_id
"""
_ONE = Statement(_SUMMARY + " and c.conversation_id = :conversation_id")
_PAGE = Statement(
    _SUMMARY
    + """
    and (cast(:bot_id as text) is null or c.bot_id = :bot_id)
    and (cast(:before as text) is null or c.conversation_id < :before)
    order by c.conversation_id desc limit :limit
    """
)


_START = Statement("""
insert into conversations as known (workspace_id, conversation_id, bot_id, contact_id, locale, status,
    last_seq, turns, page_url, facts, created_at, updated_at)
values (:workspace_id, :conversation_id, :bot_id, :contact_id, :locale, 'open',
    0, 0, :page_url, cast(:facts as jsonb), :started_at, :started_at)
on conflict (workspace_id, conversation_id) do update
set contact_id = coalesce(known.contact_id, excluded.contact_id),
    locale = coalesce(known.locale, excluded.locale),
    page_url = coalesce(known.page_url, excluded.page_url),
    facts = excluded.facts || known.facts,
    created_at = least(known.created_at, excluded.created_at)
returning locale
""")
_SETTLE = Statement("""
update conversations c set status = case when exists (
        select 1 from handoffs h where h.workspace_id = c.workspace_id
            and h.conversation_id = c.conversation_id and h.status = 'open')
    then 'handed_off' else 'open' end
where workspace_id = :workspace_id and conversation_id = :conversation_id and status <> 'ended'
""")
_HOLD = Statement("""
select bot_id, status, locale, agent_id, agent_name, exists (
    select 1 from bots b
    where b.workspace_id = :workspace_id and b.bot_id = conversations.bot_id and b.deleted) as closed
from conversations where workspace_id = :workspace_id and conversation_id = :conversation_id for update
""")
_NOTE = Statement("""
update conversations set facts = facts || cast(:facts as jsonb)
where workspace_id = :workspace_id and conversation_id = :conversation_id
""")
_OF_AGENT = Statement("""
select c.conversation_id from conversations c
where c.workspace_id = :workspace_id and c.agent_id = :user_id and not exists (
    select 1 from messages m
    where m.workspace_id = c.workspace_id and m.conversation_id = c.conversation_id and m.role = 'system'
        and m.blocks @> '[{"type": "agent", "state": "joined"}]' and m.created_at > :before)
order by c.conversation_id
""")


_END_IDLE = Statement("""
update conversations set status = 'ended' where (workspace_id, conversation_id) in (
    select c.workspace_id, c.conversation_id from conversations c
    join bots b on b.workspace_id = c.workspace_id and b.bot_id = c.bot_id
    where c.status = 'open' and c.agent_id is null and c.created_at < cast(:now as timestamptz)
        and c.updated_at < cast(:now as timestamptz) - make_interval(
            mins => coalesce(cast(b.settings ->> 'session_minutes' as int), :minutes))
    order by c.created_at limit :limit for update of c skip locked)
returning workspace_id, conversation_id, last_seq
""")
_RECALL = Statement("""
update conversations set recalled = recalled || cast(:recalled as jsonb)
where workspace_id = :workspace_id and conversation_id = :conversation_id
""")
_BEFORE = Statement("""
select (select json_agg(line order by line.seq) from (
        select m.seq, m.role, left(m.text, 2000) as text from messages m
        where m.workspace_id = o.workspace_id and m.conversation_id = o.conversation_id
            and m.role = 'contact'
        order by m.seq desc limit 4) line) as said,
    (select h.ticket_number from conversations c
     join handoffs h on h.workspace_id = c.workspace_id and h.conversation_id = c.conversation_id
     where c.workspace_id = o.workspace_id and c.contact_id = o.contact_id
        and h.status = 'open' and h.ticket_number is not null
     order by h.requested_at desc limit 1) as ticket
from conversations o
where o.workspace_id = :workspace_id and o.contact_id = :contact_id and o.turns > 0
    and o.conversation_id < :conversation_id
order by o.conversation_id desc limit 1
""")


class ConversationStore:
    async def start(self, conn: AsyncConnection, workspace_id: str, new: NewConversation) -> str | None:
        values = {
            "workspace_id": workspace_id,
            "conversation_id": new.conversation_id,
            "bot_id": new.bot_id,
            "contact_id": new.contact_id,
            "locale": new.locale,
            "page_url": new.page_url,
            "facts": json.dumps(dict(new.facts)),
            "started_at": new.started_at,
        }
        known: str | None = await _START.value(conn, values)
        return known

    async def settle(self, conn: AsyncConnection, workspace_id: str, conversation_id: str) -> None:
        await _SETTLE.run(conn, {"workspace_id": workspace_id, "conversation_id": conversation_id})

    async def end(
        self, conn: AsyncConnection, workspace_id: str, conversation_id: str, ended_at: datetime
    ) -> None:
        await conn.execute(_one(workspace_id, conversation_id).values(status="ended", updated_at=ended_at))

    async def end_idle(self, conn: AsyncConnection, now: datetime, limit: int) -> list[tuple[str, str, int]]:
        values = {"now": now, "minutes": BotSettings().session_minutes, "limit": limit}
        rows = await _END_IDLE.rows(conn, values)
        return [(row["workspace_id"], row["conversation_id"], row["last_seq"]) for row in rows]

    async def recall(
        self, conn: AsyncConnection, workspace_id: str, conversation_id: str, recalled: Mapping[str, Any]
    ) -> None:
        key = {"workspace_id": workspace_id, "conversation_id": conversation_id}
        await _RECALL.run(conn, {**key, "recalled": json.dumps(dict(recalled))})

    async def before(
        self, conn: AsyncConnection, workspace_id: str, conversation_id: str, contact_id: str
    ) -> tuple[tuple[Line, ...], str | None]:
        key = {"workspace_id": workspace_id, "conversation_id": conversation_id, "contact_id": contact_id}
        row = await _BEFORE.first(conn, key) or {"said": None, "ticket": None}
        return tuple(line_of(line) for line in row["said"] or []), row["ticket"]

    async def note(
        self, conn: AsyncConnection, workspace_id: str, conversation_id: str, facts: Mapping[str, str]
    ) -> None:
        key = {"workspace_id": workspace_id, "conversation_id": conversation_id}
        await _NOTE.run(conn, {**key, "facts": json.dumps(dict(facts))})

    async def hand_off(self, conn: AsyncConnection, workspace_id: str, conversation_id: str) -> None:
        await conn.execute(_one(workspace_id, conversation_id).values(status="handed_off"))

    async def hold(self, conn: AsyncConnection, workspace_id: str, conversation_id: str) -> Held | None:
        row = await _HOLD.first(conn, {"workspace_id": workspace_id, "conversation_id": conversation_id})
        if row is None:
            return None
        return Held(row["bot_id"], row["status"], _agent(row), row["locale"], row["closed"])

    async def give_to(
        self, conn: AsyncConnection, workspace_id: str, conversation_id: str, agent: Assignee | None
    ) -> None:
        values = {"agent_id": agent and agent.user_id, "agent_name": agent and agent.name}
        await conn.execute(_one(workspace_id, conversation_id).values(values))

    async def of_agent(
        self, conn: AsyncConnection, workspace_id: str, user_id: str, before: datetime
    ) -> list[str]:
        values = {"workspace_id": workspace_id, "user_id": user_id, "before": before}
        rows = await _OF_AGENT.rows(conn, values)
        return [row["conversation_id"] for row in rows]

    async def get(
        self, conn: AsyncConnection, workspace_id: str, conversation_id: str
    ) -> ConversationSummary | None:
        row = await _ONE.first(conn, {"workspace_id": workspace_id, "conversation_id": conversation_id})
        return _summary(row) if row else None

    async def page(
        self, conn: AsyncConnection, workspace_id: str, bot_id: str | None, before: str | None, limit: int
    ) -> list[ConversationSummary]:
        values = {"workspace_id": workspace_id, "bot_id": bot_id, "before": before, "limit": limit}
        return [_summary(row) for row in await _PAGE.rows(conn, values)]


def _one(workspace_id: str, conversation_id: str) -> Any:
    return update(Conversation).where(
        col(Conversation.workspace_id) == workspace_id, col(Conversation.conversation_id) == conversation_id
    )


def _agent(row: Any) -> Assignee | None:
    return Assignee(user_id=row["agent_id"], name=row["agent_name"] or "") if row["agent_id"] else None


def _summary(row: Any) -> ConversationSummary:
    return ConversationSummary(
        id=row["conversation_id"],
        bot_id=row["bot_id"],
        status=row["status"],
        turns=row["turns"],
        last_message=row["last_message"],
        agent=_agent(row),
        created_at=row["created_at"],
        updated_at=row["updated_at"],
    )
