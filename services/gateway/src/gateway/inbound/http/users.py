"""Staff of a workspace."""

from __future__ import annotations

from fastapi import APIRouter

from chassis.errors import NotFound
from gateway.handlers.manage_users import UserChange
from gateway.inbound.http.context import ContextDep, ManagerDep, StaffDep
from gateway.inbound.http.paging import CursorParam, LimitParam
from gateway.inbound.http.shapes import NewUser, Page, UserChangeBody, UserShown

router = APIRouter(prefix="/users", tags=["company"])


@router.get("")
async def list_users(
    user: StaffDep, ctx: ContextDep, limit: LimitParam = 50, cursor: CursorParam = None
) -> Page[UserShown]:
    async with ctx.database.read() as conn:
        users = await ctx.staff.users.page(conn, user.workspace_id, limit + 1, cursor)
    more = users[limit - 1].user_id if len(users) > limit else None
    return Page(items=[UserShown.of(item) for item in users[:limit]], next_cursor=more)


@router.post("", status_code=201)
async def add_user(body: NewUser, user: ManagerDep, ctx: ContextDep) -> UserShown:
    added = await ctx.staff.add(user, body.name.strip(), body.email, body.role, body.password)
    return UserShown.of(added)


@router.get("/{user_id}")
async def get_user(user_id: str, user: StaffDep, ctx: ContextDep) -> UserShown:
    async with ctx.database.read() as conn:
        found = await ctx.staff.users.get(conn, user.workspace_id, user_id)
    if found is None:
        raise NotFound("There is no user with this id.")
    return UserShown.of(found)


@router.patch("/{user_id}")
async def change_user(user_id: str, body: UserChangeBody, user: ManagerDep, ctx: ContextDep) -> UserShown:
    return UserShown.of(await ctx.staff.change(user, user_id, UserChange(**body.model_dump())))


@router.delete("/{user_id}", status_code=204)
async def remove_user(user_id: str, user: ManagerDep, ctx: ContextDep) -> None:
    """The last owner cannot go."""
    await ctx.staff.remove(user, user_id)
