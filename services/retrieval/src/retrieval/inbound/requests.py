"""The requests retrieval answers."""

from __future__ import annotations

from chassis.service import Service
from contracts.requests import (
    ADD_SOURCE,
    DELETE_SOURCE,
    GET_SOURCE,
    LIST_DOCUMENTS,
    LIST_SOURCES,
    SEARCH,
)
from contracts.source_requests import (
    ADD_ENTRY,
    CHANGE_DOCUMENT,
    CHANGE_ENTRY,
    CHANGE_SOURCE,
    LIST_ENTRIES,
    READ_DOCUMENT,
    READ_DOCUMENT_ORIGINAL,
    READ_INDEX,
    READ_ORIGINAL,
    REMOVE_ENTRY,
    SYNC_SOURCE,
)
from retrieval.handlers.add_source import AddSourceHandler
from retrieval.handlers.change_source import ChangeSources
from retrieval.handlers.edit_entries import EditEntries
from retrieval.handlers.read_originals import ReadOriginals
from retrieval.handlers.read_sources import ReadSources
from retrieval.handlers.remove_source import RemoveSource
from retrieval.handlers.search_passages import SearchPassages
from retrieval.handlers.switch_index import ReadBotIndex


def answer(
    service: Service,
    *,
    add: AddSourceHandler,
    read: ReadSources,
    originals: ReadOriginals,
    change: ChangeSources,
    edit: EditEntries,
    remove: RemoveSource,
    search: SearchPassages,
    bot_index: ReadBotIndex,
) -> None:
    service.answer(ADD_SOURCE, add)
    service.answer(LIST_SOURCES, read.list)
    service.answer(GET_SOURCE, read.get)
    service.answer(READ_ORIGINAL, originals.of_source)
    service.answer(READ_DOCUMENT_ORIGINAL, originals.of_document)
    service.answer(LIST_DOCUMENTS, read.documents_of)
    service.answer(READ_DOCUMENT, read.document)
    service.answer(SYNC_SOURCE, change.sync)
    service.answer(CHANGE_SOURCE, change.change)
    service.answer(CHANGE_DOCUMENT, change.change_document)
    service.answer(LIST_ENTRIES, edit.list)
    service.answer(ADD_ENTRY, edit.add)
    service.answer(CHANGE_ENTRY, edit.change)
    service.answer(REMOVE_ENTRY, edit.remove)
    service.answer(DELETE_SOURCE, remove.on_request)
    service.answer(SEARCH, search)
    service.answer(READ_INDEX, bot_index)
