"""The two tables every service's database has."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, DateTime, Index, LargeBinary, MetaData, Table, Text, func
from sqlalchemy import text as sql

METADATA = MetaData()

INBOX = Table(
    "inbox",
    METADATA,
    Column("consumer", Text, primary_key=True),
    Column("event_id", Text, primary_key=True),
    Column("handled_at", DateTime(timezone=True), nullable=False, server_default=func.now()),
)

OUTBOX = Table(
    "outbox",
    METADATA,
    Column("id", BigInteger, primary_key=True, autoincrement=True),
    Column("event_id", Text, nullable=False, unique=True),
    Column("kind", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("body", LargeBinary, nullable=False),
    Column("created_at", DateTime(timezone=True), nullable=False, server_default=func.now()),
    Column("sent_at", DateTime(timezone=True)),
)
Index("outbox_unsent", OUTBOX.c.id, postgresql_where=sql("sent_at is null"))
Index("outbox_sent", OUTBOX.c.sent_at, postgresql_where=sql("sent_at is not null"))
Index("inbox_handled", INBOX.c.handled_at)
