"""What the handlers need from the outside, named by need."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from typing import TYPE_CHECKING, Any, Protocol

from analytics.domain.merging import Ledger, Row
from analytics.domain.period import Period

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncConnection as Conn


class Reads(Protocol):
    def read(self) -> AbstractAsyncContextManager[Conn]: ...


class Books(Protocol):
    async def enter(self, conn: Conn, entries: Mapping[Ledger, Sequence[Row]]) -> None:
        """Merge rows, one per key, into what is there."""
        ...

    async def close(self, conn: Conn, workspace_id: str) -> None:
        """Erase everything of a company."""
        ...


class FigureQueries(Protocol):
    """Rows of plain values; `bot_id` None asks for every bot of the workspace."""

    async def overview(
        self, conn: Conn, workspace_id: str, period: Period, bot_id: str | None
    ) -> list[dict[str, Any]]: ...

    async def volume(
        self, conn: Conn, workspace_id: str, period: Period, bot_id: str | None
    ) -> list[dict[str, Any]]: ...

    async def outcomes(
        self, conn: Conn, workspace_id: str, period: Period, bot_id: str | None
    ) -> list[dict[str, Any]]: ...
