"""Tokens for programs, an MCP client or a script, that a user makes and drops."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter
from pydantic import AfterValidator, BaseModel, Field
from starlette.requests import HTTPConnection

from gateway.domain.identity import LastingToken
from gateway.inbound.http.context import ContextDep, StaffDep, bearer
from gateway.inbound.http.shapes import Taken, not_blank
from gateway.refusals import Forbidden

router = APIRouter(prefix="/tokens", tags=["company"])


class NewToken(Taken):
    name: Annotated[str, Field(min_length=1, max_length=100), AfterValidator(not_blank)]
    days: int = Field(default=365, ge=1, le=365)


class TokenShown(BaseModel):
    id: str
    name: str
    expires_at: datetime
    created_at: datetime

    @classmethod
    def of(cls, token: LastingToken) -> TokenShown:
        return cls(
            id=token.token_id, name=token.name, expires_at=token.expires_at, created_at=token.created_at
        )


class TokenMade(TokenShown):
    token: str


class TokensShown(BaseModel):
    items: list[TokenShown]


@router.post("", status_code=201)
async def make_token(
    body: NewToken, user: StaffDep, ctx: ContextDep, connection: HTTPConnection
) -> TokenMade:
    """`token` is shown this once. It may do what you may do but make tokens, for so many `days` or until it
    is dropped."""
    if ctx.tokens.read_staff(bearer(connection)).token_id:
        raise Forbidden("A program's token cannot make others; please sign in for that.")
    kept, token = await ctx.token_desk.make(user, body.name.strip(), body.days)
    return TokenMade(**TokenShown.of(kept).model_dump(), token=token)


@router.get("")
async def list_tokens(user: StaffDep, ctx: ContextDep) -> TokensShown:
    """Your own, the newest first."""
    return TokensShown(items=[TokenShown.of(token) for token in await ctx.token_desk.of(user)])


@router.delete("/{token_id}", status_code=204)
async def drop_token(token_id: str, user: StaffDep, ctx: ContextDep) -> None:
    """Whoever uses it is refused from now on."""
    await ctx.token_desk.drop(user, token_id)
