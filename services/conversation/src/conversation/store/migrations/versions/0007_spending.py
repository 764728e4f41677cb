"""What models cost."""

from __future__ import annotations

from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    op.execute(
        "create table spending (workspace_id text not null, day date not null, contact_id text not null, "
        "tokens bigint not null, cost_usd double precision not null, "
        "primary key (workspace_id, day, contact_id))"
    )
