"""Appointments that were booked, moved and cancelled."""

from __future__ import annotations

from alembic import op
from sqlalchemy import Column, DateTime, PrimaryKeyConstraint, Text

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.create_table(
        "appointments",
        Column("workspace_id", Text, nullable=False),
        Column("appointment_id", Text, nullable=False),
        Column("bot_id", Text, nullable=False),
        Column("booked_at", DateTime(timezone=True)),
        Column("rescheduled_at", DateTime(timezone=True)),
        Column("cancelled_at", DateTime(timezone=True)),
        PrimaryKeyConstraint("workspace_id", "appointment_id"),
    )
    op.create_index("appointments_booked", "appointments", ["workspace_id", "booked_at"])
