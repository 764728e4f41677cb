"""Retrieval is given a question that can be understood alone, where there is a model to write it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest

from chassis.bus import Bus
from contracts.rewrite_requests import REWRITE_QUESTION, RewriteQuestion, RewrittenQuestion
from conversation.testing.facts import CONVERSATION, WORKSPACE, turn_grounded, turn_submitted
from tests.support.llm_server import LlmServer

MAIL = "ann.canary@example.com"


@pytest.fixture
async def retrieval(nats_url: Callable[[str], str]) -> AsyncIterator[Bus]:
    bus = Bus(nats_url("retrieval"), "retrieval")
    await bus.connect()
    yield bus
    await bus.close()


async def rewritten(bus: Bus, turn_id: str) -> RewrittenQuestion:
    ask = RewriteQuestion(workspace_id=WORKSPACE, conversation_id=CONVERSATION, turn_id=turn_id)
    return await bus.ask(REWRITE_QUESTION, ask, timeout=30)


async def test_from_the_transcript_without_what_identifies(town: Any, retrieval: Bus) -> None:
    first = turn_submitted(f"Does Night Courier run on Sundays? I am {MAIL}", "m1")
    second = turn_submitted("And how much is it?", "m2")
    async with (
        LlmServer(answer='"How much is Night Courier, [EMAIL_1]?"').running() as server,
        town.running(llm_models=f"openai/m@{server.base}"),
    ):
        await town.tell(first, turn_grounded("", "m1"))
        await town.answered()
        await town.tell(second)
        await town.until(lambda: len(town.rows("select 1 from messages where role = 'contact'")) == 2)
        found = await rewritten(retrieval, second.data.turn_id)
        server.answer = "How much are 77 couriers?"
        invented = await rewritten(retrieval, second.data.turn_id)
        unknown = await rewritten(retrieval, "trn_none")
    assert found == RewrittenQuestion(text="How much is Night Courier, ?")
    assert invented == unknown == RewrittenQuestion()
    asked = str(server.requests[-1]["messages"])
    assert "Night Courier" in asked and "[EMAIL_1]" in asked
    assert MAIL not in asked


async def test_without_a_model_nothing_is_offered(town: Any, retrieval: Bus) -> None:
    async with town.running():
        assert await rewritten(retrieval, "trn_none") == RewrittenQuestion(offered=False)
