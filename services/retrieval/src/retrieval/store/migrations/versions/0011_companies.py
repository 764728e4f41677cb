"""The company that a bot speaks for."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    op.add_column("bots", sa.Column("company", sa.Text))
