"""All SQL about what was said before."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, or_
from sqlalchemy.ext.asyncio import AsyncConnection

from chassis.sql import Statement
from contracts.facts.chat import TurnSubmitted
from retrieval.ports import Memory
from retrieval.store.tables import TURNS

MOST_CHARS = 1_500

_REMEMBER = Statement(
    """
    with known as (
        select version from knowledge where workspace_id = :workspace_id and bot_id = :bot_id
    ), kept as (
        insert into turns (
            turn_id, workspace_id, conversation_id, contact_id, text, submitted_at, bot_id, knowledge_version
        )
        values (
            :turn_id, :workspace_id, :conversation_id, :contact_id, :text, :submitted_at, :bot_id,
            (select version from known)
        )
        on conflict (turn_id) do nothing
    )
    select
        array(
            select said from (
                select reply, text, submitted_at from turns
                where workspace_id = :workspace_id and conversation_id = :conversation_id
                    and turn_id <> :turn_id and submitted_at <= :submitted_at
                order by submitted_at desc limit :most
            ) as turn, lateral (values (1, reply), (2, text)) as message (place, said)
            where said is not null
            order by submitted_at desc, place
        ) as earlier,
        (select version from known) as version,
        exists (
            select from turns where workspace_id = :workspace_id and bot_id = :bot_id and answer is not null
        ) as answers
    """
)


_REPLIED = Statement(
    "update turns set reply = :reply where turn_id = :turn_id and workspace_id = :workspace_id"
)


class TurnStore:
    async def remember(
        self, conn: AsyncConnection, workspace_id: str, turn: TurnSubmitted, most: int
    ) -> Memory:
        values = {
            "turn_id": turn.turn_id,
            "workspace_id": workspace_id,
            "conversation_id": turn.conversation_id,
            "contact_id": turn.contact_id,
            "bot_id": turn.bot_id,
            "text": _kept(turn.text),
            "submitted_at": turn.submitted_at,
            "most": most,
        }
        row = await _REMEMBER.first(conn, values) or {}
        return Memory(row["earlier"], row["version"] or 0, row["answers"])

    async def replied(self, conn: AsyncConnection, workspace_id: str, turn_id: str, reply: str) -> None:
        values = {"workspace_id": workspace_id, "turn_id": turn_id, "reply": _kept(reply)}
        await _REPLIED.run(conn, values)

    async def forget_before(self, conn: AsyncConnection, moment: datetime) -> None:
        await conn.execute(delete(TURNS).where(TURNS.c.submitted_at < moment))

    async def forget_contact(
        self, conn: AsyncConnection, workspace_id: str, contact_id: str, conversation_ids: Sequence[str]
    ) -> None:
        theirs = or_(TURNS.c.contact_id == contact_id, TURNS.c.conversation_id.in_(conversation_ids))
        await conn.execute(delete(TURNS).where(TURNS.c.workspace_id == workspace_id, theirs))

    async def forget_workspace(self, conn: AsyncConnection, workspace_id: str) -> None:
        await conn.execute(delete(TURNS).where(TURNS.c.workspace_id == workspace_id))


def _kept(text: str) -> str:
    return text.replace("\x00", "")[:MOST_CHARS]
