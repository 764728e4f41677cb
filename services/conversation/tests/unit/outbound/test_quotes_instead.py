"""When no model manages, quotes stay what they are: the answer, or only what is nearest to one."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from datetime import timedelta

import pytest

from chassis import clock
from contracts.shapes import BotSettings, Outcome
from conversation.domain.answering.writing import NEAREST, WriteRequest, Written
from conversation.domain.breaker import Breaker
from conversation.domain.providers import Provider
from conversation.domain.signs import Signs
from conversation.domain.turns import Bot, Grounding
from conversation.domain.usage import Usage
from conversation.outbound.cascade import CascadeWriter, Patience
from conversation.outbound.extractive import ExtractiveWriter
from conversation.outbound.llm import Fault
from conversation.outbound.roster import Roster
from conversation.testing.facts import passage

QUESTION = "Do you deliver on Sundays?"


class Down:
    async def stream(
        self, provider: Provider, messages: list[dict[str, str]], timeout: float
    ) -> AsyncGenerator[str | Usage, None]:
        raise Fault("Nobody is there.")
        yield ""


@pytest.mark.parametrize(("unsure", "outcome"), [(False, Outcome.ANSWERED), (True, Outcome.HANDOFF_OFFERED)])
async def test_quotes_that_may_not_answer_are_no_failure_and_no_answer(
    unsure: bool, outcome: Outcome
) -> None:
    bot, until = (
        Bot("bot_1", "Wingo", 1, BotSettings(company="Parcelwing")),
        clock.now() + timedelta(seconds=30),
    )
    grounding = Grounding(QUESTION, "en", (passage(),), 0.45 if unsure else 0.8)
    request = WriteRequest("trn_1", QUESTION, "en", grounding, (), bot, until, unsure=unsure)
    roster = Roster((Provider("openai/down"),), Breaker())
    writer = CascadeWriter(roster, Down(), ExtractiveWriter(), Patience(), Signs())
    written = [chunk async for chunk in writer.write(request)][-1]
    assert isinstance(written, Written)
    assert (written.outcome, written.rule) == (outcome, "llm_failed")
    assert "does not deliver on Sundays" in written.text and "quote our information" in written.text
    plain = [chunk async for chunk in ExtractiveWriter().write(request)][-1]
    assert isinstance(plain, Written) and (plain.rule == NEAREST) is unsure
