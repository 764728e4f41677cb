"""Sources are synced and changed, entries edited, documents and originals read."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query, Response

from contracts.shapes import Document, DocumentRevision, FaqEntry, Source
from contracts.source_requests import (
    ADD_ENTRY,
    CHANGE_DOCUMENT,
    CHANGE_ENTRY,
    CHANGE_SOURCE,
    LIST_ENTRIES,
    READ_DOCUMENT,
    READ_DOCUMENT_ORIGINAL,
    READ_ORIGINAL,
    REMOVE_ENTRY,
    SYNC_SOURCE,
    AddEntry,
    ChangeDocument,
    ChangeEntry,
    ChangeSource,
    Entries,
    ListEntries,
    NewFaq,
    Original,
    ReadDocument,
    ReadDocumentOriginal,
    ReadOriginal,
    RemoveEntry,
    SyncSource,
)
from gateway.handlers.read_original import download
from gateway.inbound.http.context import Context, ContextDep, ManagerDep, StaffDep
from gateway.inbound.http.paging import CursorParam, LimitParam
from gateway.inbound.http.source_shapes import DocumentChange, EntryChange, Faq, SourceChange

router = APIRouter(tags=["admin"])
RevisionParam = Annotated[int | None, Query(ge=1, description="The newest when it is left out.")]
_FILE: dict[int | str, dict[str, Any]] = {
    200: {"content": {"application/octet-stream": {}}, "description": "The file as it was uploaded."}
}


@router.post("/sources/{source_id}/sync", status_code=202)
async def sync_source(source_id: str, user: ManagerDep, ctx: ContextDep) -> Source:
    """Bring the source in step with what it comes from; only what changed is embedded again."""
    question = SyncSource(workspace_id=user.workspace_id, source_id=source_id, asked_by=user.user_id)
    return await ctx.bus.ask(SYNC_SOURCE, question)


@router.patch("/sources/{source_id}")
async def change_source(source_id: str, body: SourceChange, user: ManagerDep, ctx: ContextDep) -> Source:
    """An `internal` source is read by agents alone from the moment this answers."""
    never = body.sync_every == "never"
    question = ChangeSource(
        workspace_id=user.workspace_id,
        source_id=source_id,
        name=body.name,
        audience=body.audience,
        sync_every=None if body.sync_every == "never" else body.sync_every,
        sync_never=never,
        changed_by=user.user_id,
    )
    return await ctx.bus.ask(CHANGE_SOURCE, question)


@router.get("/sources/{source_id}/original", response_class=Response, responses=_FILE)
async def get_original(source_id: str, user: StaffDep, ctx: ContextDep) -> Response:
    """The file as it was uploaded, the page as it was fetched; written entries as they are now."""
    question = ReadOriginal(workspace_id=user.workspace_id, source_id=source_id)
    return await _download(await ctx.bus.ask(READ_ORIGINAL, question), ctx)


@router.get("/documents/{document_id}/original", response_class=Response, responses=_FILE)
async def get_document_original(document_id: str, user: StaffDep, ctx: ContextDep) -> Response:
    """The file, or the page of a website, that the document was made from."""
    question = ReadDocumentOriginal(workspace_id=user.workspace_id, document_id=document_id)
    return await _download(await ctx.bus.ask(READ_DOCUMENT_ORIGINAL, question), ctx)


async def _download(original: Original, ctx: Context) -> Response:
    name, media_type, body = await download(original, ctx.uploads)
    headers = {
        "Content-Disposition": f"attachment; filename*=UTF-8''{name}",
        "Content-Security-Policy": "sandbox",
    }
    return Response(body, media_type=media_type, headers=headers)


@router.get("/sources/{source_id}/entries")
async def list_entries(
    source_id: str, user: StaffDep, ctx: ContextDep, limit: LimitParam = 50, cursor: CursorParam = None
) -> Entries:
    question = ListEntries(workspace_id=user.workspace_id, source_id=source_id, limit=limit, cursor=cursor)
    return await ctx.bus.ask(LIST_ENTRIES, question)


@router.post("/sources/{source_id}/entries", status_code=201)
async def add_entry(source_id: str, body: Faq, user: ManagerDep, ctx: ContextDep) -> FaqEntry:
    question = AddEntry(workspace_id=user.workspace_id, source_id=source_id, faq=_faq(body))
    return await ctx.bus.ask(ADD_ENTRY, question)


@router.put("/sources/{source_id}/entries/{entry_id}")
async def change_entry(
    source_id: str, entry_id: str, body: EntryChange, user: ManagerDep, ctx: ContextDep
) -> FaqEntry:
    """A new revision; answers that cite the old one can still show it."""
    question = ChangeEntry(
        workspace_id=user.workspace_id,
        source_id=source_id,
        entry_id=entry_id,
        faq=_faq(body),
        revision=body.revision,
    )
    return await ctx.bus.ask(CHANGE_ENTRY, question)


@router.delete("/sources/{source_id}/entries/{entry_id}", status_code=204)
async def remove_entry(source_id: str, entry_id: str, user: ManagerDep, ctx: ContextDep) -> None:
    question = RemoveEntry(workspace_id=user.workspace_id, source_id=source_id, entry_id=entry_id)
    await ctx.bus.ask(REMOVE_ENTRY, question)


@router.get("/documents/{document_id}")
async def get_document(
    document_id: str, user: StaffDep, ctx: ContextDep, revision: RevisionParam = None
) -> DocumentRevision:
    """What a document says, or said at the revision that an answer cites."""
    question = ReadDocument(workspace_id=user.workspace_id, document_id=document_id, revision=revision)
    return await ctx.bus.ask(READ_DOCUMENT, question)


@router.patch("/documents/{document_id}")
async def change_document(
    document_id: str, body: DocumentChange, user: ManagerDep, ctx: ContextDep
) -> Document:
    """Decide who may read this one document; so a resolved ticket is approved for customers."""
    question = ChangeDocument(
        workspace_id=user.workspace_id,
        document_id=document_id,
        audience=body.audience,
        changed_by=user.user_id,
    )
    return await ctx.bus.ask(CHANGE_DOCUMENT, question)


def _faq(body: Faq) -> NewFaq:
    return NewFaq(question=body.question, answer=body.answer, keywords=body.keywords)
