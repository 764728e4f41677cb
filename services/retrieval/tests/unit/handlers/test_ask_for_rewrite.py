"""A leaning question is rewritten where there is a model; a search never fails for want of one."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import pytest

from chassis.errors import Unavailable
from contracts.facts.chat import TurnSubmitted
from contracts.rewrite_requests import RewrittenQuestion
from retrieval.handlers.ask_for_rewrite import AskForRewrite


@dataclass
class Conversation:
    answer: RewrittenQuestion | Exception
    asked: list[str] = field(default_factory=list)

    async def ask(self, rpc: Any, question: Any, *, timeout: float | None = None) -> Any:
        self.asked.append(question.turn_id)
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer


def turn(text: str) -> TurnSubmitted:
    return TurnSubmitted(
        conversation_id="cnv_1",
        turn_id="trn_1",
        bot_id="bot_1",
        contact_id="ctc_1",
        client_message_id="m1",
        text=text,
        submitted_at=datetime.now(UTC),
    )


@pytest.mark.parametrize(
    ("text", "earlier", "asked"),
    [
        ("And how much is it?", True, 1),
        ("And how much is it?", False, 0),
        ("How much does a standard parcel to Norway cost?", True, 0),
    ],
)
async def test_only_a_leaning_question_is_worth_a_model(text: str, earlier: bool, asked: int) -> None:
    bus = Conversation(RewrittenQuestion(text="How much is a parcel to Norway?"))
    found = await AskForRewrite(bus)("wsp_1", turn(text), earlier)
    assert (found, len(bus.asked)) == ("How much is a parcel to Norway?" if asked else None, asked)


async def test_who_offers_nothing_is_not_asked_again_at_once() -> None:
    bus = Conversation(RewrittenQuestion(offered=False))
    rewrite = AskForRewrite(bus)
    assert [await rewrite("wsp_1", turn("And that one?"), True) for _ in range(3)] == [None] * 3
    assert len(bus.asked) == 1


async def test_who_does_not_answer_is_done_without() -> None:
    assert await AskForRewrite(Conversation(Unavailable()))("wsp_1", turn("And that one?"), True) is None
