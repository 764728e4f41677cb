"""Rows of the turn path are looked up by their whole key, also before PostgreSQL knows how many there are.

An index that begins with the workspace looked as good as the primary key then, and the plan was kept: every
turn read all of a workspace's open turns and conversations. Unfinished turns are known by `answered_at`, so
that a turn which is begun changes no index.
"""

from __future__ import annotations

from alembic import op

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    op.execute("update turns set answered_at = deadline where status = 'done' and answered_at is null")
    op.execute("drop index turns_unfinished")
    op.execute("drop index turns_sweep")
    op.execute(
        "create index turns_unfinished on turns (workspace_id, conversation_id, stream_seq)"
        " where answered_at is null"
    )
    op.execute("create index turns_sweep on turns (accepted_at) where answered_at is null")
    op.execute("drop index conversations_of_bot")
    op.execute("drop index conversations_of_contact")
    op.execute("create index conversations_of_bot on conversations (bot_id, workspace_id)")
    op.execute("create index conversations_of_contact on conversations (contact_id, workspace_id)")
