"""Bots of a workspace."""

from __future__ import annotations

import json
from typing import Any

from fastapi import APIRouter, Request
from starlette.datastructures import FormData

from chassis.errors import Invalid, Unavailable
from contracts.shapes import BotSettings
from contracts.source_requests import READ_INDEX, ReadIndex
from gateway.domain.identity import User
from gateway.handlers.add_source import NewSource, add_source
from gateway.inbound.http.bodies import json_body, openapi_bodies
from gateway.inbound.http.bot_shapes import (
    BotChange,
    BotCreated,
    BotDetail,
    BotShown,
    BotVersionShown,
    NewBot,
    Publish,
)
from gateway.inbound.http.context import Context, ContextDep, ManagerDep, StaffDep
from gateway.inbound.http.form_upload import file_in, is_multipart, read_form
from gateway.inbound.http.paging import CursorParam, LimitParam
from gateway.inbound.http.shapes import Page

router = APIRouter(prefix="/bots", tags=["admin"])
_FORM = {
    "type": "object",
    "required": ["name"],
    "properties": {
        "name": {"type": "string"},
        "settings": {"type": "string", "description": "JSON object of settings."},
        "file": {"type": "string", "format": "binary", "description": "A first source, such as a FAQ."},
    },
}


def host_of(request: Request, ctx: Context) -> str:
    return (ctx.public_url or str(request.base_url)).rstrip("/")


@router.post("", status_code=201, openapi_extra=openapi_bodies(NewBot, form=_FORM))
async def add_bot(request: Request, user: ManagerDep, ctx: ContextDep) -> BotCreated:
    """JSON, or a form that also brings a first file to know."""
    host = host_of(request, ctx)
    if not is_multipart(request):
        body = await json_body(request, NewBot)
        return BotCreated(**await _add(user, body, ctx, host))
    async with read_form(request) as form:
        shown = await _add(user, _new_bot(form), ctx, host)
        upload = file_in(form)
        if upload is None:
            return BotCreated(**shown)
        bot = await ctx.bots.get(user.workspace_id, shown["id"])
        new = NewSource("file", upload.filename or "", upload.file)
        return BotCreated(**shown, source=await add_source(bot, new, uploads=ctx.uploads, bus=ctx.bus))


@router.get("")
async def list_bots(
    request: Request, user: StaffDep, ctx: ContextDep, limit: LimitParam = 50, cursor: CursorParam = None
) -> Page[BotShown]:
    bots, more = await ctx.bots.page(user.workspace_id, limit, cursor)
    host = host_of(request, ctx)
    return Page(items=[BotShown.of(bot, host) for bot in bots], next_cursor=more)


@router.get("/{bot_id}")
async def get_bot(bot_id: str, request: Request, user: StaffDep, ctx: ContextDep) -> BotDetail:
    """The bot, and how its knowledge is indexed."""
    shown = BotShown.of(await ctx.bots.get(user.workspace_id, bot_id), host_of(request, ctx))
    question = ReadIndex(workspace_id=user.workspace_id, bot_id=bot_id)
    try:
        index = await ctx.bus.ask(READ_INDEX, question)
    except Unavailable:
        index = None
    return BotDetail(**shown.model_dump(), index=index)


@router.patch("/{bot_id}")
async def change_bot(
    bot_id: str, body: BotChange, request: Request, user: ManagerDep, ctx: ContextDep
) -> BotShown:
    """What is named takes effect at once; with `"publish": false` it waits in the draft."""
    bot = await ctx.bots.change(
        user.workspace_id, bot_id, body.name, body.settings, user.user_id, publish=body.publish
    )
    ctx.public_bots.forget(bot)
    return BotShown.of(bot, host_of(request, ctx))


@router.post("/{bot_id}/publish")
async def publish_bot(
    bot_id: str, request: Request, user: ManagerDep, ctx: ContextDep, body: Publish | None = None
) -> BotShown:
    """The draft takes effect; with a `revision` the bot goes back to what it was then."""
    revision = body.revision if body else None
    bot = await ctx.bots.publish(user.workspace_id, bot_id, revision, user.user_id)
    ctx.public_bots.forget(bot)
    return BotShown.of(bot, host_of(request, ctx))


@router.get("/{bot_id}/versions")
async def list_versions(
    bot_id: str, user: StaffDep, ctx: ContextDep, limit: LimitParam = 50, cursor: CursorParam = None
) -> Page[BotVersionShown]:
    """What was published, the newest first."""
    found, more = await ctx.bots.versions(user.workspace_id, bot_id, limit, cursor)
    return Page(items=[BotVersionShown.of(version) for version in found], next_cursor=more)


@router.delete("/{bot_id}/draft", status_code=204)
async def drop_draft(bot_id: str, user: ManagerDep, ctx: ContextDep) -> None:
    """What is published stays as it is."""
    await ctx.bots.drop_draft(user.workspace_id, bot_id)


@router.delete("/{bot_id}", status_code=204)
async def remove_bot(bot_id: str, user: ManagerDep, ctx: ContextDep) -> None:
    bot = await ctx.bots.get(user.workspace_id, bot_id)
    await ctx.bots.remove(user.workspace_id, bot_id)
    ctx.public_bots.forget(bot)


async def _add(user: User, body: NewBot, ctx: Context, host: str) -> dict[str, Any]:
    settings = BotSettings.model_validate(body.settings)
    bot = await ctx.bots.add(user.workspace_id, body.name.strip(), settings, user.user_id)
    return BotShown.of(bot, host).model_dump()


def _new_bot(form: FormData) -> NewBot:
    fields: dict[str, Any] = {name: form[name] for name in ("name", "settings") if name in form}
    try:
        settings = json.loads(fields.get("settings") or "{}")
    except (ValueError, TypeError) as error:
        raise Invalid("The field `settings` is not a JSON object.") from error
    return NewBot.model_validate({**fields, "settings": settings})
