"""Answers that may be given again lie with the turn they were written for, and go with it."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    op.add_column("turns", sa.Column("bot_id", sa.Text))
    op.add_column("turns", sa.Column("knowledge_version", sa.Integer))
    op.add_column("turns", sa.Column("answer", JSONB))
    op.add_column("turns", sa.Column("vector", sa.LargeBinary))
    given = sa.text("answer is not null")
    op.create_index("turns_with_answers", "turns", ["bot_id", "submitted_at"], postgresql_where=given)
