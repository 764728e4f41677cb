"""Who is called, what it costs, and what operators are told."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from typing import Any

import pytest
from prometheus_client import generate_latest

from chassis import clock
from contracts.shapes import BotSettings
from conversation.domain.breaker import Breaker
from conversation.domain.budgets import Budgets
from conversation.domain.providers import Provider
from conversation.domain.tools import Tool
from conversation.domain.turns import Bot, Turn
from conversation.domain.usage import Usage
from conversation.outbound.llm import Fault
from conversation.outbound.llm_questions import LlmRewriter
from conversation.outbound.llm_tools import LlmPlanner
from conversation.outbound.purse import Purse
from conversation.outbound.roster import Roster
from conversation.tool_ports import PlannerAway

from .test_thrifty import FakeSpending

A, B = Provider("openai/a", "http://user:secret@127.0.0.1:1/v1"), Provider("gemini/b")


class Choosing:
    """The first provider fails; the other asks for nothing."""

    def __init__(self) -> None:
        self.called: list[Provider] = []

    async def choose(self, provider: Provider, *_: Any) -> tuple[dict[str, Any], Usage]:
        self.called.append(provider)
        if provider == A:
            raise Fault("Key sk-123 is wrong.", kind="AuthenticationError")
        return {"content": "Done."}, Usage(50, 5, 0.3)


def planner(models: Any, roster: Roster, spending: Any, budgets: Budgets) -> LlmPlanner:
    return LlmPlanner(roster, models, Purse(spending, budgets))


TOOL = Tool("shop", "A shop.", {"type": "object", "properties": {}}, "http")


def turn() -> Turn:
    now = clock.now()
    bot = Bot("bot_1", "Wingo", 1, BotSettings())
    return Turn("wsp_1", "cnv_1", "trn_1", bot, "Where is it?", None, 1, now, now)


async def test_choosing_tools_falls_over_and_is_seen_by_operators() -> None:
    roster, models = Roster((A, B), Breaker(threshold=2)), Choosing()
    plan = planner(models, roster, FakeSpending(), Budgets())
    for _ in range(3):
        assert (await plan.plan(turn(), [], [TOOL], 5.0)).usage == Usage(50, 5, 0.3)
    assert models.called == [A, B, A, B, B]
    first, second = roster.states()
    assert (first.provider, first.breaker, first.failures) == ("127.0.0.1:1", "open", 2)
    assert first.last_failure == "AuthenticationError"
    assert (second.successes, second.prompt_tokens, second.cost_usd) == (3, 150, 0.9)
    assert "sk-123" not in str(roster.states())
    assert "secret" not in str(roster.states())


async def test_choosing_tools_counts_in_the_budget_and_stops_with_it() -> None:
    spending, models = FakeSpending(), Choosing()
    plan = planner(models, Roster((B,), Breaker()), spending, Budgets(contact=0.5))
    for _ in range(2):
        await plan.plan(turn(), [], [TOOL], 5.0)
    with pytest.raises(PlannerAway, match="contact_budget"):
        await plan.plan(turn(), [], [TOOL], 5.0)
    assert [row[2:] for row in spending.booked] == [(55, 0.3), (55, 0.3)]
    assert len(models.called) == 2
    assert 'answerbus_llm_over_budget_total{budget="contact_budget"}' in generate_latest().decode()


async def test_when_nobody_may_be_called_that_is_known() -> None:
    roster = Roster((A,), Breaker(threshold=1))
    with pytest.raises(PlannerAway):
        await planner(Choosing(), roster, FakeSpending(), Budgets()).plan(turn(), [], [TOOL], 5.0)
    assert not roster.admits(A)


class Slow:
    """Answers, but later than a rewriting can wait."""

    async def stream(self, *_: Any) -> AsyncGenerator[str | Usage, None]:
        await asyncio.sleep(5)
        yield "Never."


async def test_a_model_too_slow_to_rewrite_may_still_write(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("conversation.outbound.llm_questions.SECONDS", 0.05)
    roster = Roster((B,), Breaker(threshold=1))
    rewriter = LlmRewriter(roster, Slow(), Purse(FakeSpending(), Budgets()))
    assert await rewriter.rewrite("wsp_1", "cnv_1", [("contact", "And on Sundays?")]) is None
    assert roster.admits(B)
