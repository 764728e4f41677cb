"""Budgets: what is over them is quoted, and the receipt says so."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import pytest

from contracts.shapes import Outcome
from conversation.domain.answering.writing import Written
from conversation.domain.budgets import Budgets, Spent
from conversation.outbound.purse import Purse
from conversation.outbound.thrifty import ThriftyWriter
from conversation.testing.fakes import FakeWriter

from .test_evil_model import request

MODEL = Written(
    Outcome.ANSWERED,
    "By a model.",
    "written",
    "llm",
    "v1",
    prompt_tokens=90,
    completion_tokens=10,
    cost_usd=0.4,
)
QUOTE = Written(Outcome.ANSWERED, "A quote.", "extracted", "extractive", "v1")


@dataclass
class FakeSpending:
    asked: int = 0
    booked: list[tuple[str, str, int, float]] = field(default_factory=list)

    async def today(self, workspace_id: str, conversation_id: str) -> Spent:
        self.asked += 1
        mine = [cost for workspace, _, _, cost in self.booked if workspace == workspace_id]
        hers = [cost for _, talk, _, cost in self.booked if talk == conversation_id]
        return Spent(sum(mine), sum(hers))

    async def add(self, workspace_id: str, conversation_id: str, tokens: int, cost_usd: float) -> None:
        self.booked.append((workspace_id, conversation_id, tokens, cost_usd))


async def ask(spending: FakeSpending, budgets: Budgets, talk: str = "cnv_1") -> Written:
    writer = ThriftyWriter(FakeWriter([MODEL]), FakeWriter([QUOTE]), Purse(spending, budgets))
    wanted = replace(request(), workspace_id="wsp_1", conversation_id=talk)
    [written] = [chunk async for chunk in writer.write(wanted)]
    assert isinstance(written, Written)
    return written


async def test_quotes_answer_once_the_workspace_has_spent_its_day() -> None:
    spending, budgets = FakeSpending(), Budgets(workspace=0.5)
    assert [(await ask(spending, budgets, f"cnv_{n}")).rule for n in range(4)] == [
        "written",
        "written",
        "workspace_budget",
        "workspace_budget",
    ]
    assert (await ask(spending, budgets)).text == QUOTE.text
    assert spending.booked[0] == ("wsp_1", "cnv_0", 100, 0.4)


async def test_one_customer_cannot_spend_what_is_meant_for_all() -> None:
    spending, budgets = FakeSpending(), Budgets(workspace=10, contact=0.4)
    assert (await ask(spending, budgets)).rule == "written"
    assert (await ask(spending, budgets)).rule == "contact_budget"
    assert (await ask(spending, budgets, "cnv_2")).rule == "written"


async def test_without_limits_nothing_is_asked_or_booked() -> None:
    spending = FakeSpending()
    assert (await ask(spending, Budgets())).rule == "written"
    assert (spending.asked, spending.booked) == (0, [])


@pytest.mark.parametrize("budgets", [Budgets(workspace=0), Budgets(contact=0)])
async def test_a_budget_of_nothing_means_quotes_only(budgets: Budgets) -> None:
    assert (await ask(FakeSpending(), budgets)).writer == "extractive"
