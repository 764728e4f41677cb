"""Credentials of workspaces, sealed with a key each."""

from __future__ import annotations

from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    op.execute("create table workspace_keys (workspace_id text primary key, key bytea not null)")
    op.execute(
        "create table workspace_secrets (workspace_id text not null, name text not null, "
        "sealed bytea not null, updated_at timestamptz not null, primary key (workspace_id, name))"
    )
