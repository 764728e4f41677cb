"""Credentials that the tools of a workspace's bots send: set and dropped, never shown."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path
from pydantic import Field

from contracts.secret_requests import (
    DROP_SECRET,
    LIST_SECRETS,
    PUT_SECRET,
    DropSecret,
    ListSecrets,
    PutSecret,
    SecretKept,
    SecretsKept,
)
from gateway.inbound.http.context import ContextDep, ManagerDep
from gateway.inbound.http.shapes import Taken

router = APIRouter(prefix="/secrets", tags=["admin"])
NameParam = Annotated[str, Path(pattern=r"^[a-z][a-z0-9_]{1,63}$")]


class SecretBody(Taken):
    value: str = Field(min_length=1, max_length=4_096, pattern=r"^[\x21-\x7e][\x20-\x7e]*$", repr=False)


@router.put("/{name}")
async def put_secret(name: NameParam, body: SecretBody, user: ManagerDep, ctx: ContextDep) -> SecretKept:
    """Headers of HTTP actions name it as `{secret:name}`; nobody can read it back."""
    return await ctx.bus.ask(
        PUT_SECRET, PutSecret(workspace_id=user.workspace_id, name=name, value=body.value)
    )


@router.get("")
async def list_secrets(user: ManagerDep, ctx: ContextDep) -> SecretsKept:
    """Their names."""
    return await ctx.bus.ask(LIST_SECRETS, ListSecrets(workspace_id=user.workspace_id))


@router.delete("/{name}", status_code=204)
async def drop_secret(name: NameParam, user: ManagerDep, ctx: ContextDep) -> None:
    """Calls that name it fail from now on."""
    await ctx.bus.ask(DROP_SECRET, DropSecret(workspace_id=user.workspace_id, name=name))
