"""Rows are shown to the workspace that they belong to.

Not `bots`: that a bot belongs to somebody else is what a workspace must be able to find out, and there is no
more in it.
"""

from alembic import op

revision = "0005"
down_revision = "0004"

FENCED = ("sources", "documents", "revisions", "pages", "entries", "knowledge", "turns")


def upgrade() -> None:
    for table in FENCED:
        op.execute(f"alter table {table} enable row level security")
        op.execute(f"alter table {table} force row level security")
        op.execute(
            f"create policy workspace on {table} "
            "using (current_setting('answerbus.workspace_id', true) in ('*', workspace_id))"
        )
