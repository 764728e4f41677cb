"""Figures, counted when asked. A conversation ends in exactly one way, the first that is true:

handed_off (a person was asked for), answered (some turn was answered), failed (the bot could not help: some
turn failed or the knowledge did not say), abandoned (turns without any of these, or ended without a turn),
and open (no turn yet, not ended).
"""

from __future__ import annotations

from typing import Any, get_args

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from analytics.domain.period import Period
from analytics.store.figure_sql import OUTCOMES, OVERVIEW, VOLUME, ConversationOutcome, TurnOutcome


class FigureStore:
    async def overview(
        self, conn: AsyncConnection, workspace_id: str, period: Period, bot_id: str | None
    ) -> list[dict[str, Any]]:
        return await _rows(conn, OVERVIEW, workspace_id, period, bot_id)

    async def volume(
        self, conn: AsyncConnection, workspace_id: str, period: Period, bot_id: str | None
    ) -> list[dict[str, Any]]:
        return await _rows(conn, VOLUME, workspace_id, period, bot_id)

    async def outcomes(
        self, conn: AsyncConnection, workspace_id: str, period: Period, bot_id: str | None
    ) -> list[dict[str, Any]]:
        rows = await _rows(conn, OUTCOMES, workspace_id, period, bot_id)
        return [
            {
                "day": row["day"],
                "bot_id": row["bot_id"],
                "bot": row["bot"],
                "conversations": _counts(row["conversations"], get_args(ConversationOutcome)),
                "turns": _counts(row["turns"], get_args(TurnOutcome)),
            }
            for row in rows
        ]


async def _rows(
    conn: AsyncConnection, query: str, workspace_id: str, period: Period, bot_id: str | None
) -> list[dict[str, Any]]:
    asked = {"workspace_id": workspace_id, "start": period.start, "end": period.end, "bot_id": bot_id}
    return [dict(row._mapping) for row in await conn.execute(text(query), asked)]


def _counts(counted: dict[str, int] | None, names: tuple[str, ...]) -> dict[str, int]:
    return {name: (counted or {}).get(name, 0) for name in names}
