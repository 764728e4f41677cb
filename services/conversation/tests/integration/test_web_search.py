"""The web is asked only where a company wants that, and by LiteLLM against a local provider."""

from __future__ import annotations

from typing import Any

import pytest

from conversation.testing.facts import bot_configured, passage, turn_grounded, turn_submitted
from tests.support.llm_server import LlmServer

QUESTION = "When does the railway museum open?"
SAID = "The railway museum opens at 10:00. Tickets cost 7 EUR."
PATIENCE = {"llm_first_token": 20.0, "llm_deadline": 25.0}


def page(part: str, url: str = "https://museum.example/visit") -> dict[str, Any]:
    start = SAID.index(part)
    citation = {"start_index": start, "end_index": start + len(part), "url": url, "title": "Visit us"}
    return {"type": "url_citation", "url_citation": citation}


async def ask(town: Any, model: str, server: LlmServer, **settings: Any) -> Any:
    server.web = {"content": SAID, "annotations": [page("The railway museum opens at 10:00.")]}
    await town.tell(bot_configured(2, **settings))
    async with town.running(llm_models=f"{model}@{server.base}", **PATIENCE):
        await town.until(lambda: town.rows("select 1 from bots where revision = 2"))
        unfit = turn_grounded(QUESTION, confidence=0.1, passages=[passage()])
        await town.tell(turn_submitted(QUESTION), unfit)
        return (await town.answered())[-1]


@pytest.mark.parametrize("company_knows", [False, True])
async def test_what_the_web_says_is_named_as_such(town: Any, company_knows: bool) -> None:
    async with LlmServer(answer="[[NO_ANSWER]]").running() as server:
        wish = {"web_search": {"enabled": True}, "min_confidence": 0.0 if company_knows else 0.45}
        answer = await ask(town, "openai/gpt-4o-search-preview", server, **wish)
    asked = [one for one in server.requests if "web_search_options" in one]
    assert len(asked) == 1 and len(server.requests) == (2 if company_knows else 1)
    assert QUESTION in asked[0]["messages"][-1]["content"]
    assert "passages" not in asked[0]["messages"][0]["content"] and "temperature" not in asked[0]
    message, receipt = answer.message, answer.receipt
    assert message.text.startswith(
        "Our own information does not say; this is what I found on the web:\n\n"
        "The railway museum opens at 10:00. [1]"
    )
    assert "7 EUR" not in message.text
    assert [(one.url, one.web) for one in message.citations] == [("https://museum.example/visit", True)]
    assert message.blocks[0]["type"] == "handoff_offer"
    assert (receipt.rule, receipt.writer, receipt.model) == (
        "web_search",
        "web",
        "openai/gpt-4o-search-preview",
    )
    assert [(one.name, one.status) for one in receipt.tools] == [("web_search", "ok")]
    assert (receipt.passages, receipt.reusable_in) == ([], None)
    assert receipt.guard_verdicts["web"] == "1 sources, 1 uncited"
    assert receipt.prompt_tokens >= 50 and receipt.cost_usd >= 0.025


@pytest.mark.parametrize(
    ("model", "wish"),
    [
        ("openai/gpt-4o-search-preview", {}),
        ("openai/nobody-knows-me", {"web_search": {"enabled": True}}),
        ("openai/gpt-4o-search-preview", {"web_search": {"enabled": True, "domains": ["other.example"]}}),
    ],
)
async def test_else_the_bot_says_that_it_does_not_know(town: Any, model: str, wish: dict[str, Any]) -> None:
    async with LlmServer(answer="[[NO_ANSWER]]").running() as server:
        answer = await ask(town, model, server, **wish)
    assert (answer.outcome, answer.receipt.rule, answer.message.citations) == (
        "declined",
        "low_confidence",
        [],
    )
    assert len(server.requests) == (1 if "domains" in str(wish) else 0)
