"""Sources that are kept in step: audience, schedule, revisions of documents, pages, FAQ entries."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0003"
down_revision = "0002"

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.alter_column("sources", "object_key", nullable=True)
    for column in (
        sa.Column("url", sa.Text),
        sa.Column("audience", sa.Text, nullable=False, server_default="public"),
        sa.Column("max_pages", sa.Integer),
        sa.Column("max_depth", sa.Integer),
        sa.Column("sync_every", sa.Text),
        sa.Column("next_sync_at", MOMENT),
        sa.Column("run", sa.Text),
        sa.Column("run_at", MOMENT),
    ):
        op.add_column("sources", column)
    op.add_column("documents", sa.Column("place", sa.Text, nullable=False, server_default=""))
    op.add_column("documents", sa.Column("audience", sa.Text))
    op.create_table(
        "revisions",
        sa.Column("document_id", sa.Text, primary_key=True),
        sa.Column("revision", sa.Integer, primary_key=True),
        sa.Column("workspace_id", sa.Text, nullable=False),
        sa.Column("source_id", sa.Text, nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("url", sa.Text),
        sa.Column("content_hash", sa.Text, nullable=False),
        sa.Column("pages", sa.Integer),
        sa.Column("indexed_at", MOMENT, nullable=False),
        sa.Column("body", sa.LargeBinary, nullable=False),
    )
    op.create_index("revisions_by_source", "revisions", ["workspace_id", "source_id"])
    op.create_table(
        "pages",
        sa.Column("source_id", sa.Text, primary_key=True),
        sa.Column("url", sa.Text, primary_key=True),
        sa.Column("workspace_id", sa.Text, nullable=False),
        sa.Column("run", sa.Text, nullable=False),
        sa.Column("depth", sa.Integer, nullable=False),
        sa.Column("place", sa.Text),
        sa.Column("etag", sa.Text),
        sa.Column("last_modified", sa.Text),
        sa.Column("sha256", sa.Text, nullable=False),
        sa.Column("links", JSONB, nullable=False),
    )
    op.create_table(
        "entries",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("workspace_id", sa.Text, nullable=False),
        sa.Column("source_id", sa.Text, nullable=False),
        sa.Column("question", sa.Text, nullable=False),
        sa.Column("answer", sa.Text, nullable=False),
        sa.Column("keywords", JSONB, nullable=False),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("updated_at", MOMENT, nullable=False),
    )
    op.create_index("entries_by_source", "entries", ["workspace_id", "source_id", "id"])
