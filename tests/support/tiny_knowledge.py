"""The tiny retrieval: every source has the entry faq_1, every workspace with a source the document doc_1."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from contracts import requests as rpc
from contracts import source_requests as requests
from contracts.rpc import Empty, Rpc
from contracts.shapes import (
    Document,
    DocumentRevision,
    FaqEntry,
    Passage,
    RevisionPassage,
    Source,
    SourceStatus,
)


class Missing(Exception):
    """A tiny service knows nothing by this id."""


@dataclass(frozen=True)
class TinyKnowledge:
    sources: dict[tuple[str, str], Source]

    def answers(self) -> dict[Rpc[Any, Any], Callable[[Any], Any]]:
        return {
            rpc.ADD_SOURCE: self._add_source,
            rpc.GET_SOURCE: self._source,
            rpc.LIST_SOURCES: lambda ask: rpc.Sources(items=self._own(ask)),
            rpc.DELETE_SOURCE: self._delete_source,
            rpc.LIST_DOCUMENTS: self._documents,
            rpc.SEARCH: lambda _: rpc.Found(passages=[_PASSAGE], confidence=0.9, timings_ms={}),
            requests.READ_INDEX: lambda _: requests.IndexState(status="ready"),
            requests.SYNC_SOURCE: self._source,
            requests.CHANGE_SOURCE: self._change,
            requests.READ_ORIGINAL: self._original,
            requests.READ_DOCUMENT_ORIGINAL: self._document_original,
            requests.READ_DOCUMENT: self._document,
            requests.CHANGE_DOCUMENT: self._change_document,
            requests.LIST_ENTRIES: lambda ask: requests.Entries(items=[self._entry(ask)]),
            requests.ADD_ENTRY: lambda ask: self._entry(ask, **ask.faq.model_dump()),
            requests.CHANGE_ENTRY: lambda ask: self._entry(ask, **ask.faq.model_dump(), revision=2),
            requests.REMOVE_ENTRY: lambda ask: Empty() if self._entry(ask) else None,
        }

    def _source(self, ask: Any) -> Source:
        try:
            return self.sources[ask.workspace_id, ask.source_id]
        except KeyError:
            raise Missing from None

    def _change(self, ask: requests.ChangeSource) -> Source:
        changed = {key: value for key in ("name", "audience") if (value := getattr(ask, key))}
        source = self._source(ask).model_copy(update=changed)
        self.sources[ask.workspace_id, ask.source_id] = source
        return source

    def _original(self, ask: requests.ReadOriginal) -> requests.Original:
        source = self._source(ask)
        if source.url:
            return requests.Original(name=source.name, media_type="text/html", url=source.url)
        return requests.Original(name=source.name, media_type="text/plain", text="as it was")

    def _document_original(self, ask: requests.ReadDocumentOriginal) -> requests.Original:
        self._document(requests.ReadDocument(**ask.model_dump()))
        return requests.Original(name="doc.txt", media_type="text/plain", text="as it was")

    def _entry(self, ask: Any, **values: Any) -> FaqEntry:
        self._source(ask)
        if getattr(ask, "entry_id", "faq_1") != "faq_1":
            raise Missing
        given = {"question": "Open?", "answer": "Always.", "revision": 1, **values}
        return FaqEntry(id="faq_1", source_id=ask.source_id, updated_at=datetime.now(UTC), **given)

    def _owned(self, ask: Any) -> str:
        mine = [source for workspace, source in self.sources if workspace == ask.workspace_id]
        if ask.document_id != "doc_1" or not mine:
            raise Missing
        return mine[0]

    def _document(self, ask: requests.ReadDocument) -> DocumentRevision:
        return DocumentRevision(
            id="doc_1",
            source_id=self._owned(ask),
            title="FAQ",
            revision=ask.revision or 2,
            latest=2,
            removed=False,
            content_hash="0",
            indexed_at=datetime.now(UTC),
            passages=[RevisionPassage(passage_id="psg_1", text="We are open on Saturdays.")],
        )

    def _change_document(self, ask: requests.ChangeDocument) -> Document:
        return Document(
            id="doc_1",
            source_id=self._owned(ask),
            title="FAQ",
            revision=2,
            content_hash="0",
            passages=1,
            created_at=datetime.now(UTC),
            audience=ask.audience,
        )

    def _own(self, ask: Any) -> list[Source]:
        return [source for (workspace, _), source in self.sources.items() if workspace == ask.workspace_id]

    def _add_source(self, ask: rpc.AddSource) -> Source:
        name = f"src_{len(self.sources) + 1}"
        source = Source(
            id=name,
            bot_id=ask.bot_id,
            kind=ask.source_kind,
            name=ask.name,
            status=SourceStatus.QUEUED,
            progress=0,
            documents=0,
            passages=0,
            revision=1,
            created_at=datetime.now(UTC),
            url=ask.url,
            audience=ask.audience,
        )
        self.sources[ask.workspace_id, name] = source
        return source

    def _delete_source(self, ask: rpc.GetSource) -> Empty:
        self._source(ask)
        del self.sources[ask.workspace_id, ask.source_id]
        return Empty()

    def _documents(self, ask: rpc.ListDocuments) -> rpc.Documents:
        self._source(ask)
        document = Document(
            id="doc_1",
            source_id=ask.source_id,
            title="FAQ",
            revision=1,
            content_hash="0",
            passages=3,
            created_at=datetime.now(UTC),
        )
        return rpc.Documents(items=[document])


_PASSAGE = Passage(
    passage_id="psg_1",
    document_id="doc_1",
    source_id="src_1",
    revision=1,
    content_hash="0",
    title="FAQ",
    text="We are open on Saturdays.",
    score=0.9,
    dense_score=0.8,
    bm25_score=4.0,
)
