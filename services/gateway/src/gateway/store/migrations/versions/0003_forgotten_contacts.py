"""Contacts who asked to be forgotten, so that their browsers' tokens begin anew."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.create_table(
        "forgotten_contacts",
        sa.Column("workspace_id", sa.Text, primary_key=True),
        sa.Column("contact_id", sa.Text, primary_key=True),
    )
