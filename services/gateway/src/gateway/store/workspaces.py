"""Every statement about workspaces and the signing key."""

from __future__ import annotations

from dataclasses import asdict

from sqlalchemy import insert, select, update
from sqlalchemy.dialects import postgresql
from sqlalchemy.ext.asyncio import AsyncConnection

from chassis.erasure import erase_rows
from gateway.domain.identity import Workspace
from gateway.store.tables import METADATA, SIGNING_KEYS, WORKSPACES


class WorkspaceStore:
    async def add(self, conn: AsyncConnection, workspace: Workspace) -> None:
        await conn.execute(insert(WORKSPACES).values(asdict(workspace)))

    async def get(self, conn: AsyncConnection, workspace_id: str) -> Workspace | None:
        found = await conn.execute(select(WORKSPACES).where(WORKSPACES.c.workspace_id == workspace_id))
        row = found.mappings().first()
        return Workspace(**row) if row else None

    async def rename(self, conn: AsyncConnection, workspace_id: str, name: str) -> None:
        statement = update(WORKSPACES).where(WORKSPACES.c.workspace_id == workspace_id)
        await conn.execute(statement.values(name=name))

    async def erase(self, conn: AsyncConnection, workspace_id: str) -> None:
        await erase_rows(conn, METADATA, workspace_id)


class SigningKeyStore:
    async def settle(self, conn: AsyncConnection, name: str, proposal: bytes) -> bytes:
        """The key all replicas use: `proposal` when there was none."""
        statement = postgresql.insert(SIGNING_KEYS).values(name=name, secret=proposal)
        await conn.execute(statement.on_conflict_do_nothing())
        found = await conn.execute(select(SIGNING_KEYS.c.secret).where(SIGNING_KEYS.c.name == name))
        return bytes(found.scalar_one())
