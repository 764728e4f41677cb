"""Agents answer in conversations; conversations remember; handoffs close."""

from __future__ import annotations

from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.execute("""
        alter table conversations add column agent_id text, add column agent_name text,
            add column page_url text, add column facts jsonb not null default '{}'
    """)
    op.execute("alter table handoffs add column ticket_version integer not null default 0")
