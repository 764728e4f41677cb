"""What is recalled of before, and what finds conversations that nobody goes on with."""

from __future__ import annotations

from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    op.execute("alter table conversations add column recalled jsonb not null default '{}'")
    op.execute("create index conversations_of_contact on conversations (workspace_id, contact_id)")
    op.execute("create index conversations_open on conversations (created_at) where status = 'open'")
