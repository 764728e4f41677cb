"""Whether migrations make what the code says."""

from __future__ import annotations

from typing import Any

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import MetaData, create_engine

import chassis.tables
from chassis.db import async_url


def differences(database_url: str, tables: MetaData) -> list[Any]:
    """Between a migrated database and the tables of a service's code, with those of the chassis."""
    engine = create_engine(async_url(database_url))
    with engine.connect() as conn:
        expected = MetaData()
        for table in (*tables.tables.values(), *chassis.tables.METADATA.tables.values()):
            table.to_metadata(expected)
        context = MigrationContext.configure(conn, opts={"compare_type": False})
        found = list(compare_metadata(context, expected))
    engine.dispose()
    return found
