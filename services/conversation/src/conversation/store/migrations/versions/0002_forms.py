"""Handoffs know how to reach the customer."""

from __future__ import annotations

from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.execute("alter table handoffs add column contact_known boolean not null default false")
    op.execute("alter table handoffs add column forms text[] not null default '{}'")
    op.execute("update handoffs set contact_known = true where reason = 'form'")
