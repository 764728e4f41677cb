"""A provider that fails in every way there is: the turn ends once, and half an answer is never stored."""

from __future__ import annotations

from typing import Any

import pytest
from prometheus_client import REGISTRY

from chassis import clock
from chassis.bus import Bus
from contracts.glimpses import MessageStored, ReplyDelta, ReplyReset
from contracts.requests import WRITER_STATE
from contracts.rpc import Empty
from contracts.shapes import Outcome
from conversation.testing.facts import passage, turn_grounded, turn_submitted
from tests.support.llm_server import FAULTS, Behaviour, LlmServer

QUESTION = "Do you deliver on Sundays?"
PATIENT = {"llm_deadline": 25.0, "llm_first_token": 20.0, "llm_next_token": 20.0, "llm_max_bytes": 8_000}
"""A machine that stands still for a moment makes no fault where there is none."""
HURRIED = {"llm_deadline": 12.0, "llm_first_token": 4.0, "llm_next_token": 3.0}
"""Where a provider hangs: as long as a machine may stand still, and no longer."""


def options(*servers: LlmServer) -> dict[str, Any]:
    models = ",".join(f"openai/m{n}@{server.base}" for n, server in enumerate(servers))
    return {**PATIENT, "llm_models": models}


async def ask(town: Any, passages: Any = None, message: str = "m1") -> Any:
    await town.tell(turn_submitted(QUESTION, message), turn_grounded(QUESTION, message, passages=passages))
    answer = await town.answer_to(message)
    await town.until(lambda: answer.message.id in [g.message.id for g in town.glimpses if _stored(g)])
    return answer


def _stored(glimpse: Any) -> bool:
    return isinstance(glimpse, MessageStored)


async def test_a_model_writes_the_answer_and_its_cost_is_kept(town: Any) -> None:
    async with LlmServer().running() as server, town.running(**options(server)):
        answer = await ask(town)
    assert answer.outcome is Outcome.ANSWERED
    assert answer.message.text == server.answer
    assert answer.message.citations[0].document_id == "doc_1"
    assert answer.receipt.model == "openai/m0"
    assert answer.receipt.prompt_version == "answer_v2"
    assert (answer.receipt.prompt_tokens, answer.receipt.completion_tokens) == (120, 14)
    assert "".join(g.text for g in town.glimpses if isinstance(g, ReplyDelta)) == server.answer
    prompt = server.requests[0]["messages"]
    assert "Night Courier" in prompt[0]["content"]
    assert QUESTION in prompt[-1]["content"]


async def test_a_model_that_finds_no_answer_declines_without_showing_the_mark(town: Any) -> None:
    async with LlmServer(answer="[[NO_ANSWER]]").running() as server, town.running(**options(server)):
        answer = await ask(town)
    assert answer.outcome is Outcome.DECLINED
    assert answer.receipt.rule == "model_declined"
    assert not [g for g in town.glimpses if isinstance(g, ReplyDelta)]


@pytest.mark.parametrize("fault", FAULTS)
async def test_a_fault_ends_in_a_quoted_answer(town: Any, fault: Behaviour) -> None:
    started = clock.monotonic()
    async with LlmServer(fault).running() as server, town.running(**options(server) | HURRIED):
        answer = await ask(town)
    assert server.requests
    assert clock.monotonic() - started < 30
    assert answer.outcome is Outcome.ANSWERED
    assert (answer.receipt.writer, answer.receipt.rule) == ("extractive", "llm_failed")
    assert "Parcelwing does not deliver on Sundays" in answer.message.text
    assert len(town.rows("select 1 from messages where role = 'bot'")) == 1
    assert town.rows("select status from turns") == [{"status": "done"}]
    assert shown_at_the_end(town) == answer.message.text


@pytest.mark.parametrize(
    "fault", ["error_500", "hang_after_first_token", "clean_eof", "slow_drip", "endless"]
)
async def test_the_next_provider_takes_over(town: Any, fault: Behaviour) -> None:
    async with (
        LlmServer(fault, answer="No Sundays. Night Courier runs on all nights.").running() as bad,
        LlmServer().running() as good,
        town.running(**options(bad, good) | HURRIED),
    ):
        answer = await ask(town)
    assert answer.message.text == good.answer
    assert answer.receipt.model == "openai/m1"
    assert shown_at_the_end(town) == good.answer
    resets = [g for g in town.glimpses if isinstance(g, ReplyReset)]
    shown_before = fault in ("hang_after_first_token", "clean_eof")
    assert len(resets) == shown_before
    assert answer.receipt.attempt == 1 + len(resets)


