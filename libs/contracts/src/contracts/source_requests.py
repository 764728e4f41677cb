"""What staff ask retrieval about sources beyond adding and reading them."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field

from contracts.base import Frozen
from contracts.bot_knowledge import PACKAGED_MODEL
from contracts.rpc import Empty, Page, Rpc, Scoped
from contracts.shapes import Audience, Document, DocumentRevision, FaqEntry, Source, SyncEvery


class NewFaq(Frozen):
    question: str = Field(min_length=1, max_length=1_000)
    answer: str = Field(min_length=1, max_length=20_000)
    keywords: list[str] = []


class SyncSource(Scoped):
    source_id: str
    asked_by: str | None = None


class ChangeSource(Scoped):
    """What is None stays; `sync_never` ends the schedule."""

    source_id: str
    name: str | None = None
    audience: Audience | None = None
    sync_every: SyncEvery | None = None
    sync_never: bool = False
    changed_by: str | None = None


class ReadOriginal(Scoped):
    source_id: str


class ReadDocumentOriginal(Scoped):
    document_id: str


class Original(Frozen):
    """Where a source's original is: in the object store, at `url`, or here as `text`."""

    name: str
    media_type: str
    object_key: str | None = None
    url: str | None = None
    text: str | None = None


class ReadDocument(Scoped):
    """The newest revision without a number."""

    document_id: str
    revision: int | None = Field(default=None, ge=1)


class ChangeDocument(Scoped):
    """A person decides who may read this document, whatever its source says."""

    document_id: str
    audience: Audience
    changed_by: str | None = None


class ListEntries(Page):
    source_id: str


class Entries(Frozen):
    items: list[FaqEntry]
    next_cursor: str | None = None


class AddEntry(Scoped):
    source_id: str
    faq: NewFaq


class ChangeEntry(Scoped):
    """`revision` is the one that was read: an entry changed since is a Conflict. None overwrites."""

    source_id: str
    entry_id: str
    faq: NewFaq
    revision: int | None = None


class RemoveEntry(Scoped):
    source_id: str
    entry_id: str


class ReadIndex(Scoped):
    bot_id: str


class IndexState(Frozen):
    """What searches are answered from, and the switch to something else when there is one.

    While `switching`, `progress` runs from 0 to 1 and searches are answered from the old index; `failed` says
    in `error` why they still are, or why they are not answered at all. A `knowledge_language` of null: each
    document's own. By `generation` and `vector_size` the command line exports the index.
    """

    status: Literal["ready", "switching", "failed"]
    generation: int = 0
    vector_size: int = 384
    embedding_model: str = PACKAGED_MODEL
    knowledge_language: str | None = None
    next_embedding_model: str | None = None
    next_knowledge_language: str | None = None
    progress: float | None = None
    error: str | None = None


SYNC_SOURCE = Rpc("retrieval", "sync_source", SyncSource, Source)
CHANGE_SOURCE = Rpc("retrieval", "change_source", ChangeSource, Source, timeout=10)
READ_ORIGINAL = Rpc("retrieval", "read_original", ReadOriginal, Original)
READ_DOCUMENT_ORIGINAL = Rpc("retrieval", "read_document_original", ReadDocumentOriginal, Original)
READ_DOCUMENT = Rpc("retrieval", "read_document", ReadDocument, DocumentRevision)
CHANGE_DOCUMENT = Rpc("retrieval", "change_document", ChangeDocument, Document, timeout=10)
LIST_ENTRIES = Rpc("retrieval", "list_entries", ListEntries, Entries)
ADD_ENTRY = Rpc("retrieval", "add_entry", AddEntry, FaqEntry)
CHANGE_ENTRY = Rpc("retrieval", "change_entry", ChangeEntry, FaqEntry)
REMOVE_ENTRY = Rpc("retrieval", "remove_entry", RemoveEntry, Empty)
READ_INDEX = Rpc("retrieval", "read_index", ReadIndex, IndexState, timeout=2.0)

SOURCE_RPCS: tuple[Rpc[Any, Any], ...] = (
    SYNC_SOURCE,
    CHANGE_SOURCE,
    READ_ORIGINAL,
    READ_DOCUMENT_ORIGINAL,
    READ_DOCUMENT,
    CHANGE_DOCUMENT,
    LIST_ENTRIES,
    ADD_ENTRY,
    CHANGE_ENTRY,
    REMOVE_ENTRY,
    READ_INDEX,
)
