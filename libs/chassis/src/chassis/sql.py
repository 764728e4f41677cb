"""Statements of the hot path: past SQLAlchemy, straight to the driver, which costs a sixth of the CPU."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, cast

from psycopg import AsyncConnection as AsyncConnectionOfDriver
from psycopg import AsyncRawCursor
from psycopg.rows import dict_row
from psycopg.types.json import set_json_loads
from pydantic_core import from_json
from sqlalchemy.ext.asyncio import AsyncConnection

from chassis import tenancy

CURSOR = "answerbus.cursor"
Row = dict[str, Any]
_NAME = re.compile(r"(?<!:):([a-z_]+)")


class Statement:
    """SQL with `:names`, run on the same connection and in the same transaction as everything else.

    Rows are dicts by column name; `json` columns come parsed. Write `cast(:name as type)`, not `::type`,
    where PostgreSQL cannot tell a value's type. Raises psycopg's errors.
    """

    def __init__(self, sql: str) -> None:
        self.names = tuple(dict.fromkeys(_NAME.findall(sql)))
        self._places = {name: f"${place}" for place, name in enumerate(self.names, start=1)}
        self._sql = _NAME.sub(lambda found: self._places[found[1]], sql)

    async def rows(self, conn: AsyncConnection, values: Mapping[str, Any] | None = None) -> list[Row]:
        return await (await self._run(conn, values)).fetchall()

    async def first(self, conn: AsyncConnection, values: Mapping[str, Any] | None = None) -> Row | None:
        return await (await self._run(conn, values)).fetchone()

    async def value(self, conn: AsyncConnection, values: Mapping[str, Any] | None = None) -> Any:
        """The first column of the first row, None without a row."""
        row = await self.first(conn, values)
        return next(iter(row.values())) if row else None

    async def run(self, conn: AsyncConnection, values: Mapping[str, Any] | None = None) -> None:
        """Execute what gives no rows."""
        await self._run(conn, values)

    async def _run(self, conn: AsyncConnection, values: Mapping[str, Any] | None) -> AsyncRawCursor[Row]:
        cursor = cursor_of(conn)
        given = values or {}
        await tenancy.execute(info_of(conn), cursor, self._sql, [given[name] for name in self.names])
        return cursor


def cursor_of(conn: AsyncConnection) -> AsyncRawCursor[Row]:
    """The driver's cursor under a connection; kept, since making one is a tenth of a statement."""
    return cast("AsyncRawCursor[Row]", info_of(conn)[CURSOR])


def info_of(conn: AsyncConnection) -> tenancy.Info:
    """What is known about a connection as long as it stays open."""
    return conn.sync_connection.info  # type: ignore[union-attr] # connected, since a pool gave it


async def give_cursor(conn: AsyncConnection) -> AsyncConnectionOfDriver[Any]:
    """Open the cursor that statements on this connection will use; the driver's connection under it."""
    raw = await conn.get_raw_connection()
    driver: AsyncConnectionOfDriver[Any] = cast("Any", raw.driver_connection)
    set_json_loads(from_json, driver)
    raw.info[CURSOR] = AsyncRawCursor(driver, row_factory=dict_row)
    return driver
