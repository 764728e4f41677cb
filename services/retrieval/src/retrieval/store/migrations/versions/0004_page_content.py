"""What a page of a website says, to find those that say the same."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.add_column("pages", sa.Column("says", sa.Text, nullable=False, server_default=""))
