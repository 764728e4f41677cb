"""Changes that wait for a customer's yes."""

from __future__ import annotations

from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    op.execute("""
        create table actions (
            workspace_id text not null, action_id text not null, conversation_id text not null,
            tool text not null, arguments jsonb not null, status text not null, confirmed_by text,
            proposed_at timestamptz not null, primary key (workspace_id, action_id)
        )
    """)
    op.execute("create index actions_of on actions (workspace_id, conversation_id)")
    op.execute("create index conversations_contact on conversations (workspace_id, contact_id)")
