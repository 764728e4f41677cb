"""What a workspace and one of its customers may spend on models in a day."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Spent:
    """US dollars since midnight UTC."""

    workspace: float = 0.0
    contact: float = 0.0


@dataclass(frozen=True, slots=True)
class Budgets:
    """US dollars a day; None sets no limit."""

    workspace: float | None = None
    contact: float | None = None

    @property
    def limited(self) -> bool:
        return self.workspace is not None or self.contact is not None

    def exceeded(self, spent: Spent) -> str | None:
        """The name of the budget that is spent, None while models may be used."""
        if self.workspace is not None and spent.workspace >= self.workspace:
            return "workspace_budget"
        if self.contact is not None and spent.contact >= self.contact:
            return "contact_budget"
        return None
