"""What a fetched page was, whose original is kept."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    op.add_column("pages", sa.Column("media_type", sa.Text, nullable=False, server_default=""))
