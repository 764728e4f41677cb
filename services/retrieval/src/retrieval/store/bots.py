"""All SQL about bots."""

from __future__ import annotations

from sqlalchemy import select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from contracts.facts.workspace import BotConfigured
from retrieval.domain.passages import Scope
from retrieval.ports import Told
from retrieval.store.tables import BOTS


class BotStore:
    async def put(self, conn: AsyncConnection, workspace_id: str, bot: BotConfigured) -> bool:
        row = {
            "bot_id": bot.bot_id,
            "workspace_id": workspace_id,
            "revision": bot.revision,
            "deleted": bot.deleted,
            "reranker": bot.settings.reranker,
            "company": bot.settings.company,
        }
        statement = insert(BOTS).values(row)
        newer = statement.on_conflict_do_update(
            index_elements=["bot_id"],
            set_={name: row[name] for name in ("revision", "deleted", "reranker", "company")},
            where=(BOTS.c.revision < bot.revision) & (BOTS.c.workspace_id == workspace_id),
        )
        return (await conn.execute(newer.returning(BOTS.c.bot_id))).first() is not None

    async def forget_workspace(self, conn: AsyncConnection, workspace_id: str) -> None:
        """Mark its bots as deleted; they stay, so that a late upload cannot bring one back."""
        mine = BOTS.c.workspace_id == workspace_id
        await conn.execute(update(BOTS).where(mine).values(deleted=True))

    async def told(self, conn: AsyncConnection, scope: Scope) -> Told:
        mine = (BOTS.c.bot_id == scope.bot_id, BOTS.c.workspace_id == scope.workspace_id)
        row = (await conn.execute(select(BOTS.c.reranker, BOTS.c.company).where(*mine))).first()
        return Told(row.reranker, row.company or "") if row else Told()

    async def may_know(self, conn: AsyncConnection, scope: Scope) -> bool:
        """True for a bot not heard of yet: its fact and its first file race each other."""
        found = await conn.execute(
            select(BOTS.c.workspace_id, BOTS.c.deleted).where(BOTS.c.bot_id == scope.bot_id)
        )
        row = found.first()
        return row is None or (row.workspace_id == scope.workspace_id and not row.deleted)
