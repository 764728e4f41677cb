"""Brings one service's database to its newest revision, once, whatever the number of replicas."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection, MetaData, create_engine, text
from sqlalchemy.exc import ProgrammingError

from chassis.db import async_url
from chassis.tenancy import EVERYONE, SETTING

LOCK = 4_711_000


def head_of(migrations: Path) -> str:
    """The newest revision: file names are `NNNN_name.py` and the revision id is `NNNN`."""
    return max(path.name[:4] for path in (migrations / "versions").glob("[0-9]*.py"))


def upgrade(url: str, migrations: Path) -> None:
    """Run the missing migrations under an advisory lock; cheap when there are none."""
    engine = create_engine(async_url(url), connect_args={"connect_timeout": 3})
    try:
        with engine.connect() as conn:
            if _current(conn) == head_of(migrations):
                return
        with engine.connect() as conn:
            conn.execute(text("select pg_advisory_lock(:lock)"), {"lock": LOCK})
            conn.execute(text(f"select set_config('{SETTING}', '{EVERYONE}', false)"))
            conn.commit()
            _run(conn, migrations)
            conn.execute(text("select pg_advisory_unlock(:lock)"), {"lock": LOCK})
            conn.commit()
    finally:
        engine.dispose()


def _current(conn: Connection) -> str | None:
    try:
        row = conn.execute(text("select version_num from alembic_version")).first()
    except ProgrammingError:
        return None
    return str(row[0]) if row else None


def _run(conn: Connection, migrations: Path) -> None:
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(migrations))
    config.attributes["connection"] = conn
    command.upgrade(config, "head")


def run_env(metadata: MetaData) -> None:
    """What every service's `env.py` does."""
    from alembic import context

    conn: Connection = context.config.attributes["connection"]
    context.configure(connection=conn, target_metadata=metadata, transaction_per_migration=True)
    with context.begin_transaction():
        context.run_migrations()
    conn.commit()
