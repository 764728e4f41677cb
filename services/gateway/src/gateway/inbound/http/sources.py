"""What bots know."""

from __future__ import annotations

from collections.abc import AsyncIterator
from io import BytesIO
from typing import Any

from fastapi import APIRouter, Request, Response
from pydantic import TypeAdapter

from chassis.errors import Invalid
from contracts.glimpses import SourceProgress
from contracts.requests import (
    ADD_SOURCE,
    DELETE_SOURCE,
    GET_SOURCE,
    LIST_DOCUMENTS,
    LIST_SOURCES,
    SEARCH,
    AddSource,
    Documents,
    Found,
    GetSource,
    ListDocuments,
    ListSources,
    Search,
    Sources,
)
from contracts.shapes import Source
from gateway.domain.identity import Bot
from gateway.domain.public_event import access_ended
from gateway.domain.roles import DESK
from gateway.handlers.add_source import NewSource, add_source
from gateway.handlers.watch_source import watch_source
from gateway.inbound.http.bodies import check, json_object, openapi_bodies
from gateway.inbound.http.context import ContextDep, ManagerDep, StaffDep, bearer
from gateway.inbound.http.event_stream import PING, EventStream, encode, encode_fields, sse_responses
from gateway.inbound.http.form_upload import file_of, is_multipart, read_form
from gateway.inbound.http.paging import CursorParam, LimitParam
from gateway.inbound.http.shapes import SearchBody
from gateway.inbound.http.source_shapes import (
    KINDS,
    FaqSource,
    FormSource,
    TextSource,
    UrlSource,
    WebsiteSource,
    Written,
)
from gateway.refusals import Forbidden

router = APIRouter(tags=["admin"])
_FORM = {
    "type": "object",
    "required": ["file"],
    "properties": {
        "file": {"type": "string", "format": "binary"},
        "audience": {"type": "string", "enum": ["public", "internal"], "default": "public"},
    },
}


@router.post(
    "/bots/{bot_id}/sources",
    status_code=202,
    openapi_extra=openapi_bodies(TextSource, FaqSource, UrlSource, WebsiteSource, form=_FORM),
)
async def post_source(bot_id: str, request: Request, user: ManagerDep, ctx: ContextDep) -> Source:
    """Upload a file of at most 20 MB, or send JSON of at most 64 kB: a text, FAQ entries, an address.

    `internal` sources are read by agents alone.
    """
    bot = await ctx.bots.get(user.workspace_id, bot_id)
    if not is_multipart(request):
        body = _written(await json_object(request))
        if isinstance(body, TextSource):
            text = BytesIO(body.text.encode())
            new = NewSource("text", body.name, text, body.audience, "text/markdown")
            return await add_source(bot, new, uploads=ctx.uploads, bus=ctx.bus)
        return await ctx.bus.ask(ADD_SOURCE, _asked(bot, body))
    async with read_form(request) as form:
        upload = file_of(form)
        fields = check(TypeAdapter(FormSource), {key: form[key] for key in ("audience",) if key in form})
        new = NewSource("file", upload.filename or "", upload.file, fields.audience)
        return await add_source(bot, new, uploads=ctx.uploads, bus=ctx.bus)


def _written(raw: Any) -> Written:
    kind = raw.get("kind") if isinstance(raw, dict) else None
    if not isinstance(kind, str) or kind not in KINDS:
        raise Invalid(f"kind: choose one of {', '.join(KINDS)}, or upload a file.")
    return check(TypeAdapter(KINDS[kind]), raw)


def _asked(bot: Bot, body: FaqSource | UrlSource | WebsiteSource) -> AddSource:
    own = {"workspace_id": bot.workspace_id, "bot_id": bot.bot_id, "source_kind": body.kind}
    given = body.model_dump(exclude={"kind"}, exclude_none=True)
    if not isinstance(body, FaqSource):
        given = {"name": body.url, "media_type": "text/html", **given}
    return AddSource.model_validate({**own, **given})


@router.get("/bots/{bot_id}/sources")
async def list_sources(
    bot_id: str, user: StaffDep, ctx: ContextDep, limit: LimitParam = 50, cursor: CursorParam = None
) -> Sources:
    bot = await ctx.bots.get(user.workspace_id, bot_id)
    question = ListSources(workspace_id=user.workspace_id, bot_id=bot.bot_id, limit=limit, cursor=cursor)
    return await ctx.bus.ask(LIST_SOURCES, question)


@router.get("/sources/{source_id}")
async def get_source(source_id: str, user: StaffDep, ctx: ContextDep) -> Source:
    return await ctx.bus.ask(GET_SOURCE, GetSource(workspace_id=user.workspace_id, source_id=source_id))


@router.delete("/sources/{source_id}", status_code=204)
async def delete_source(source_id: str, user: ManagerDep, ctx: ContextDep) -> None:
    await ctx.bus.ask(DELETE_SOURCE, GetSource(workspace_id=user.workspace_id, source_id=source_id))


@router.get("/sources/{source_id}/documents")
async def list_documents(
    source_id: str, user: StaffDep, ctx: ContextDep, limit: LimitParam = 50, cursor: CursorParam = None
) -> Documents:
    question = ListDocuments(workspace_id=user.workspace_id, source_id=source_id, limit=limit, cursor=cursor)
    return await ctx.bus.ask(LIST_DOCUMENTS, question)


@router.get(
    "/sources/{source_id}/events", responses=sse_responses("`source.progress` until ready or failed.")
)
async def source_events(source_id: str, request: Request, user: StaffDep, ctx: ContextDep) -> Response:
    """Progress of indexing; the stream ends when the source is ready or failed."""
    watch = await ctx.glimpses.of_source(source_id, ctx.tokens.admission(bearer(request)))
    try:
        question = GetSource(workspace_id=user.workspace_id, source_id=source_id)
        source = await ctx.bus.ask(GET_SOURCE, question)
    except BaseException:
        watch.close()
        raise

    async def chunks() -> AsyncIterator[bytes]:
        async for progress in watch_source(source, user.workspace_id, watch=watch, bus=ctx.bus):
            yield PING if progress is None else _encode(progress)
        if watch.why is not None:
            yield encode([access_ended(watch.why)])

    return EventStream(chunks(), watch.close)


def _encode(progress: SourceProgress) -> bytes:
    return encode_fields("source.progress", progress.model_dump_json(exclude={"event"}).encode())


@router.post("/bots/{bot_id}/search")
async def search(bot_id: str, body: SearchBody, user: StaffDep, ctx: ContextDep) -> Found:
    """Passages with the score of each stage, and how sure search is that they answer the query."""
    bot = await ctx.bots.get(user.workspace_id, bot_id)
    if body.audience == "internal" and user.role not in DESK:
        raise Forbidden("What is internal is searched by agents alone.")
    question = Search(
        workspace_id=user.workspace_id,
        bot_id=bot.bot_id,
        query=body.query,
        limit=body.limit,
        audience=body.audience,
    )
    return await ctx.bus.ask(SEARCH, question)
