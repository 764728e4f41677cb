"""Knows what models may still spend today."""

from __future__ import annotations

from dataclasses import dataclass

from conversation.domain.budgets import Budgets
from conversation.domain.usage import Usage
from conversation.outbound import llm_metrics
from conversation.ports import Spending


@dataclass(frozen=True, slots=True)
class Purse:
    """Without limits nothing is read or written."""

    spending: Spending
    budgets: Budgets

    async def exceeded(self, workspace_id: str, conversation_id: str) -> str | None:
        """The name of the budget that is spent, None while models may be used."""
        if not self.budgets.limited:
            return None
        over = self.budgets.exceeded(await self.spending.today(workspace_id, conversation_id))
        if over is not None:
            llm_metrics.over_budget(over)
        return over

    async def book(self, workspace_id: str, conversation_id: str, usage: Usage) -> None:
        if self.budgets.limited and usage.tokens:
            await self.spending.add(workspace_id, conversation_id, usage.tokens, usage.cost_usd)
