"""Merges entries into the tables, one statement per ledger and batch."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pydantic_core import to_json
from sqlalchemy import ColumnElement, Text, bindparam, cast, column, delete, func, or_, select, tuple_
from sqlalchemy.dialects.postgresql import JSONB, Insert, insert
from sqlalchemy.ext.asyncio import AsyncConnection

from analytics.domain.ledgers import LEDGERS
from analytics.domain.merging import Ledger, Row
from analytics.store.tables import TABLES


class BookStore:
    """With `schema`, the tables of that schema instead of the current ones."""

    def __init__(self, schema: str | None = None) -> None:
        self._options = {"schema_translate_map": {None: schema}} if schema else {}

    async def enter(self, conn: AsyncConnection, entries: Mapping[Ledger, Sequence[Row]]) -> None:
        for ledger, rows in entries.items():
            await conn.execute(
                _STATEMENTS[ledger], {"rows": to_json(rows).decode()}, execution_options=self._options
            )

    async def close(self, conn: AsyncConnection, workspace_id: str) -> None:
        for table in TABLES.values():
            gone = delete(table).where(table.c.workspace_id == workspace_id)
            await conn.execute(gone, execution_options=self._options)


def _statement(ledger: Ledger) -> Insert:
    table = TABLES[ledger.table]
    arrived = func.jsonb_to_recordset(cast(bindparam("rows", type_=Text), JSONB)).table_valued(
        *(column(name, table.c[name].type) for name in ledger.columns)
    )
    rows = select(*arrived.render_derived(name="arrived", with_types=True).c)
    statement = insert(table).from_select(list(ledger.columns), rows, include_defaults=False)
    merge = _whole if ledger.carried else _by_column
    return merge(ledger, statement)


def _by_column(ledger: Ledger, statement: Insert) -> Insert:
    table, new = TABLES[ledger.table], statement.excluded
    merged: dict[str, ColumnElement[Any]] = {}
    merged |= {name: func.least(table.c[name], new[name]) for name in ledger.least}
    merged |= {name: func.greatest(table.c[name], new[name]) for name in ledger.greatest}
    merged |= {name: or_(table.c[name], new[name]) for name in ledger.either}
    return statement.on_conflict_do_update(index_elements=ledger.key, set_=merged)


def _whole(ledger: Ledger, statement: Insert) -> Insert:
    table, new = TABLES[ledger.table], statement.excluded
    here = tuple_(*(table.c[name] for name in ledger.rank))
    there = tuple_(*(new[name] for name in ledger.rank))
    better = there < here if ledger.least else there > here
    return statement.on_conflict_do_update(
        index_elements=ledger.key,
        set_={name: new[name] for name in (*ledger.rank, *ledger.carried)},
        where=or_(table.c[ledger.rank[0]].is_(None), better),
    )


_STATEMENTS = {ledger: _statement(ledger) for ledger in LEDGERS}
