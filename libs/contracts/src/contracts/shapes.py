"""Values that facts, requests and the public API share."""

from __future__ import annotations

from enum import StrEnum
from typing import Any, Literal

from pydantic import AwareDatetime, Field

from contracts.base import Frozen
from contracts.bot_knowledge import ModelName, StemmedLanguage
from contracts.bot_settings import Escalation, OfficeHours, Persona, WebSearch
from contracts.bot_tools import BotTools, ToolUse


class Outcome(StrEnum):
    """How a turn ended. `declined` means the knowledge does not say."""

    ANSWERED = "answered"
    CLARIFIED = "clarified"
    HANDOFF_OFFERED = "handoff_offered"
    HANDED_OFF = "handed_off"
    DECLINED = "declined"
    FAILED = "failed"


class Priority(StrEnum):
    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"
    URGENT = "urgent"


class TicketStatus(StrEnum):
    OPEN = "open"
    IN_PROGRESS = "in_progress"
    WAITING = "waiting"
    RESOLVED = "resolved"
    CLOSED = "closed"


class SourceStatus(StrEnum):
    QUEUED = "queued"
    INDEXING = "indexing"
    READY = "ready"
    FAILED = "failed"


Role = Literal["owner", "admin", "agent", "analyst"]
SourceKind = Literal["file", "url", "website", "text", "faq", "tickets"]
Audience = Literal["public", "internal"]
"""Who may read a passage: customers too, or agents alone."""
SyncEvery = Literal["hour", "day", "week"]
MessageRole = Literal["contact", "bot", "agent", "system"]


class Citation(Frozen):
    """Where a statement comes from. `page` is 1-based and only set for paged documents.

    `web`: a page that a provider's search named, not the company's knowledge.
    """

    document_id: str
    revision: int
    title: str
    url: str | None = None
    page: int | None = None
    quote: str
    web: bool = False


class SuggestedAction(Frozen):
    label: str
    text: str


class Message(Frozen):
    """One line of a transcript as every client sees it. `seq` orders a conversation, from 1."""

    id: str
    conversation_id: str
    turn_id: str | None = None
    seq: int
    role: MessageRole
    text: str
    blocks: list[dict[str, Any]] = []
    citations: list[Citation] = []
    suggested_actions: list[SuggestedAction] = []
    created_at: AwareDatetime
    outcome: Outcome | None = None
    confidence: float | None = None
    emotion: str | None = None
    receipt_id: str | None = None


class Passage(Frozen):
    """A piece of a document that search found. Scores are comparable within one search only.

    `score` weighs `dense_score` (cosine) and `bm25_score` (share of the best possible) and adds
    `boost_score`, which a name in the conversation earns. Where there is a `rerank_score`, it decides.
    """

    passage_id: str
    document_id: str
    source_id: str
    revision: int
    content_hash: str
    title: str
    heading: str = ""
    text: str
    question: str | None = None
    url: str | None = None
    page: int | None = None
    audience: Audience = "public"
    score: float
    dense_score: float
    bm25_score: float
    boost_score: float = 0.0
    rerank_score: float | None = None


class CitedPassage(Frozen):
    """What a receipt keeps of a passage: enough to prove what the answer rested on."""

    passage_id: str
    document_id: str
    revision: int
    content_hash: str
    score: float


class Receipt(Frozen):
    """Why an answer is what it is. Times in milliseconds, cost in US dollars.

    `cached_from` is the turn whose answer was given again; `reusable_in` is the language in which this one
    may be given again to whoever asks the same, None when it may not.
    """

    receipt_id: str
    bot_revision: int
    prompt_version: str
    writer: str
    model: str | None = None
    attempt: int
    rule: str
    passages: list[CitedPassage] = []
    confidence: float | None = None
    emotion: str | None = None
    guard_verdicts: dict[str, str] = {}
    tools: list[ToolUse] = []
    prompt_tokens: int = 0
    completion_tokens: int = 0
    cost_usd: float = 0.0
    timings_ms: dict[str, float] = {}
    cached_from: str | None = None
    reusable_in: str | None = None


class Requester(Frozen):
    """The person a ticket is for, as they named themselves: nothing here is verified."""

    name: str | None = None
    email: str | None = None
    phone: str | None = None


class Assignee(Frozen):
    user_id: str
    name: str


class Ticket(Frozen):
    """`number` is per workspace and shown to people, such as `T-1042`; `version` counts changes."""

    id: str
    number: str
    status: TicketStatus
    priority: Priority
    subject: str
    description: str
    requester: Requester
    assignee: Assignee | None = None
    conversation_id: str | None = None
    bot_id: str | None = None
    resolution: str | None = None
    created_at: AwareDatetime
    updated_at: AwareDatetime
    version: int


class Source(Frozen):
    """What a company gave us to know. `progress` runs from 0 to 1 while `indexing`.

    `error` says what could not be read, `notes` what was left out on purpose, such as images.
    """

    id: str
    bot_id: str
    kind: SourceKind
    name: str
    status: SourceStatus
    progress: float = Field(ge=0, le=1)
    documents: int
    passages: int
    error: str | None = None
    notes: list[str] = []
    revision: int
    last_synced_at: AwareDatetime | None = None
    created_at: AwareDatetime
    url: str | None = None
    audience: Audience = "public"
    sync_every: SyncEvery | None = None
    next_sync_at: AwareDatetime | None = None
    media_type: str = ""
    size_bytes: int = 0


class Document(Frozen):
    """One page, file, FAQ entry or ticket of a source, as it is now."""

    id: str
    source_id: str
    title: str
    url: str | None = None
    revision: int
    content_hash: str
    passages: int
    pages: int | None = None
    created_at: AwareDatetime
    audience: Audience = "public"


class RevisionPassage(Frozen):
    """A passage as a revision had it, without scores."""

    passage_id: str
    heading: str = ""
    text: str
    question: str | None = None
    page: int | None = None


class DocumentRevision(Frozen):
    """What a document said at one revision; `latest` is the newest, `removed` says it is gone now."""

    id: str
    source_id: str
    title: str
    url: str | None = None
    revision: int
    latest: int
    removed: bool
    content_hash: str
    pages: int | None = None
    indexed_at: AwareDatetime
    passages: list[RevisionPassage]


class FaqEntry(Frozen):
    """One question and its answer; `revision` counts the changes of this entry."""

    id: str
    source_id: str
    question: str
    answer: str
    keywords: list[str] = []
    revision: int
    updated_at: AwareDatetime


class BotSettings(Frozen):
    """What a company can change about a bot; every change makes a new bot revision.

    `embedding_model` and `knowledge_language` say how its knowledge is indexed: when they are null, by the
    packaged model, and each document in its own language. What is found with a confidence below
    `min_confidence` is not shown. `reranker` names a cross-encoder that orders the best passages again. Who
    comes back after `session_minutes` without a word is greeted, and their conversation was summed up.
    """

    greeting: str = ""
    color: str = "#4f46e5"
    locale: str = "en"
    company: str = ""
    support_email: str | None = None
    suggested_questions: list[str] = []
    escalation_keywords: list[str] = []
    host_description: str = ""
    persona: Persona = Persona()
    session_minutes: int = Field(default=30, ge=1, le=10_080)
    min_confidence: float = Field(default=0.3, ge=0, le=1)
    allowed_origins: list[str] = []
    escalation: Escalation = Escalation()
    office_hours: OfficeHours | None = None
    tools: BotTools = BotTools()
    web_search: WebSearch = WebSearch()
    embedding_model: ModelName | None = None
    knowledge_language: StemmedLanguage | None = None
    reranker: ModelName | None = None
    reuse_answers: bool = True
