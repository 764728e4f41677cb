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
from retrieval.handlers.add_source import AddSourceHandler
from retrieval.handlers.read_sources import ReadSources
from retrieval.handlers.remove_source import RemoveSource
from retrieval.handlers.search_passages import SearchPassages


def answer(
    service: Service,
    *,
    add: AddSourceHandler,
    read: ReadSources,
    remove: RemoveSource,
    search: SearchPassages,
) -> None:
    service.answer(ADD_SOURCE, add)
    service.answer(LIST_SOURCES, read.list)
    service.answer(GET_SOURCE, read.get)
    service.answer(DELETE_SOURCE, remove.on_request)
    service.answer(LIST_DOCUMENTS, read.documents_of)
    service.answer(SEARCH, search)
