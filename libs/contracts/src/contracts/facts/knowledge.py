"""What happens to a company's knowledge."""

from __future__ import annotations

from typing import ClassVar

from pydantic import AwareDatetime

from contracts.base import Fact
from contracts.shapes import SourceKind


class SourceAdded(Fact):
    """A source is stored and waits to be indexed. `object_key` names the original, not its bytes."""

    kind: ClassVar[str] = "knowledge.source_added"

    source_id: str
    bot_id: str
    source_kind: SourceKind
    name: str
    media_type: str
    object_key: str
    size_bytes: int
    added_at: AwareDatetime


class DocumentIndexed(Fact):
    kind: ClassVar[str] = "knowledge.document_indexed"

    document_id: str
    source_id: str
    bot_id: str
    title: str
    revision: int
    content_hash: str
    passages: int
    indexed_at: AwareDatetime


class DocumentRemoved(Fact):
    kind: ClassVar[str] = "knowledge.document_removed"

    document_id: str
    source_id: str
    bot_id: str
    removed_at: AwareDatetime


class SourceSynced(Fact):
    kind: ClassVar[str] = "knowledge.source_synced"

    source_id: str
    bot_id: str
    revision: int
    documents: int
    passages: int
    synced_at: AwareDatetime


class SourceFailed(Fact):
    """`reason` is a sentence the company can act on."""

    kind: ClassVar[str] = "knowledge.source_failed"

    source_id: str
    bot_id: str
    reason: str
    failed_at: AwareDatetime
