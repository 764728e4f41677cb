"""The semantic cache: an answer is kept with its question and found when somebody asks the same."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from contracts.cached_answer import CachedAnswer
from contracts.envelope import Event
from contracts.facts.chat import TurnAnswered
from contracts.shapes import Passage
from retrieval.domain.passages import Scope, Vector
from retrieval.domain.reuse import same_question
from retrieval.handlers.find_passages import Finder
from retrieval.ports import Answers, Database


@dataclass(frozen=True, slots=True)
class ReuseAnswers:
    """Conversation says which answers may be reused; they are kept until the knowledge changes."""

    database: Database
    answers: Answers
    finder: Finder

    async def keep(self, event: Event[TurnAnswered]) -> None:
        answer = _answer(event.data)
        if answer is None:
            return
        scope = Scope(event.workspaceid, event.data.bot_id)
        vector = await self.finder.vector(scope, event.data.question)
        async with self.database.read() as conn:  # one statement: a transaction would cost two more
            await self.answers.keep(conn, event.workspaceid, answer, vector)

    async def find(
        self, scope: Scope, version: int, question: str, vector: Vector, passages: Sequence[Passage]
    ) -> CachedAnswer | None:
        async with self.database.read() as conn:
            keys = [one.passage_id for one in passages]
            same = same_question(vector, await self.answers.citing(conn, scope, version, keys, question))
            if same is None:
                return None
            turn_id, similarity = same
            answer = await self.answers.given(conn, scope.workspace_id, turn_id)
        return answer and answer.model_copy(update={"similarity": similarity})


def _answer(fact: TurnAnswered) -> CachedAnswer | None:
    receipt = fact.receipt
    if receipt.reusable_in is None:
        return None
    return CachedAnswer(
        turn_id=fact.turn_id,
        text=fact.message.text,
        language=receipt.reusable_in,
        citations=fact.message.citations,
        passage_ids=[one.passage_id for one in receipt.passages],
        bot_revision=receipt.bot_revision,
        writer=receipt.writer,
        model=receipt.model,
        prompt_version=receipt.prompt_version,
    )
