"""What is known of workspaces and bots, for their letters."""

from __future__ import annotations

from sqlalchemy import literal, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from contracts.facts.workspace import BotConfigured, WorkspaceCreated
from ticketing.domain.desk import Desk
from ticketing.store.tables import BOTS, WORKSPACES


class DeskStore:
    async def find(self, conn: AsyncConnection, workspace_id: str, bot_id: str) -> Desk:
        asked = select(
            literal(workspace_id).label("workspace_id"), literal(bot_id).label("bot_id")
        ).subquery()
        known = asked.outerjoin(WORKSPACES, WORKSPACES.c.workspace_id == asked.c.workspace_id).outerjoin(
            BOTS, (BOTS.c.workspace_id == asked.c.workspace_id) & (BOTS.c.bot_id == asked.c.bot_id)
        )
        statement = select(
            WORKSPACES.c.name.label("workspace_name"),
            WORKSPACES.c.email.label("workspace_email"),
            BOTS.c.name.label("bot_name"),
            BOTS.c.company,
            BOTS.c.support_email,
            BOTS.c.locale,
        ).select_from(known)
        row = (await conn.execute(statement)).one()
        return Desk(**{**row._mapping, "locale": row.locale or "en"})

    async def save_workspace(self, conn: AsyncConnection, workspace: WorkspaceCreated) -> None:
        values = {"name": workspace.name, "email": workspace.email}
        statement = insert(WORKSPACES).values(workspace_id=workspace.workspace_id, **values)
        await conn.execute(statement.on_conflict_do_update(index_elements=["workspace_id"], set_=values))

    async def save_bot(self, conn: AsyncConnection, workspace_id: str, bot: BotConfigured) -> None:
        values = {
            "name": bot.name,
            "company": bot.settings.company,
            "support_email": bot.settings.support_email,
            "locale": bot.settings.locale,
            "revision": bot.revision,
        }
        statement = insert(BOTS).values(workspace_id=workspace_id, bot_id=bot.bot_id, **values)
        await conn.execute(
            statement.on_conflict_do_update(
                index_elements=["workspace_id", "bot_id"],
                set_=values,
                where=BOTS.c.revision < bot.revision,
            )
        )
