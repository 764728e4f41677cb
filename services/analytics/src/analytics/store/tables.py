"""The tables of analytics: one row per thing that happened, never a running sum."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, Computed, DateTime, Double, Index, Table
from sqlalchemy.orm import registry
from sqlmodel import Field, SQLModel

_TIMESTAMPTZ = DateTime(timezone=True)


def _ms_since_submitted(column: str) -> Computed:
    return Computed(f"extract(epoch from ({column} - submitted_at)) * 1000", persisted=True)


class Base(SQLModel, registry=registry()):
    """Tables of this service alone, whoever else is in the process."""


class Conversation(Base, table=True):
    __tablename__ = "conversations"
    __table_args__ = (
        Index("conversations_started", "workspace_id", "started_at"),
        Index("conversations_first_turn", "workspace_id", "first_turn_at"),
    )

    workspace_id: str = Field(primary_key=True)
    conversation_id: str = Field(primary_key=True)
    bot_id: str
    started_at: datetime | None = Field(sa_type=_TIMESTAMPTZ)
    first_turn_at: datetime | None = Field(sa_type=_TIMESTAMPTZ)
    handed_off_at: datetime | None = Field(sa_type=_TIMESTAMPTZ)
    ended_at: datetime | None = Field(sa_type=_TIMESTAMPTZ)
    answered: bool
    failed: bool


class Turn(Base, table=True):
    __tablename__ = "turns"
    __table_args__ = (Index("turns_submitted", "workspace_id", "submitted_at"),)

    workspace_id: str = Field(primary_key=True)
    turn_id: str = Field(primary_key=True)
    bot_id: str
    conversation_id: str
    submitted_at: datetime | None = Field(sa_type=_TIMESTAMPTZ)
    answered_at: datetime | None = Field(sa_type=_TIMESTAMPTZ)
    first_token_at: datetime | None = Field(sa_type=_TIMESTAMPTZ)
    receipt_id: str | None
    outcome: str | None
    prompt_tokens: int | None = Field(sa_type=BigInteger)
    completion_tokens: int | None = Field(sa_type=BigInteger)
    cost_usd: float | None = Field(sa_type=Double)
    latency_ms: float | None = Field(sa_type=Double, sa_column_args=[_ms_since_submitted("answered_at")])
    first_token_ms: float | None = Field(
        sa_type=Double, sa_column_args=[_ms_since_submitted("first_token_at")]
    )


class Ticket(Base, table=True):
    __tablename__ = "tickets"
    __table_args__ = (Index("tickets_opened", "workspace_id", "opened_at"),)

    workspace_id: str = Field(primary_key=True)
    ticket_id: str = Field(primary_key=True)
    bot_id: str
    opened_at: datetime | None = Field(sa_type=_TIMESTAMPTZ)
    assigned_at: datetime | None = Field(sa_type=_TIMESTAMPTZ)


class Appointment(Base, table=True):
    __tablename__ = "appointments"
    __table_args__ = (Index("appointments_booked", "workspace_id", "booked_at"),)

    workspace_id: str = Field(primary_key=True)
    appointment_id: str = Field(primary_key=True)
    bot_id: str
    booked_at: datetime | None = Field(sa_type=_TIMESTAMPTZ)
    rescheduled_at: datetime | None = Field(sa_type=_TIMESTAMPTZ)
    cancelled_at: datetime | None = Field(sa_type=_TIMESTAMPTZ)


class Feedback(Base, table=True):
    __tablename__ = "feedback"
    __table_args__ = (Index("feedback_given", "workspace_id", "given_at"),)

    workspace_id: str = Field(primary_key=True)
    event_id: str = Field(primary_key=True)
    bot_id: str
    conversation_id: str
    given_at: datetime = Field(sa_type=_TIMESTAMPTZ)
    rating: int


class Source(Base, table=True):
    __tablename__ = "sources"

    workspace_id: str = Field(primary_key=True)
    source_id: str = Field(primary_key=True)
    bot_id: str
    added_at: datetime | None = Field(sa_type=_TIMESTAMPTZ)
    synced_at: datetime | None = Field(sa_type=_TIMESTAMPTZ)
    failed_at: datetime | None = Field(sa_type=_TIMESTAMPTZ)


class Document(Base, table=True):
    __tablename__ = "documents"

    workspace_id: str = Field(primary_key=True)
    document_id: str = Field(primary_key=True)
    bot_id: str
    source_id: str
    indexed_at: datetime | None = Field(sa_type=_TIMESTAMPTZ)
    revision: int | None
    passages: int | None
    removed_at: datetime | None = Field(sa_type=_TIMESTAMPTZ)


class Bot(Base, table=True):
    __tablename__ = "bots"

    workspace_id: str = Field(primary_key=True)
    bot_id: str = Field(primary_key=True)
    revision: int
    name: str


METADATA = Base.metadata
TABLES: dict[str, Table] = dict(METADATA.tables)
