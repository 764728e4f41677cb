"""Two indexes on the same columns cost every new conversation a write."""

from __future__ import annotations

from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    op.execute("drop index conversations_contact")
