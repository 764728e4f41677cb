"""The values of placeholders, sealed with a key per contact: without it nobody can read them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy.ext.asyncio import AsyncConnection

from chassis.sql import Statement
from conversation.store.sealing import seal, unseal

_OWNER = Statement("""
select coalesce(contact_id, conversation_id) from conversations
where workspace_id = :workspace_id and conversation_id = :conversation_id
""")
_LOCK = Statement("""
insert into contact_keys (workspace_id, contact_id, key) values (:workspace_id, :contact_id, :fresh)
on conflict (workspace_id, contact_id) do update set contact_id = excluded.contact_id
returning key
""")
_SEALED = Statement("""
select sealed from contact_values where workspace_id = :workspace_id and contact_id = :contact_id
""")
_KEY = Statement(
    "select key from contact_keys where workspace_id = :workspace_id and contact_id = :contact_id"
)
_KEEP = Statement("""
insert into contact_values (workspace_id, contact_id, sealed) values (:workspace_id, :contact_id, :sealed)
on conflict (workspace_id, contact_id) do update set sealed = excluded.sealed
""")
_OF_CONVERSATIONS = Statement("""
select c.conversation_id, k.contact_id, k.key, v.sealed
from conversations c
join contact_keys k on k.workspace_id = c.workspace_id
    and k.contact_id = coalesce(c.contact_id, c.conversation_id)
join contact_values v on v.workspace_id = k.workspace_id and v.contact_id = k.contact_id
where c.workspace_id = :workspace_id and c.conversation_id = any(:conversation_ids) and k.key is not null
""")
_ERASE = Statement("""
with gone as (
    delete from contact_values where workspace_id = :workspace_id and contact_id = any(:contact_ids)
)
insert into contact_keys (workspace_id, contact_id, key)
select :workspace_id, contact_id, null from unnest(cast(:contact_ids as text[])) as contact_id
on conflict (workspace_id, contact_id) do update set key = null
""")


class VaultStore:
    """An erased contact keeps a row without a key, so that a late delivery cannot bring values back."""

    async def owner_of(self, conn: AsyncConnection, workspace_id: str, conversation_id: str) -> str:
        values = {"workspace_id": workspace_id, "conversation_id": conversation_id}
        return str(await _OWNER.value(conn, values))

    async def open(self, conn: AsyncConnection, workspace_id: str, contact_id: str) -> dict[str, str] | None:
        owner = {"workspace_id": workspace_id, "contact_id": contact_id}
        key = await _LOCK.value(conn, {**owner, "fresh": AESGCM.generate_key(256)})
        if key is None:
            return None
        return unseal(key, await _SEALED.value(conn, owner), workspace_id, contact_id)

    async def keep(
        self, conn: AsyncConnection, workspace_id: str, contact_id: str, known: Mapping[str, str]
    ) -> None:
        owner = {"workspace_id": workspace_id, "contact_id": contact_id}
        key = await _KEY.value(conn, owner)
        if key is not None:
            await _KEEP.run(conn, {**owner, "sealed": seal(key, known, workspace_id, contact_id)})

    async def of_conversations(
        self, conn: AsyncConnection, workspace_id: str, conversation_ids: Sequence[str]
    ) -> dict[str, dict[str, str]]:
        values = {"workspace_id": workspace_id, "conversation_ids": list(conversation_ids)}
        return {
            row["conversation_id"]: unseal(row["key"], row["sealed"], workspace_id, row["contact_id"])
            for row in await _OF_CONVERSATIONS.rows(conn, values)
        }

    async def erase(self, conn: AsyncConnection, workspace_id: str, contact_ids: Sequence[str]) -> None:
        await _ERASE.run(conn, {"workspace_id": workspace_id, "contact_ids": list(contact_ids)})
