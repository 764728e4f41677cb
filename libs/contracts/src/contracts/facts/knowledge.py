"""What happens to a company's knowledge."""

from __future__ import annotations

from typing import ClassVar, Literal

from pydantic import AwareDatetime

from contracts.base import Fact
from contracts.shapes import Audience, SourceKind


class SourceAdded(Fact):
    """A source is stored and waits to be indexed. `object_key` names the original, not its bytes.

    A source that has no original (a url, a website, FAQ entries) has an empty `object_key`.
    """

    kind: ClassVar[str] = "knowledge.source_added"

    source_id: str
    bot_id: str
    source_kind: SourceKind
    name: str
    media_type: str
    object_key: str
    size_bytes: int
    added_at: AwareDatetime
    url: str | None = None
    audience: Audience = "public"


class SyncRequested(Fact):
    """A source is to be brought in step with what it comes from."""

    kind: ClassVar[str] = "knowledge.sync_requested"

    source_id: str
    bot_id: str
    reason: Literal["asked", "scheduled", "changed"]
    requested_at: AwareDatetime


class SyncDue(Fact):
    """The hour of a source's scheduled sync has come; JetStream itself says this, at `due_at`."""

    kind: ClassVar[str] = "schedule.sync_due"

    source_id: str
    bot_id: str
    due_at: AwareDatetime


class AudienceChanged(Fact):
    """A person decided who may read a source, or the one document that is named."""

    kind: ClassVar[str] = "knowledge.audience_changed"

    source_id: str
    document_id: str | None = None
    bot_id: str
    audience: Audience
    changed_by: str | None = None
    changed_at: AwareDatetime


class IndexRequested(Fact):
    """A bot's knowledge is to be indexed anew, as its `generation`; the old one answers until it is whole."""

    kind: ClassVar[str] = "knowledge.index_requested"

    bot_id: str
    generation: int
    embedding_model: str
    language: str | None = None
    requested_at: AwareDatetime


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
