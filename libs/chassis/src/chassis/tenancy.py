"""Whose rows the database shows: set where a message is handled, told to PostgreSQL by the pool.

A service that is `fenced` has policies on its tables which compare `answerbus.workspace_id`. The setting
travels with the first statement of a block, so that it costs no round trip on the way of a turn.
"""

from __future__ import annotations

from collections.abc import Iterator, MutableMapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from psycopg import AsyncRawCursor
from sqlalchemy import event
from sqlalchemy.ext.asyncio import AsyncEngine

SETTING = "answerbus.workspace_id"
EVERYONE = "*"
"""What work sees that belongs to no workspace: migrations, sweeps, the relay."""
_CURRENT: ContextVar[str] = ContextVar("workspace", default=EVERYONE)
_SHOWN = "answerbus.shown"
_WANTED = "answerbus.wanted"
_SHOW = f"select set_config('{SETTING}', $1, false)"
Info = MutableMapping[Any, Any]


@contextmanager
def only(workspace_id: str) -> Iterator[None]:
    """Everything in this block sees the rows of one workspace."""
    token = _CURRENT.set(workspace_id)
    try:
        yield
    finally:
        _CURRENT.reset(token)


def current() -> str:
    return _CURRENT.get()


def want(info: Info, workspace_id: str) -> None:
    """The connection of this info shows the rows of this workspace from its next statement on."""
    if info.get(_SHOWN) == workspace_id:
        info.pop(_WANTED, None)
    else:
        info[_WANTED] = workspace_id


def shows(info: Info, workspace_id: str) -> bool:
    return info.get(_SHOWN) == workspace_id


def forget(info: Info) -> None:
    """A transaction that is rolled back takes the setting back."""
    info.pop(_SHOWN, None)


async def execute(info: Info, cursor: AsyncRawCursor[Any], statement: str, values: list[Any]) -> None:
    """Run the statement; with the setting, in one round trip, when the connection shows another's rows."""
    wanted = info.pop(_WANTED, None)
    if wanted is None:
        await cursor.execute(statement, values)
        return
    forget(info)
    driver = cursor.connection
    async with driver.pipeline(), AsyncRawCursor(driver) as first:
        await first.execute(_SHOW, [wanted])
        await cursor.execute(statement, values)
    info[_SHOWN] = wanted


def tell_before_statements(engine: AsyncEngine) -> None:
    """SQLAlchemy's own statements come with a round trip of their own."""

    def before(conn: Any, cursor: Any, *_: Any) -> None:
        wanted = conn.info.pop(_WANTED, None)
        if wanted is not None:
            forget(conn.info)
            cursor.execute(f"select set_config('{SETTING}', %s, false)", (wanted,))
            conn.info[_SHOWN] = wanted

    event.listen(engine.sync_engine, "before_cursor_execute", before)
