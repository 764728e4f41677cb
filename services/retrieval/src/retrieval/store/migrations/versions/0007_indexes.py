"""Generations of a bot's index: what it is made by, and the documents of one that is being made."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"

MOMENT = sa.DateTime(timezone=True)
FENCED = ("indexes", "shadows")


def upgrade() -> None:
    op.add_column("documents", sa.Column("language", sa.Text, nullable=False, server_default="en"))
    op.create_table(
        "indexes",
        sa.Column("bot_id", sa.Text, primary_key=True),
        sa.Column("generation", sa.Integer, primary_key=True),
        sa.Column("workspace_id", sa.Text, nullable=False),
        sa.Column("model", sa.Text, nullable=False),
        sa.Column("language", sa.Text),
        sa.Column("size", sa.Integer, nullable=False),
        sa.Column("status", sa.Text, nullable=False),
        sa.Column("progress", sa.Float, nullable=False),
        sa.Column("error", sa.Text),
        sa.Column("ended_at", MOMENT),
        sa.Column("dropped", sa.Boolean, nullable=False),
    )
    op.create_index("indexes_ended", "indexes", ["ended_at"], postgresql_where=sa.text("not dropped"))
    op.create_table(
        "shadows",
        sa.Column("bot_id", sa.Text, primary_key=True),
        sa.Column("generation", sa.Integer, primary_key=True),
        sa.Column("document_id", sa.Text, primary_key=True),
        sa.Column("workspace_id", sa.Text, nullable=False),
        sa.Column("stamp", sa.Text, nullable=False),
        sa.Column("language", sa.Text, nullable=False),
        sa.Column("vocabulary", sa.LargeBinary, nullable=False),
    )
    for table in FENCED:
        op.execute(f"alter table {table} enable row level security")
        op.execute(f"alter table {table} force row level security")
        op.execute(
            f"create policy workspace on {table} "
            "using (current_setting('answerbus.workspace_id', true) in ('*', workspace_id))"
        )
