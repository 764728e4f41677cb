"""All SQL about answers that may be given again."""

from __future__ import annotations

import json
import struct
from collections.abc import Sequence

from sqlalchemy import null, update
from sqlalchemy.ext.asyncio import AsyncConnection

from chassis.sql import Statement
from contracts.cached_answer import CachedAnswer
from retrieval.domain.passages import Scope, Vector
from retrieval.domain.reuse import Remembered, alike
from retrieval.store.tables import TURNS

_KEEP = Statement(
    """
    update turns set answer = cast(:answer as jsonb), vector = :vector
    where turn_id = :turn_id and workspace_id = :workspace_id
        and knowledge_version = (select version from knowledge k where k.bot_id = turns.bot_id)
    """
)
_CITING = Statement(
    """
    select turn_id, text, vector from turns
    where workspace_id = :workspace_id and bot_id = :bot_id and answer is not null
        and knowledge_version = :version and answer -> 'passage_ids' <@ cast(:found as jsonb)
    order by submitted_at desc limit 20
    """
)
_GIVEN = Statement(
    """
    select cast(answer as text) from turns
    where workspace_id = :workspace_id and turn_id = :turn_id and answer is not null
    """
)


class AnswerStore:
    async def keep(
        self, conn: AsyncConnection, workspace_id: str, answer: CachedAnswer, vector: Vector
    ) -> None:
        values = {
            "workspace_id": workspace_id,
            "turn_id": answer.turn_id,
            "answer": answer.model_dump_json(),
            "vector": struct.pack(f"<{len(vector)}f", *vector),
        }
        await _KEEP.run(conn, values)

    async def citing(
        self, conn: AsyncConnection, scope: Scope, version: int, found: Sequence[str], question: str
    ) -> list[Remembered]:
        values = {
            "workspace_id": scope.workspace_id,
            "bot_id": scope.bot_id,
            "version": version,
            "found": json.dumps(list(found)),
        }
        return [
            Remembered(row["turn_id"], row["text"], _floats(row["vector"]))
            for row in await _CITING.rows(conn, values)
            if alike(question, row["text"])
        ]

    async def given(self, conn: AsyncConnection, workspace_id: str, turn_id: str) -> CachedAnswer | None:
        answer = await _GIVEN.value(conn, {"workspace_id": workspace_id, "turn_id": turn_id})
        return CachedAnswer.model_validate_json(answer) if answer else None

    async def forget(self, conn: AsyncConnection, scope: Scope) -> None:
        await forget_answers(conn, scope)


async def forget_answers(conn: AsyncConnection, scope: Scope) -> None:
    """Of one bot, all of them."""
    mine = (TURNS.c.workspace_id == scope.workspace_id) & (TURNS.c.bot_id == scope.bot_id)
    await conn.execute(
        update(TURNS).where(mine, TURNS.c.answer.is_not(None)).values(answer=null(), vector=None)
    )


def _floats(raw: bytes) -> tuple[float, ...]:
    return struct.unpack(f"<{len(raw) // 4}f", raw)
