"""Summaries of conversations."""

from __future__ import annotations

from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    op.execute("""
        create table summaries (
            workspace_id text not null, conversation_id text not null, bot_id text not null,
            summary text not null, messages integer not null, summarized_at timestamptz not null,
            primary key (workspace_id, conversation_id))
    """)
    op.execute("create index summaries_of_bot on summaries (workspace_id, bot_id, conversation_id)")
    op.execute("create index conversations_of_bot on conversations (workspace_id, bot_id)")
    op.execute("alter table bots add column summaries_asked boolean not null default false")
