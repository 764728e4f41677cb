"""What bots know."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from io import BytesIO
from typing import Any

from fastapi import APIRouter, Request, Response
from pydantic import TypeAdapter

from chassis.errors import Invalid
from contracts.glimpses import SourceProgress
from contracts.requests import (
    DELETE_SOURCE,
    GET_SOURCE,
    LIST_DOCUMENTS,
    LIST_SOURCES,
    SEARCH,
    Documents,
    Found,
    GetSource,
    ListDocuments,
    ListSources,
    Search,
    Sources,
)
from contracts.shapes import Source
from gateway.handlers.add_source import NewSource, add_source
from gateway.handlers.watch_source import watch_source
from gateway.inbound.http.bodies import check, json_object, openapi_bodies
from gateway.inbound.http.context import ContextDep, ManagerDep, StaffDep
from gateway.inbound.http.event_stream import PING, EventStream, encode_fields, sse_responses
from gateway.inbound.http.form_upload import file_of, is_multipart, read_form
from gateway.inbound.http.paging import CursorParam, LimitParam
from gateway.inbound.http.shapes import FaqSource, SearchBody, TextSource

router = APIRouter(tags=["admin"])
KINDS = "Sources of this kind are not read yet: upload a file, or send JSON of the kind `text` or `faq`."
_FORM = {
    "type": "object",
    "required": ["file"],
    "properties": {"file": {"type": "string", "format": "binary"}},
}


@router.post(
    "/bots/{bot_id}/sources",
    status_code=202,
    openapi_extra=openapi_bodies(TextSource, FaqSource, form=_FORM),
)
async def post_source(bot_id: str, request: Request, user: ManagerDep, ctx: ContextDep) -> Source:
    """Upload a file of at most 20 MB, or write a text or questions and answers as JSON of at most 64 kB."""
    bot = await ctx.bots.get(user.workspace_id, bot_id)
    if not is_multipart(request):
        new = _written(await json_object(request))
        return await add_source(bot, new, uploads=ctx.uploads, bus=ctx.bus)
    async with read_form(request) as form:
        upload = file_of(form)
        new = NewSource("file", upload.filename or "", upload.file)
        return await add_source(bot, new, uploads=ctx.uploads, bus=ctx.bus)


def _written(raw: Any) -> NewSource:
    kind = raw.get("kind") if isinstance(raw, dict) else None
    if kind not in ("text", "faq"):
        raise Invalid(KINDS)
    body: TextSource | FaqSource = check(TypeAdapter(TextSource if kind == "text" else FaqSource), raw)
    if isinstance(body, TextSource):
        return NewSource("text", f"{body.name}.md", BytesIO(body.text.encode()))
    faqs = {"faqs": [faq.model_dump() for faq in body.faqs]}
    return NewSource("faq", f"{body.name}.json", BytesIO(json.dumps(faqs, ensure_ascii=False).encode()))


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
async def source_events(source_id: str, user: StaffDep, ctx: ContextDep) -> Response:
    """Progress of indexing; the stream ends when the source is ready or failed."""
    watch = await ctx.glimpses.of_source(user.workspace_id, source_id)
    try:
        question = GetSource(workspace_id=user.workspace_id, source_id=source_id)
        source = await ctx.bus.ask(GET_SOURCE, question)
    except BaseException:
        watch.close()
        raise

    async def chunks() -> AsyncIterator[bytes]:
        async for progress in watch_source(source, user.workspace_id, watch=watch, bus=ctx.bus):
            yield PING if progress is None else _encode(progress)

    return EventStream(chunks(), watch.close)


def _encode(progress: SourceProgress) -> bytes:
    return encode_fields("source.progress", progress.model_dump_json(exclude={"event"}).encode())


@router.post("/bots/{bot_id}/search")
async def search(bot_id: str, body: SearchBody, user: StaffDep, ctx: ContextDep) -> Found:
    """Passages with the score of each stage, and how sure search is that they answer the query."""
    bot = await ctx.bots.get(user.workspace_id, bot_id)
    question = Search(workspace_id=user.workspace_id, bot_id=bot.bot_id, query=body.query, limit=body.limit)
    return await ctx.bus.ask(SEARCH, question)
