"""What models cost, by workspace, customer and day."""

from __future__ import annotations

from sqlalchemy import text

from chassis import clock
from chassis.db import Database
from conversation.domain.budgets import Spent

_TODAY = text("""
    select coalesce(sum(s.cost_usd), 0),
        coalesce(sum(s.cost_usd) filter (where s.contact_id = c.contact_id), 0)
    from spending s left join conversations c
        on c.workspace_id = s.workspace_id and c.conversation_id = :conversation_id
    where s.workspace_id = :workspace_id and s.day = :day
""")
_ADD = text("""
    insert into spending as known (workspace_id, day, contact_id, tokens, cost_usd)
    select :workspace_id, :day, coalesce(max(contact_id), ''), :tokens, :cost_usd from conversations
    where workspace_id = :workspace_id and conversation_id = :conversation_id
    on conflict (workspace_id, day, contact_id) do update
    set tokens = known.tokens + excluded.tokens, cost_usd = known.cost_usd + excluded.cost_usd
""")


class SpendingStore:
    """Each call is one statement of its own: no transaction is open while a model writes."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def today(self, workspace_id: str, conversation_id: str) -> Spent:
        where = {"workspace_id": workspace_id, "conversation_id": conversation_id, "day": clock.now().date()}
        async with self._database.read() as conn:
            workspace, contact = (await conn.execute(_TODAY, where)).one()
        return Spent(float(workspace), float(contact))

    async def add(self, workspace_id: str, conversation_id: str, tokens: int, cost_usd: float) -> None:
        row = {
            "workspace_id": workspace_id,
            "conversation_id": conversation_id,
            "day": clock.now().date(),
            "tokens": tokens,
            "cost_usd": cost_usd,
        }
        async with self._database.read() as conn:
            await conn.execute(_ADD, row)
