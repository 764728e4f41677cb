"""Secrets of workspaces, each sealed with a key of its workspace."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy.ext.asyncio import AsyncConnection

from chassis.sql import Statement
from contracts.secret_requests import SecretKept
from conversation.store.sealing import seal, unseal

_KEY = Statement("""
insert into workspace_keys (workspace_id, key) values (:workspace_id, :fresh)
on conflict (workspace_id) do update set workspace_id = excluded.workspace_id
returning key
""")
_PUT = Statement("""
insert into workspace_secrets (workspace_id, name, sealed, updated_at)
values (:workspace_id, :name, :sealed, :now)
on conflict (workspace_id, name) do update set sealed = excluded.sealed, updated_at = excluded.updated_at
""")
_DROP = Statement("""
delete from workspace_secrets where workspace_id = :workspace_id and name = :name returning name
""")
_ALL = Statement("""
select name, updated_at from workspace_secrets where workspace_id = :workspace_id order by name
""")
_OPEN = Statement("""
select s.name, s.sealed, k.key from workspace_secrets s
join workspace_keys k on k.workspace_id = s.workspace_id
where s.workspace_id = :workspace_id and s.name = any(:names)
""")


class SecretStore:
    async def put(
        self, conn: AsyncConnection, workspace_id: str, name: str, value: str, now: datetime
    ) -> None:
        fresh = AESGCM.generate_key(256)
        key = await _KEY.value(conn, {"workspace_id": workspace_id, "fresh": fresh})
        sealed = seal(key, {"value": value}, workspace_id, "secret", name)
        row = {"workspace_id": workspace_id, "name": name, "sealed": sealed, "now": now}
        await _PUT.run(conn, row)

    async def drop(self, conn: AsyncConnection, workspace_id: str, name: str) -> bool:
        return await _DROP.value(conn, {"workspace_id": workspace_id, "name": name}) is not None

    async def all(self, conn: AsyncConnection, workspace_id: str) -> list[SecretKept]:
        return [SecretKept(**row) for row in await _ALL.rows(conn, {"workspace_id": workspace_id})]

    async def open(self, conn: AsyncConnection, workspace_id: str, names: Sequence[str]) -> dict[str, str]:
        """Those that exist, by name."""
        rows = await _OPEN.rows(conn, {"workspace_id": workspace_id, "names": list(names)})
        opened = {
            row["name"]: unseal(row["key"], row["sealed"], workspace_id, "secret", row["name"])
            for row in rows
        }
        return {name: found["value"] for name, found in opened.items() if found}
