"""The chassis tables and one for the effects of a test's handler."""

import sqlalchemy as sa
from alembic import op

from chassis.tables import METADATA

revision = "0001"
down_revision = None


def upgrade() -> None:
    METADATA.create_all(op.get_bind())
    op.create_table("effects", sa.Column("id", sa.BigInteger, primary_key=True), sa.Column("what", sa.Text))
