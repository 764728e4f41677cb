"""What the bot replied is part of a conversation's memory."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    op.add_column("turns", sa.Column("reply", sa.Text))
