"""Companies: signing up, and what they are called."""

from __future__ import annotations

from fastapi import APIRouter, Request

from chassis.errors import NotFound
from gateway.handlers.create_workspace import NewWorkspace, create_workspace
from gateway.inbound.http.context import Context, ContextDep, ManagerDep, StaffDep, caller_address
from gateway.inbound.http.shapes import (
    Leaving,
    Me,
    NewWorkspaceBody,
    SessionShown,
    SignedUp,
    UserShown,
    WorkspaceChange,
    WorkspaceLeaving,
    WorkspaceShown,
)

router = APIRouter(tags=["company"])


@router.post("/workspaces", status_code=201)
async def sign_up(body: NewWorkspaceBody, request: Request, ctx: ContextDep) -> SignedUp:
    """Create a workspace and its owner, signed in."""
    ctx.signups.check(caller_address(request))
    workspace, user, session = await create_workspace(
        NewWorkspace(body.name.strip(), body.email, body.password),
        database=ctx.database,
        workspaces=ctx.workspaces,
        users=ctx.staff.users,
        passwords=ctx.staff.passwords,
        sessions=ctx.sessions,
    )
    return SignedUp(
        workspace=WorkspaceShown.of(workspace),
        user=UserShown.of(user),
        **SessionShown.of(session).model_dump(),
    )


@router.get("/me")
async def who_am_i(user: StaffDep, ctx: ContextDep) -> Me:
    return Me(user=UserShown.of(user), workspace=await _workspace(user.workspace_id, ctx))


@router.patch("/workspaces/me")
async def rename_workspace(body: WorkspaceChange, user: ManagerDep, ctx: ContextDep) -> WorkspaceShown:
    async with ctx.database.transaction() as tx:
        await ctx.workspaces.rename(tx.conn, user.workspace_id, body.name.strip())
    return await _workspace(user.workspace_id, ctx)


@router.delete("/workspaces/me", status_code=202)
async def leave(body: WorkspaceLeaving, user: ManagerDep, ctx: ContextDep) -> Leaving:
    """Delete the company, confirmed by its name. Every service erases what it holds of it in two minutes."""
    await ctx.erasing.leave(user.workspace_id, body.name)
    return Leaving(detail="The workspace is gone; everything of it is being erased.")


@router.delete("/contacts/{contact_id}", status_code=202, tags=["privacy"])
async def forget_contact(contact_id: str, user: ManagerDep, ctx: ContextDep) -> Leaving:
    """A customer asked to be forgotten: erased in every service within a minute."""
    await ctx.erasing.forget(user.workspace_id, contact_id)
    return Leaving(detail="Everything that identifies this contact is being erased.")


async def _workspace(workspace_id: str, ctx: Context) -> WorkspaceShown:
    async with ctx.database.read() as conn:
        workspace = await ctx.workspaces.get(conn, workspace_id)
    if workspace is None:
        raise NotFound()
    return WorkspaceShown.of(workspace)
