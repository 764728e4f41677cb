"""The cross-encoder that a bot's settings name."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    op.add_column("bots", sa.Column("reranker", sa.Text))
