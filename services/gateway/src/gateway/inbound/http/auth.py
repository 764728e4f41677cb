"""Sessions of staff."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.security import OAuth2PasswordRequestForm

from gateway.handlers.sign_in import renew_session, sign_in, sign_out
from gateway.inbound.http.context import ContextDep, caller_address
from gateway.inbound.http.shapes import RefreshBody, SessionShown
from gateway.refusals import Unsupported

router = APIRouter(prefix="/auth", tags=["company"])
FORM_ONLY = "Send a form (`Content-Type: application/x-www-form-urlencoded`) with `username` and `password`."


async def _form_only(request: Request) -> None:
    if not request.headers.get("content-type", "").startswith(("application/x-www-form", "multipart/form")):
        raise Unsupported(FORM_ONLY)


Form = Annotated[OAuth2PasswordRequestForm, Depends()]


@router.post("/token", dependencies=[Depends(_form_only)])
async def token(form: Form, request: Request, ctx: ContextDep) -> SessionShown:
    """Sign in with the email address as `username`."""
    ctx.logins.check(caller_address(request))
    session = await sign_in(
        form.username.replace("\x00", ""),
        form.password,
        database=ctx.database,
        users=ctx.staff.users,
        passwords=ctx.staff.passwords,
        sessions=ctx.sessions,
    )
    return SessionShown.of(session)


@router.post("/refresh")
async def refresh(body: RefreshBody, ctx: ContextDep) -> SessionShown:
    """A refresh token is good for one use; the answer brings the next."""
    session = await renew_session(
        body.refresh_token,
        database=ctx.database,
        users=ctx.staff.users,
        refresh_tokens=ctx.staff.refresh_tokens,
        sessions=ctx.sessions,
        endings=ctx.endings,
    )
    return SessionShown.of(session)


@router.post("/logout", status_code=204)
async def logout(body: RefreshBody, ctx: ContextDep) -> None:
    """End the login this refresh token belongs to."""
    await sign_out(
        body.refresh_token,
        database=ctx.database,
        refresh_tokens=ctx.staff.refresh_tokens,
        endings=ctx.endings,
    )
