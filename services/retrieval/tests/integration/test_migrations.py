from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import MetaData, create_engine

import chassis.tables
from chassis.db import async_url
from retrieval.app import MIGRATIONS
from retrieval.store.tables import METADATA


def test_migrations_make_exactly_the_tables_of_the_code(make_database: Callable[[Path], str]) -> None:
    engine = create_engine(async_url(make_database(MIGRATIONS)))
    with engine.connect() as conn:
        expected = MetaData()
        for table in (*METADATA.tables.values(), *chassis.tables.METADATA.tables.values()):
            table.to_metadata(expected)
        context = MigrationContext.configure(conn, opts={"compare_type": False})
        assert compare_metadata(context, expected) == []
    engine.dispose()
