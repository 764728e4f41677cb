"""Retrieval's tables, in memory; `conn` is never looked at."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from contracts.cached_answer import CachedAnswer
from contracts.facts.chat import TurnSubmitted
from contracts.facts.workspace import BotConfigured
from retrieval.domain.passages import Scope, Vector
from retrieval.domain.reuse import Remembered
from retrieval.ports import Memory, Told


@dataclass
class FakeBots:
    rows: dict[str, tuple[str, BotConfigured]] = field(default_factory=dict)

    async def put(self, conn: Any, workspace_id: str, bot: BotConfigured) -> bool:
        known = self.rows.get(bot.bot_id)
        if known is not None and known[1].revision >= bot.revision:
            return False
        self.rows[bot.bot_id] = (workspace_id, bot)
        return True

    async def forget_workspace(self, conn: Any, workspace_id: str) -> None:
        for key, (owner, bot) in self.rows.items():
            if owner == workspace_id:
                self.rows[key] = owner, bot.model_copy(update={"deleted": True})

    async def told(self, conn: Any, scope: Scope) -> Told:
        known = self.rows.get(scope.bot_id)
        return Told(known[1].settings.reranker, known[1].settings.company) if known else Told()

    async def may_know(self, conn: Any, scope: Scope) -> bool:
        known = self.rows.get(scope.bot_id)
        return known is None or (known[0] == scope.workspace_id and not known[1].deleted)


@dataclass
class FakeAnswers:
    kept: dict[str, tuple[CachedAnswer, Vector]] = field(default_factory=dict)

    async def keep(self, conn: Any, workspace_id: str, answer: CachedAnswer, vector: Vector) -> None:
        self.kept[answer.turn_id] = answer, vector

    async def citing(
        self, conn: Any, scope: Scope, version: int, found: Sequence[str], question: str
    ) -> list[Remembered]:
        fitting = [one for one in self.kept.values() if set(one[0].passage_ids) <= set(found)]
        return [Remembered(answer.turn_id, "", vector) for answer, vector in fitting]

    async def given(self, conn: Any, workspace_id: str, turn_id: str) -> CachedAnswer | None:
        answer, _ = self.kept.get(turn_id, (None, ()))
        return answer

    async def forget(self, conn: Any, scope: Scope) -> None:
        self.kept.clear()


@dataclass
class FakeTurns:
    texts: dict[str, TurnSubmitted] = field(default_factory=dict)
    replies: dict[str, str] = field(default_factory=dict)
    version: int = 1

    async def remember(self, conn: Any, workspace_id: str, turn: TurnSubmitted, most: int) -> Memory:
        before = [
            one
            for one in self.texts.values()
            if one.conversation_id == turn.conversation_id and one.turn_id != turn.turn_id
        ]
        self.texts.setdefault(turn.turn_id, turn)
        said = [text for one in before[::-1][:most] for text in (self.replies.get(one.turn_id), one.text)]
        return Memory([text for text in said if text is not None], self.version)

    async def replied(self, conn: Any, workspace_id: str, turn_id: str, reply: str) -> None:
        self.replies[turn_id] = reply

    async def forget_before(self, conn: Any, moment: datetime) -> None:
        self.texts = {key: one for key, one in self.texts.items() if one.submitted_at >= moment}

    async def forget_contact(
        self, conn: Any, workspace_id: str, contact_id: str, conversation_ids: Sequence[str]
    ) -> None:
        self.texts = {
            key: one
            for key, one in self.texts.items()
            if one.contact_id != contact_id and one.conversation_id not in conversation_ids
        }

    async def forget_workspace(self, conn: Any, workspace_id: str) -> None:
        self.texts.clear()
