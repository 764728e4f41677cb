"""What a bot was at each revision, and the draft of the next one."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.add_column("bots", sa.Column("draft", JSONB))
    op.create_table(
        "bot_versions",
        sa.Column("workspace_id", sa.Text, primary_key=True),
        sa.Column("bot_id", sa.Text, primary_key=True),
        sa.Column("revision", sa.Integer, primary_key=True),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("settings", JSONB, nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("published_by", sa.Text),
    )
    op.execute(
        "insert into bot_versions (workspace_id, bot_id, revision, name, settings, published_at) "
        "select workspace_id, bot_id, revision, name, settings, updated_at from bots where not deleted"
    )