async def test_operators_see_who_failed_who_wrote_and_what_it_cost(town: Any, gateway: Bus) -> None:
    async with (
        LlmServer("error_500").running() as bad,
        LlmServer().running() as good,
        town.running(**options(bad, good), breaker_failures=1),
    ):
        answer = await ask(town)
        state = await gateway.ask(WRITER_STATE, Empty())
    assert len(town.rows("select 1 from messages where role = 'bot'")) == 1
    assert answer.message.text == good.answer
    failed, wrote = state.providers
    assert (failed.breaker, failed.failures, failed.successes) == ("open", 1, 0)
    assert failed.last_failure == "InternalServerError"
    assert (wrote.breaker, wrote.successes, wrote.prompt_tokens) == ("closed", 1, 120)
    assert failed.provider != wrote.provider
    bad_labels = {"provider": failed.provider, "model": "openai/m0"}
    good_labels = {"provider": wrote.provider, "model": "openai/m1"}
    assert number("calls_total", bad_labels, purpose="write", outcome="failed") == 1
    assert number("tokens_total", good_labels, kind="prompt") == 120
    assert number("breaker", bad_labels) == 2


def number(name: str, labels: dict[str, str], **more: str) -> float | None:
    return REGISTRY.get_sample_value(f"answerbus_llm_{name}", {**labels, **more})


async def test_customers_and_operators_hear_that_no_model_can_write(town: Any, gateway: Bus) -> None:
    async with LlmServer("error_500").running() as server, town.running(**options(server)):
        answer = await ask(town)
        state = await gateway.ask(WRITER_STATE, Empty())
    assert "only quote our information" in answer.message.text
    assert set(state.degraded) == {"models"}


async def test_when_nobody_writes_and_nothing_can_be_quoted_a_person_is_offered(town: Any) -> None:
    about_else = [passage("Our bicycles are painted green.", heading="Colours")]
    async with LlmServer("error_500").running() as server, town.running(**options(server)):
        await town.tell(
            turn_submitted(QUESTION), turn_grounded(QUESTION, passages=about_else, confidence=0.46)
        )
        (answer,) = await town.answered()
    assert answer.outcome is Outcome.HANDOFF_OFFERED
    assert answer.receipt.rule == "llm_failed"


async def test_a_provider_that_keeps_failing_is_left_alone(town: Any) -> None:
    async with (
        LlmServer("error_500").running() as server,
        town.running(**options(server), breaker_failures=2),
    ):
        for number in range(1, 5):
            await ask(town, message=f"m{number}")
    assert len(server.requests) == 2


def shown_at_the_end(town: Any) -> str:
    """What a customer who watched every glimpse has on the screen."""
    text = ""
    for glimpse in town.glimpses:
        if isinstance(glimpse, ReplyReset):
            text = ""
        elif isinstance(glimpse, ReplyDelta):
            assert glimpse.offset == len(text)
            text += glimpse.text
    return text


async def test_a_wrong_number_is_never_shown_and_the_receipt_says_why(town: Any) -> None:
    wrong = "Parcelwing does not deliver on Sundays [1]. A delivery on Saturday costs EUR 49.00 [1]."
    async with LlmServer(answer=wrong).running() as server, town.running(**options(server)):
        answer = await ask(town)
    assert answer.message.text == "Parcelwing does not deliver on Sundays [1]."
    assert answer.receipt.guard_verdicts["grounding"] == "1 supported, removed 1 number"
    assert "49" not in "".join(g.text for g in town.glimpses if isinstance(g, ReplyDelta))


async def test_an_answer_of_inventions_is_replaced_by_quotes(town: Any) -> None:
    async with LlmServer(answer="It costs 49 EUR.").running() as server, town.running(**options(server)):
        answer = await ask(town)
    assert (answer.receipt.writer, answer.receipt.rule) == ("extractive", "unsupported")
    assert "49" not in answer.message.text
    assert answer.receipt.completion_tokens == 14
    assert not [g for g in town.glimpses if isinstance(g, ReplyReset)]


async def test_a_spent_budget_is_remembered_by_the_database(town: Any) -> None:
    async with LlmServer().running() as server, town.running(**options(server), llm_contact_budget=0.01):
        first = await ask(town, message="m1")
        town.rows("update spending set cost_usd = 0.02 returning 1")
        second = await ask(town, message="m2")
    assert (first.receipt.rule, second.receipt.rule) == ("written", "contact_budget")
    assert second.receipt.writer == "extractive"
    assert second.receipt.completion_tokens == 0
