"""Stores a workspace's credentials for its tools; they can be replaced, never read."""

from __future__ import annotations

from chassis import clock
from chassis.errors import NotFound
from contracts.rpc import Empty
from contracts.secret_requests import DropSecret, ListSecrets, PutSecret, SecretKept, SecretsKept
from conversation.ports import Database
from conversation.tool_ports import Secrets


async def put_secret(ask: PutSecret, *, database: Database, secrets: Secrets) -> SecretKept:
    """Store it, in place of a secret of the same name."""
    now = clock.now()
    async with database.transaction() as tx:
        await secrets.put(tx.conn, ask.workspace_id, ask.name, ask.value, now)
    return SecretKept(name=ask.name, updated_at=now)


async def drop_secret(ask: DropSecret, *, database: Database, secrets: Secrets) -> Empty:
    """Calls that name it fail from now on. Raises NotFound."""
    async with database.transaction() as tx:
        if not await secrets.drop(tx.conn, ask.workspace_id, ask.name):
            raise NotFound("There is no secret with this name.")
    return Empty()


async def list_secrets(ask: ListSecrets, *, database: Database, secrets: Secrets) -> SecretsKept:
    async with database.read() as conn:
        return SecretsKept(items=await secrets.all(conn, ask.workspace_id))
