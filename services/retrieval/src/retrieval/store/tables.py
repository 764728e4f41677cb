"""What retrieval keeps in its database; the passages themselves lie in the vector index."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import DateTime, Index, LargeBinary, MetaData, Table, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field, SQLModel

METADATA = MetaData()
_TIMESTAMPTZ = DateTime(timezone=True)


class Row(SQLModel):
    metadata = METADATA


class SourceRow(Row, table=True):
    """`deleted_at` hides a source while its passages and its original are being removed.

    `run` is the id of the event whose sync holds the source, since it was last heard of at `run_at`.
    """

    __tablename__ = "sources"
    __table_args__ = (
        UniqueConstraint("workspace_id", "object_key"),
        Index("sources_by_bot", "workspace_id", "bot_id", "id"),
    )

    id: str = Field(primary_key=True)
    workspace_id: str
    bot_id: str
    kind: str
    name: str
    media_type: str
    object_key: str | None = None
    size_bytes: int
    sha256: str
    status: str = "queued"
    progress: float = 0.0
    documents: int = 0
    passages: int = 0
    error: str | None = None
    notes: list[str] = Field(default=[], sa_type=JSONB)
    revision: int = 0
    last_synced_at: datetime | None = Field(default=None, sa_type=_TIMESTAMPTZ)
    created_at: datetime = Field(sa_type=_TIMESTAMPTZ)
    deleted_at: datetime | None = Field(default=None, sa_type=_TIMESTAMPTZ)
    url: str | None = None
    audience: str = "public"
    max_pages: int | None = None
    max_depth: int | None = None
    sync_every: str | None = None
    next_sync_at: datetime | None = Field(default=None, sa_type=_TIMESTAMPTZ)
    run: str | None = None
    run_at: datetime | None = Field(default=None, sa_type=_TIMESTAMPTZ)


class DocumentRow(Row, table=True):
    """`vocabulary` counts the document's words: see domain.vocabulary.

    `audience` is what a person decided for this document alone, whatever its source says.
    """

    __tablename__ = "documents"
    __table_args__ = (
        Index("documents_by_source", "workspace_id", "source_id", "id"),
        Index("documents_by_bot", "workspace_id", "bot_id"),
    )

    id: str = Field(primary_key=True)
    workspace_id: str
    bot_id: str
    source_id: str
    title: str
    url: str | None = None
    revision: int
    content_hash: str
    passages: int
    pages: int | None = None
    vocabulary: bytes = Field(sa_type=LargeBinary)
    created_at: datetime = Field(sa_type=_TIMESTAMPTZ)
    place: str = ""
    audience: str | None = None
    language: str = "en"


class RevisionRow(Row, table=True):
    """What a document said, also after it changed or went: `body` as in domain.revisions."""

    __tablename__ = "revisions"
    __table_args__ = (Index("revisions_by_source", "workspace_id", "source_id"),)

    document_id: str = Field(primary_key=True)
    revision: int = Field(primary_key=True)
    workspace_id: str
    source_id: str
    title: str
    url: str | None = None
    content_hash: str
    pages: int | None = None
    indexed_at: datetime = Field(sa_type=_TIMESTAMPTZ)
    body: bytes = Field(sa_type=LargeBinary)


class PageRow(Row, table=True):
    """A page of a website as it was last fetched; `run` says by which sync."""

    __tablename__ = "pages"

    source_id: str = Field(primary_key=True)
    url: str = Field(primary_key=True)
    workspace_id: str
    run: str
    depth: int
    place: str | None = None
    etag: str | None = None
    last_modified: str | None = None
    sha256: str = ""
    links: list[str] = Field(default=[], sa_type=JSONB)
    says: str = ""
    media_type: str = ""


class EntryRow(Row, table=True):
    """A question and its answer, edited one by one."""

    __tablename__ = "entries"
    __table_args__ = (Index("entries_by_source", "workspace_id", "source_id", "id"),)

    id: str = Field(primary_key=True)
    workspace_id: str
    source_id: str
    question: str
    answer: str
    keywords: list[str] = Field(default=[], sa_type=JSONB)
    revision: int = 1
    updated_at: datetime = Field(sa_type=_TIMESTAMPTZ)


class KnowledgeRow(Row, table=True):
    """`version` counts the changes of a bot's documents."""

    __tablename__ = "knowledge"

    bot_id: str = Field(primary_key=True)
    workspace_id: str
    version: int


class IndexRow(Row, table=True):
    """A generation of a bot's index, wanted until `ended_at`; `dropped` when its points are gone."""

    __tablename__ = "indexes"
    __table_args__ = (Index("indexes_ended", "ended_at", postgresql_where=text("not dropped")),)

    bot_id: str = Field(primary_key=True)
    generation: int = Field(primary_key=True)
    workspace_id: str
    model: str
    language: str | None = None
    size: int
    status: str
    progress: float = 0.0
    error: str | None = None
    ended_at: datetime | None = Field(default=None, sa_type=_TIMESTAMPTZ)
    dropped: bool = False


class ShadowRow(Row, table=True):
    """A document in a generation that is being made; an empty stamp says that it is being written."""

    __tablename__ = "shadows"

    bot_id: str = Field(primary_key=True)
    generation: int = Field(primary_key=True)
    document_id: str = Field(primary_key=True)
    workspace_id: str
    stamp: str
    language: str
    vocabulary: bytes = Field(sa_type=LargeBinary)


class BotRow(Row, table=True):
    __tablename__ = "bots"

    bot_id: str = Field(primary_key=True)
    workspace_id: str
    revision: int
    deleted: bool = False
    reranker: str | None = None
    company: str | None = None


class TurnRow(Row, table=True):
    """A short memory of what users asked and bots replied; forgotten after some days.

    `answer` may be given again while the bot's knowledge has this version; `vector` is its question's, as
    little-endian 32-bit floats.
    """

    __tablename__ = "turns"
    __table_args__ = (
        Index("turns_by_conversation", "conversation_id", "submitted_at"),
        Index("turns_by_age", "submitted_at"),
        Index("turns_with_answers", "bot_id", "submitted_at", postgresql_where=text("answer is not null")),
    )

    turn_id: str = Field(primary_key=True)
    workspace_id: str
    conversation_id: str
    contact_id: str
    text: str
    reply: str | None = None
    submitted_at: datetime = Field(sa_type=_TIMESTAMPTZ)
    bot_id: str | None = None
    knowledge_version: int | None = None
    answer: dict[str, Any] | None = Field(default=None, sa_type=JSONB)
    vector: bytes | None = Field(default=None, sa_type=LargeBinary)


SOURCES: Table = METADATA.tables["sources"]
DOCUMENTS: Table = METADATA.tables["documents"]
REVISIONS: Table = METADATA.tables["revisions"]
PAGES: Table = METADATA.tables["pages"]
ENTRIES: Table = METADATA.tables["entries"]
KNOWLEDGE: Table = METADATA.tables["knowledge"]
INDEXES: Table = METADATA.tables["indexes"]
SHADOWS: Table = METADATA.tables["shadows"]
BOTS: Table = METADATA.tables["bots"]
TURNS: Table = METADATA.tables["turns"]
