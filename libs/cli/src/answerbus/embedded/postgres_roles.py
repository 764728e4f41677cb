"""A database and a role for each service, closed to all the others."""

from __future__ import annotations

from collections.abc import Mapping

import psycopg
from psycopg import sql

STATEMENT_TIMEOUT = "15s"
IDLE_TIMEOUT = "10s"
_SHARED_DATABASES = ("postgres", "template1")


async def ensure_databases(admin_url: str, passwords: Mapping[str, str]) -> None:
    """Make each missing role and database of `passwords`, whose keys name both."""
    async with await psycopg.AsyncConnection.connect(admin_url, autocommit=True) as conn:
        roles = await _names(conn, "select rolname from pg_roles")
        databases = await _names(conn, "select datname from pg_database")
        for name, password in passwords.items():
            if name not in roles:
                await _make_role(conn, name, password)
            if name not in databases:
                await _make_database(conn, name)


async def close_shared_databases(admin_url: str) -> None:
    """Keep every role but the superuser out of the databases that a cluster is born with."""
    async with await psycopg.AsyncConnection.connect(admin_url, autocommit=True) as conn:
        for name in _SHARED_DATABASES:
            await _close(conn, name)


async def _names(conn: psycopg.AsyncConnection, query: str) -> set[str]:
    rows = await (await conn.execute(query)).fetchall()
    return {row[0] for row in rows}


async def _make_role(conn: psycopg.AsyncConnection, name: str, password: str) -> None:
    scrambled = conn.pgconn.encrypt_password(password.encode(), name.encode(), b"scram-sha-256").decode()
    role = sql.Identifier(name)
    async with conn.transaction():
        await conn.execute(
            sql.SQL("create role {} login nosuperuser nocreatedb nocreaterole password {}").format(
                role, sql.Literal(scrambled)
            )
        )
        for setting, value in (
            ("statement_timeout", STATEMENT_TIMEOUT),
            ("idle_in_transaction_session_timeout", IDLE_TIMEOUT),
        ):
            await conn.execute(
                sql.SQL("alter role {} set {} = {}").format(role, sql.Identifier(setting), sql.Literal(value))
            )


async def _make_database(conn: psycopg.AsyncConnection, name: str) -> None:
    database = sql.Identifier(name)
    await conn.execute(sql.SQL("create database {} owner {}").format(database, database))
    await _close(conn, name)


async def _close(conn: psycopg.AsyncConnection, name: str) -> None:
    await conn.execute(sql.SQL("revoke all on database {} from public").format(sql.Identifier(name)))
