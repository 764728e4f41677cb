"""One row per conversation, turn, ticket, feedback, source, document and bot."""

from __future__ import annotations

from alembic import op
from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Computed,
    DateTime,
    Double,
    Integer,
    PrimaryKeyConstraint,
    Text,
)

import chassis.tables

revision = "0001"
down_revision = None


def upgrade() -> None:
    chassis.tables.METADATA.create_all(op.get_bind())
    _create_conversations()
    _create_turns()
    _create_tickets_and_feedback()
    _create_knowledge()


def _moment(name: str, *, nullable: bool = True) -> Column[object]:
    return Column(name, DateTime(timezone=True), nullable=nullable)


def _key(name: str) -> list[Column[str] | PrimaryKeyConstraint]:
    return [
        Column("workspace_id", Text, nullable=False),
        Column(name, Text, nullable=False),
        Column("bot_id", Text, nullable=False),
        PrimaryKeyConstraint("workspace_id", name),
    ]


def _ms_since_submitted(column: str) -> Computed:
    return Computed(f"extract(epoch from ({column} - submitted_at)) * 1000", persisted=True)


def _create_conversations() -> None:
    op.create_table(
        "conversations",
        *_key("conversation_id"),
        _moment("started_at"),
        _moment("first_turn_at"),
        _moment("handed_off_at"),
        _moment("ended_at"),
        Column("answered", Boolean, nullable=False),
        Column("failed", Boolean, nullable=False),
    )
    op.create_index("conversations_started", "conversations", ["workspace_id", "started_at"])
    op.create_index("conversations_first_turn", "conversations", ["workspace_id", "first_turn_at"])


def _create_turns() -> None:
    op.create_table(
        "turns",
        *_key("turn_id"),
        Column("conversation_id", Text, nullable=False),
        _moment("submitted_at"),
        _moment("answered_at"),
        _moment("first_token_at"),
        Column("receipt_id", Text),
        Column("outcome", Text),
        Column("prompt_tokens", BigInteger),
        Column("completion_tokens", BigInteger),
        Column("cost_usd", Double),
        Column("latency_ms", Double, _ms_since_submitted("answered_at")),
        Column("first_token_ms", Double, _ms_since_submitted("first_token_at")),
    )
    op.create_index("turns_submitted", "turns", ["workspace_id", "submitted_at"])


def _create_tickets_and_feedback() -> None:
    op.create_table("tickets", *_key("ticket_id"), _moment("opened_at"), _moment("assigned_at"))
    op.create_index("tickets_opened", "tickets", ["workspace_id", "opened_at"])
    op.create_table(
        "feedback",
        *_key("event_id"),
        Column("conversation_id", Text, nullable=False),
        _moment("given_at", nullable=False),
        Column("rating", Integer, nullable=False),
    )
    op.create_index("feedback_given", "feedback", ["workspace_id", "given_at"])


def _create_knowledge() -> None:
    op.create_table(
        "sources", *_key("source_id"), _moment("added_at"), _moment("synced_at"), _moment("failed_at")
    )
    op.create_table(
        "documents",
        *_key("document_id"),
        Column("source_id", Text, nullable=False),
        _moment("indexed_at"),
        Column("revision", Integer),
        Column("passages", Integer),
        _moment("removed_at"),
    )
    op.create_table(
        "bots",
        Column("workspace_id", Text, nullable=False),
        Column("bot_id", Text, nullable=False),
        Column("revision", Integer, nullable=False),
        Column("name", Text, nullable=False),
        PrimaryKeyConstraint("workspace_id", "bot_id"),
    )
