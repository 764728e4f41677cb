"""The first tables."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from chassis.tables import METADATA

revision = "0001"
down_revision = None

MOMENT = sa.DateTime(timezone=True)


def _text(name: str, *, key: bool = False, null: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), primary_key=key, nullable=null)


def upgrade() -> None:
    METADATA.create_all(op.get_bind())
    _bots_and_conversations()
    _turns()
    _messages()
    _handoffs()


def _bots_and_conversations() -> None:
    op.create_table(
        "bots",
        _text("workspace_id", key=True),
        _text("bot_id", key=True),
        _text("name"),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("settings", JSONB(), nullable=False),
        sa.Column("deleted", sa.Boolean(), nullable=False, server_default="false"),
    )
    op.create_table(
        "conversations",
        _text("workspace_id", key=True),
        _text("conversation_id", key=True),
        _text("bot_id"),
        _text("contact_id", null=True),
        _text("locale", null=True),
        _text("status"),
        sa.Column("last_seq", sa.Integer(), nullable=False),
        sa.Column("turns", sa.Integer(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("updated_at", MOMENT, nullable=False),
    )


def _turns() -> None:
    op.create_table(
        "turns",
        _text("workspace_id", key=True),
        _text("turn_id", key=True),
        _text("conversation_id"),
        _text("bot_id"),
        sa.Column("stream_seq", sa.BigInteger(), nullable=False),
        sa.Column("contact_seq", sa.Integer(), nullable=False),
        _text("text"),
        _text("locale", null=True),
        _text("status"),
        sa.Column("attempt", sa.Integer(), nullable=False),
        _text("outcome", null=True),
        sa.Column("submitted_at", MOMENT, nullable=False),
        sa.Column("accepted_at", MOMENT, nullable=False),
        sa.Column("grounded_at", MOMENT),
        sa.Column("deadline", MOMENT, nullable=False),
        sa.Column("answered_at", MOMENT),
    )
    unfinished = sa.text("status <> 'done'")
    op.create_index(
        "turns_unfinished",
        "turns",
        ["workspace_id", "conversation_id", "stream_seq"],
        postgresql_where=unfinished,
    )
    op.create_index("turns_sweep", "turns", ["accepted_at"], postgresql_where=unfinished)


def _messages() -> None:
    op.create_table(
        "messages",
        _text("workspace_id", key=True),
        _text("conversation_id", key=True),
        sa.Column("seq", sa.Integer(), primary_key=True),
        _text("message_id"),
        _text("turn_id", null=True),
        _text("role"),
        _text("text"),
        sa.Column("blocks", JSONB(), nullable=False, server_default="[]"),
        sa.Column("citations", JSONB(), nullable=False, server_default="[]"),
        sa.Column("suggested_actions", JSONB(), nullable=False, server_default="[]"),
        _text("outcome", null=True),
        sa.Column("confidence", sa.Float()),
        sa.Column("receipt", JSONB()),
        sa.Column("created_at", MOMENT, nullable=False),
    )


def _handoffs() -> None:
    op.create_table(
        "handoffs",
        _text("workspace_id", key=True),
        _text("handoff_id", key=True),
        _text("conversation_id"),
        _text("reason"),
        _text("language"),
        _text("status"),
        _text("ticket_id", null=True),
        _text("ticket_number", null=True),
        _text("assignee", null=True),
        sa.Column("requested_at", MOMENT, nullable=False),
    )
    op.create_index(
        "handoffs_open",
        "handoffs",
        ["workspace_id", "conversation_id"],
        unique=True,
        postgresql_where=sa.text("status = 'open'"),
    )
    op.create_index("handoffs_ticket", "handoffs", ["workspace_id", "ticket_id"])
