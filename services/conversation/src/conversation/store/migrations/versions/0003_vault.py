"""What placeholders stand for, sealed with a key per contact."""

from __future__ import annotations

from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    for table, column in (("contact_keys", "key bytea"), ("contact_values", "sealed bytea not null")):
        op.execute(
            f"create table {table} (workspace_id text not null, contact_id text not null, {column}, "
            "primary key (workspace_id, contact_id))"
        )
