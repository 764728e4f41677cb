"""Appointments, when they are taken, and mail that is about more than tickets."""

from __future__ import annotations

from alembic import op
from sqlalchemy import Column, DateTime, Integer, PrimaryKeyConstraint, Text, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import JSONB

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    _widen_mails()
    op.add_column("users", Column("email", Text))
    op.create_table(
        "availabilities",
        Column("workspace_id", Text, nullable=False),
        Column("bot_id", Text, nullable=False),
        Column("settings", JSONB, nullable=False),
        PrimaryKeyConstraint("workspace_id", "bot_id"),
    )
    op.create_table(
        "appointment_counters",
        Column("workspace_id", Text, primary_key=True),
        Column("last_number", Integer, nullable=False),
    )
    _create_appointments()


def _widen_mails() -> None:
    op.drop_constraint("mails_ticket", "mails", type_="foreignkey")
    op.alter_column("mails", "ticket_id", new_column_name="about_id")
    op.add_column("mails", Column("calendar", Text))


def _create_appointments() -> None:
    op.create_table(
        "appointments",
        Column("id", Text, primary_key=True),
        Column("workspace_id", Text, nullable=False),
        Column("number", Integer, nullable=False),
        Column("request_id", Text, nullable=False),
        Column("status", Text, nullable=False),
        Column("bot_id", Text, nullable=False),
        Column("conversation_id", Text),
        Column("contact_id", Text, nullable=False),
        Column("agent_id", Text, nullable=False),
        Column("requester_name", Text),
        Column("requester_email", Text),
        Column("requester_phone", Text),
        Column("starts_at", DateTime(timezone=True), nullable=False),
        Column("ends_at", DateTime(timezone=True), nullable=False),
        Column("timezone", Text, nullable=False),
        Column("created_at", DateTime(timezone=True), nullable=False),
        Column("updated_at", DateTime(timezone=True), nullable=False),
        Column("version", Integer, nullable=False),
        UniqueConstraint("workspace_id", "contact_id", "request_id", name="appointments_one_per_request"),
        UniqueConstraint("workspace_id", "number", name="appointments_number"),
    )
    op.create_index(
        "appointments_one_at_a_time",
        "appointments",
        ["workspace_id", "agent_id", "starts_at"],
        unique=True,
        postgresql_where=text("status = 'booked'"),
    )
