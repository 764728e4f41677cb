"""The tables of ticketing."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import DateTime, Index, Table, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import registry
from sqlmodel import Field, SQLModel

_TIMESTAMPTZ = DateTime(timezone=True)
BOOKED = text("status = 'booked'")
UNDER_WAY = text("status in ('open', 'in_progress', 'waiting')")


class Base(SQLModel, registry=registry()):
    """Tables of this service alone, whoever else is in the process."""


class Workspace(Base, table=True):
    __tablename__ = "workspaces"

    workspace_id: str = Field(primary_key=True)
    name: str
    email: str


class Bot(Base, table=True):
    __tablename__ = "bots"

    workspace_id: str = Field(primary_key=True)
    bot_id: str = Field(primary_key=True)
    name: str
    company: str
    support_email: str | None
    locale: str
    revision: int


class User(Base, table=True):
    __tablename__ = "users"

    workspace_id: str = Field(primary_key=True)
    user_id: str = Field(primary_key=True)
    name: str
    role: str
    active: bool
    email: str | None
    revision: int
    last_assigned_at: datetime | None = Field(sa_type=_TIMESTAMPTZ)


class Counter(Base, table=True):
    __tablename__ = "ticket_counters"

    workspace_id: str = Field(primary_key=True)
    last_number: int


class Ticket(Base, table=True):
    __tablename__ = "tickets"
    __table_args__ = (
        UniqueConstraint("workspace_id", "handoff_id", name="tickets_one_per_handoff"),
        UniqueConstraint("workspace_id", "number", name="tickets_number"),
        Index("tickets_by_assignee", "workspace_id", "assignee_id", postgresql_where=UNDER_WAY),
    )

    id: str = Field(primary_key=True)
    workspace_id: str
    number: int
    handoff_id: str
    conversation_id: str | None
    bot_id: str
    reason: str
    status: str
    priority: str
    subject: str
    description: str
    requester_name: str | None
    requester_email: str | None
    requester_phone: str | None
    assignee_id: str | None
    requested_at: datetime = Field(sa_type=_TIMESTAMPTZ)
    created_at: datetime = Field(sa_type=_TIMESTAMPTZ)
    updated_at: datetime = Field(sa_type=_TIMESTAMPTZ)
    version: int
    resolution: str | None = None


class Mail(Base, table=True):
    __tablename__ = "mails"
    __table_args__ = (
        UniqueConstraint("about_id", "kind", name="mails_one_per_kind"),
        Index("mails_due", "next_attempt_at", postgresql_where=text("status = 'pending'")),
    )

    id: str = Field(primary_key=True)
    workspace_id: str
    about_id: str
    kind: str
    recipient: str
    reply_to: str | None
    subject: str
    body: str
    body_html: str
    calendar: str | None
    message_id: str
    status: str
    attempts: int
    next_attempt_at: datetime = Field(sa_type=_TIMESTAMPTZ)
    leased_until: datetime | None = Field(sa_type=_TIMESTAMPTZ)
    created_at: datetime = Field(sa_type=_TIMESTAMPTZ)
    sent_at: datetime | None = Field(sa_type=_TIMESTAMPTZ)
    last_error: str | None


class Availability(Base, table=True):
    __tablename__ = "availabilities"

    workspace_id: str = Field(primary_key=True)
    bot_id: str = Field(primary_key=True)
    settings: dict[str, Any] = Field(sa_type=JSONB)


class AppointmentCounter(Base, table=True):
    __tablename__ = "appointment_counters"

    workspace_id: str = Field(primary_key=True)
    last_number: int


class Appointment(Base, table=True):
    __tablename__ = "appointments"
    __table_args__ = (
        UniqueConstraint("workspace_id", "contact_id", "request_id", name="appointments_one_per_request"),
        UniqueConstraint("workspace_id", "number", name="appointments_number"),
        Index(
            "appointments_one_at_a_time",
            "workspace_id",
            "agent_id",
            "starts_at",
            unique=True,
            postgresql_where=BOOKED,
        ),
    )

    id: str = Field(primary_key=True)
    workspace_id: str
    number: int
    request_id: str
    status: str
    bot_id: str
    conversation_id: str | None
    contact_id: str
    agent_id: str
    requester_name: str | None
    requester_email: str | None
    requester_phone: str | None
    starts_at: datetime = Field(sa_type=_TIMESTAMPTZ)
    ends_at: datetime = Field(sa_type=_TIMESTAMPTZ)
    timezone: str
    created_at: datetime = Field(sa_type=_TIMESTAMPTZ)
    updated_at: datetime = Field(sa_type=_TIMESTAMPTZ)
    version: int


METADATA = Base.metadata
WORKSPACES: Table = METADATA.tables["workspaces"]
BOTS: Table = METADATA.tables["bots"]
USERS: Table = METADATA.tables["users"]
COUNTERS: Table = METADATA.tables["ticket_counters"]
TICKETS: Table = METADATA.tables["tickets"]
MAILS: Table = METADATA.tables["mails"]
AVAILABILITIES: Table = METADATA.tables["availabilities"]
APPOINTMENT_COUNTERS: Table = METADATA.tables["appointment_counters"]
APPOINTMENTS: Table = METADATA.tables["appointments"]
