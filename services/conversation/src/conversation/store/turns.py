"""Turns: accepted once, claimed by one attempt at a time, finished once."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection

from contracts.requests import PendingTurn
from contracts.shapes import Message, Receipt
from conversation.domain.turns import Turn, contact_message
from conversation.ports import Accepted, Claim, Submission
from conversation.store import turn_sql as sql
from conversation.store.rows import message_values, turn_of


class TurnStore:
    async def accept(self, conn: AsyncConnection, workspace_id: str, said: Submission) -> Accepted | None:
        fact = said.fact
        values = {
            "workspace_id": workspace_id,
            "conversation_id": fact.conversation_id,
            "turn_id": fact.turn_id,
            "bot_id": fact.bot_id,
            "contact_id": fact.contact_id,
            "text": fact.text,
            "locale": fact.locale,
            "page_url": fact.page_url,
            "submitted_at": fact.submitted_at,
            "stream_seq": said.stream_seq,
            "message_id": said.message_id,
            "deadline": said.deadline,
            "now": said.now,
            "facts": json.dumps(dict(said.facts)),
            "after": said.after,
        }
        row = await sql.ACCEPT.first(conn, values)
        if row is None:
            return None
        message = contact_message(fact, said.message_id, row["contact_seq"])
        return Accepted(turn_of(row), message, in_order=not row["blocked"])

    async def knows(self, conn: AsyncConnection, workspace_id: str, turn_id: str) -> bool:
        key = {"workspace_id": workspace_id, "turn_id": turn_id}
        return await sql.STATUS.value(conn, key) is not None

    async def claim(self, conn: AsyncConnection, workspace_id: str, turn_id: str) -> Claim:
        key = {"workspace_id": workspace_id, "turn_id": turn_id}
        row = await sql.CLAIM.first(conn, key)
        if row is None:
            status = await sql.STATUS.value(conn, key)
            if status is None:
                return "missing"
            if status == "done":
                return "done"
            row = await sql.CLAIM.first(conn, key)  # it may have come between the two statements
        return turn_of(row) if row is not None else "blocked"

    async def mark_grounded(self, conn: AsyncConnection, workspace_id: str, turn_id: str) -> None:
        await sql.MARK_GROUNDED.run(conn, {"workspace_id": workspace_id, "turn_id": turn_id})

    async def restart(self, conn: AsyncConnection, turn: Turn) -> Turn | None:
        attempt = await sql.RESTART.value(conn, _held(turn))
        return replace(turn, attempt=attempt) if attempt is not None else None

    async def finish(
        self, conn: AsyncConnection, turn: Turn, message: Message, receipt: Receipt
    ) -> Message | None:
        values = message_values(turn.workspace_id, message, receipt)
        seq = await sql.FINISH.value(conn, {**values, **_held(turn)})
        return message.model_copy(update={"seq": seq}) if seq is not None else None

    async def leave(self, conn: AsyncConnection, turn: Turn) -> bool:
        return await sql.LEAVE.value(conn, _held(turn)) is not None

    async def overdue(self, conn: AsyncConnection, patience: float, limit: int) -> list[tuple[str, str]]:
        rows = await sql.OVERDUE.rows(conn, {"patience": patience, "limit": limit})
        return [(row["workspace_id"], row["turn_id"]) for row in rows]

    async def pending(
        self, conn: AsyncConnection, workspace_id: str, conversation_id: str
    ) -> list[PendingTurn]:
        key = {"workspace_id": workspace_id, "conversation_id": conversation_id}
        return [PendingTurn(**row) for row in await sql.PENDING.rows(conn, key)]


def _held(turn: Turn) -> dict[str, Any]:
    return {"workspace_id": turn.workspace_id, "turn_id": turn.turn_id, "attempt": turn.attempt}
