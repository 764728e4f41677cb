"""The tables of the conversation service."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import BigInteger, Column, DateTime, Index, Text
from sqlalchemy import text as sql
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlmodel import Field, SQLModel

_TIMESTAMPTZ = DateTime(timezone=True)


class Bot(SQLModel, table=True):
    """This service's copy of a bot, made from `workspace.bot_configured`."""

    __tablename__ = "bots"

    workspace_id: str = Field(primary_key=True)
    bot_id: str = Field(primary_key=True)
    name: str
    revision: int
    settings: dict[str, Any] = Field(sa_type=JSONB)
    deleted: bool = False
    summaries_asked: bool = False


class Conversation(SQLModel, table=True):
    """`last_seq` numbers the messages; taking a number locks the conversation until the commit.

    While `agent_id` is set the bot is silent; `facts` is what the customer told about themselves,
    `recalled` what is known of before.
    """

    __tablename__ = "conversations"
    __table_args__ = (
        Index("conversations_of_bot", "bot_id", "workspace_id"),
        Index("conversations_of_contact", "contact_id", "workspace_id"),
        Index("conversations_open", "created_at", postgresql_where=sql("status = 'open'")),
    )

    workspace_id: str = Field(primary_key=True)
    conversation_id: str = Field(primary_key=True)
    bot_id: str
    contact_id: str | None = None
    locale: str | None = None
    status: str = "open"
    last_seq: int = 0
    turns: int = 0
    agent_id: str | None = None
    agent_name: str | None = None
    page_url: str | None = None
    facts: dict[str, str] = Field(default_factory=dict, sa_type=JSONB)
    recalled: dict[str, Any] = Field(
        default_factory=dict, sa_column=Column(JSONB, nullable=False, server_default=sql("'{}'"))
    )
    created_at: datetime = Field(sa_type=_TIMESTAMPTZ)
    updated_at: datetime = Field(sa_type=_TIMESTAMPTZ)


class Turn(SQLModel, table=True):
    """`stream_seq` is the place of the submission in its stream: turns are answered in this order.

    `status` goes waiting → answering → done; `attempt` counts who may finish it.
    """

    __tablename__ = "turns"
    __table_args__ = (
        Index(
            "turns_unfinished",
            "workspace_id",
            "conversation_id",
            "stream_seq",
            postgresql_where=sql("answered_at is null"),
        ),
        Index("turns_sweep", "accepted_at", postgresql_where=sql("answered_at is null")),
    )

    workspace_id: str = Field(primary_key=True)
    turn_id: str = Field(primary_key=True)
    conversation_id: str
    bot_id: str
    stream_seq: int = Field(sa_type=BigInteger)
    contact_seq: int
    text: str
    locale: str | None = None
    status: str = "waiting"
    attempt: int = 0
    outcome: str | None = None
    submitted_at: datetime = Field(sa_type=_TIMESTAMPTZ)
    accepted_at: datetime = Field(sa_type=_TIMESTAMPTZ)
    grounded_at: datetime | None = Field(default=None, sa_type=_TIMESTAMPTZ)
    deadline: datetime = Field(sa_type=_TIMESTAMPTZ)
    answered_at: datetime | None = Field(default=None, sa_type=_TIMESTAMPTZ)


class Message(SQLModel, table=True):
    """One line of the transcript."""

    __tablename__ = "messages"

    workspace_id: str = Field(primary_key=True)
    conversation_id: str = Field(primary_key=True)
    seq: int = Field(primary_key=True)
    message_id: str
    turn_id: str | None = None
    role: str
    text: str
    blocks: list[Any] = Field(default_factory=list, sa_type=JSONB)
    citations: list[Any] = Field(default_factory=list, sa_type=JSONB)
    suggested_actions: list[Any] = Field(default_factory=list, sa_type=JSONB)
    outcome: str | None = None
    confidence: float | None = None
    receipt: dict[str, Any] | None = Field(default=None, sa_column=Column(JSONB, nullable=True))
    created_at: datetime = Field(sa_type=_TIMESTAMPTZ)


class Handoff(SQLModel, table=True):
    """A conversation has at most one open handoff. `forms` are the requests that completed it."""

    __tablename__ = "handoffs"
    __table_args__ = (
        Index(
            "handoffs_open",
            "workspace_id",
            "conversation_id",
            unique=True,
            postgresql_where=sql("status = 'open'"),
        ),
        Index("handoffs_ticket", "workspace_id", "ticket_id"),
    )

    workspace_id: str = Field(primary_key=True)
    handoff_id: str = Field(primary_key=True)
    conversation_id: str
    reason: str
    language: str
    status: str = "open"
    ticket_id: str | None = None
    ticket_number: str | None = None
    assignee: str | None = None
    ticket_version: int = 0
    contact_known: bool = False
    forms: list[str] = Field(default_factory=list, sa_type=ARRAY(Text))
    requested_at: datetime = Field(sa_type=_TIMESTAMPTZ)


class Summary(SQLModel, table=True):
    """The latest summary of a conversation; current while `messages` is the conversation's `last_seq`."""

    __tablename__ = "summaries"
    __table_args__ = (Index("summaries_of_bot", "workspace_id", "bot_id", "conversation_id"),)

    workspace_id: str = Field(primary_key=True)
    conversation_id: str = Field(primary_key=True)
    bot_id: str
    summary: str
    messages: int
    summarized_at: datetime = Field(sa_type=_TIMESTAMPTZ)


class ContactKey(SQLModel, table=True):
    """The key of a contact's values; None once the contact was erased."""

    __tablename__ = "contact_keys"

    workspace_id: str = Field(primary_key=True)
    contact_id: str = Field(primary_key=True)
    key: bytes | None = None


class ContactValues(SQLModel, table=True):
    """What a contact's placeholders stand for, sealed by AES-GCM."""

    __tablename__ = "contact_values"

    workspace_id: str = Field(primary_key=True)
    contact_id: str = Field(primary_key=True)
    sealed: bytes


class Action(SQLModel, table=True):
    """A change that a tool would make. `status` goes proposed → running → ok or failed; never back."""

    __tablename__ = "actions"
    __table_args__ = (Index("actions_of", "workspace_id", "conversation_id"),)

    workspace_id: str = Field(primary_key=True)
    action_id: str = Field(primary_key=True)
    conversation_id: str
    tool: str
    arguments: dict[str, Any] = Field(sa_type=JSONB)
    status: str = "proposed"
    confirmed_by: str | None = None
    proposed_at: datetime = Field(sa_type=_TIMESTAMPTZ)


class SpendingRow(SQLModel, table=True):
    """What models cost a workspace on a day, by customer (`""` where none is known)."""

    __tablename__ = "spending"

    workspace_id: str = Field(primary_key=True)
    day: date = Field(primary_key=True)
    contact_id: str = Field(primary_key=True)
    tokens: int = Field(sa_type=BigInteger)
    cost_usd: float


class WorkspaceKey(SQLModel, table=True):
    """The key of a workspace's secrets."""

    __tablename__ = "workspace_keys"

    workspace_id: str = Field(primary_key=True)
    key: bytes


class WorkspaceSecret(SQLModel, table=True):
    """A credential for the tools of a workspace's bots, sealed by AES-GCM."""

    __tablename__ = "workspace_secrets"

    workspace_id: str = Field(primary_key=True)
    name: str = Field(primary_key=True)
    sealed: bytes
    updated_at: datetime = Field(sa_type=_TIMESTAMPTZ)


METADATA = SQLModel.metadata
