"""Tickets, who takes them, and the mail about them."""

from __future__ import annotations

from alembic import op
from sqlalchemy import (
    Boolean,
    Column,
    DateTime,
    ForeignKeyConstraint,
    Integer,
    PrimaryKeyConstraint,
    Text,
    UniqueConstraint,
    text,
)

import chassis.tables

revision = "0001"
down_revision = None


def upgrade() -> None:
    chassis.tables.METADATA.create_all(op.get_bind())
    _create_copies()
    _create_tickets()
    _create_mails()


def _create_copies() -> None:
    op.create_table(
        "workspaces",
        Column("workspace_id", Text, primary_key=True),
        Column("name", Text, nullable=False),
        Column("email", Text, nullable=False),
    )
    op.create_table(
        "bots",
        Column("workspace_id", Text, nullable=False),
        Column("bot_id", Text, nullable=False),
        Column("name", Text, nullable=False),
        Column("company", Text, nullable=False),
        Column("support_email", Text),
        Column("locale", Text, nullable=False),
        Column("revision", Integer, nullable=False),
        PrimaryKeyConstraint("workspace_id", "bot_id"),
    )
    op.create_table(
        "users",
        Column("workspace_id", Text, nullable=False),
        Column("user_id", Text, nullable=False),
        Column("name", Text, nullable=False),
        Column("role", Text, nullable=False),
        Column("active", Boolean, nullable=False),
        Column("revision", Integer, nullable=False),
        Column("last_assigned_at", DateTime(timezone=True)),
        PrimaryKeyConstraint("workspace_id", "user_id"),
    )


def _create_tickets() -> None:
    op.create_table(
        "ticket_counters",
        Column("workspace_id", Text, primary_key=True),
        Column("last_number", Integer, nullable=False),
    )
    op.create_table(
        "tickets",
        Column("id", Text, primary_key=True),
        Column("workspace_id", Text, nullable=False),
        Column("number", Integer, nullable=False),
        Column("handoff_id", Text, nullable=False),
        Column("conversation_id", Text),
        Column("bot_id", Text, nullable=False),
        Column("reason", Text, nullable=False),
        Column("status", Text, nullable=False),
        Column("priority", Text, nullable=False),
        Column("subject", Text, nullable=False),
        Column("description", Text, nullable=False),
        Column("requester_name", Text),
        Column("requester_email", Text),
        Column("requester_phone", Text),
        Column("assignee_id", Text),
        Column("requested_at", DateTime(timezone=True), nullable=False),
        Column("created_at", DateTime(timezone=True), nullable=False),
        Column("updated_at", DateTime(timezone=True), nullable=False),
        Column("version", Integer, nullable=False),
        UniqueConstraint("workspace_id", "handoff_id", name="tickets_one_per_handoff"),
        UniqueConstraint("workspace_id", "number", name="tickets_number"),
    )
    op.create_index(
        "tickets_by_assignee",
        "tickets",
        ["workspace_id", "assignee_id"],
        postgresql_where=text("status in ('open', 'in_progress', 'waiting')"),
    )


def _create_mails() -> None:
    op.create_table(
        "mails",
        Column("id", Text, primary_key=True),
        Column("workspace_id", Text, nullable=False),
        Column("ticket_id", Text, nullable=False),
        Column("kind", Text, nullable=False),
        Column("recipient", Text, nullable=False),
        Column("reply_to", Text),
        Column("subject", Text, nullable=False),
        Column("body", Text, nullable=False),
        Column("body_html", Text, nullable=False),
        Column("message_id", Text, nullable=False),
        Column("status", Text, nullable=False),
        Column("attempts", Integer, nullable=False),
        Column("next_attempt_at", DateTime(timezone=True), nullable=False),
        Column("leased_until", DateTime(timezone=True)),
        Column("created_at", DateTime(timezone=True), nullable=False),
        Column("sent_at", DateTime(timezone=True)),
        Column("last_error", Text),
        ForeignKeyConstraint(["ticket_id"], ["tickets.id"], name="mails_ticket"),
        UniqueConstraint("ticket_id", "kind", name="mails_one_per_kind"),
    )
    op.create_index("mails_due", "mails", ["next_attempt_at"], postgresql_where=text("status = 'pending'"))
