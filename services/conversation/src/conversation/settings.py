"""The knobs of the conversation service."""

from __future__ import annotations

from pydantic import Field, SecretStr

from chassis.settings import ServiceSettings, provider_key_present
from conversation.domain.budgets import Budgets
from conversation.domain.providers import Provider, parse_providers

_BY_KEY = (
    ("OPENAI_API_KEY", "openai/gpt-4.1-mini"),
    ("GEMINI_API_KEY", "gemini/gemini-2.5-flash"),
)


class Settings(ServiceSettings):
    """Times in seconds.

    `llm_models` are LiteLLM model strings in the order they are tried, each optionally with its own
    address: `openai/gpt-4.1-mini,openai/local@http://127.0.0.1:8000/v1`. `llm_api_base` is the address of
    those that name none. Budgets are US dollars a day (UTC); what is over them is
    answered with quotes. `turn_limit` counts from the moment the customer pressed enter.
    Who waits for `delay_notice` without a word is told that it takes longer.
    """

    llm_models: str = ""
    llm_api_base: str | None = None
    llm_api_key: SecretStr | None = None
    llm_deadline: float = Field(default=20.0, gt=0)
    llm_first_token: float = Field(default=6.0, gt=0)
    llm_next_token: float = Field(default=4.0, gt=0)
    llm_max_bytes: int = Field(default=16_384, gt=0)
    llm_workspace_budget: float | None = Field(default=None, ge=0)
    llm_contact_budget: float | None = Field(default=None, ge=0)
    breaker_failures: int = Field(default=3, ge=1)
    breaker_cooldown: float = Field(default=20.0, gt=0)
    grounding_patience: float = Field(default=3.0, gt=0)
    delay_notice: float = Field(default=4.0, gt=0)
    turn_limit: float = Field(default=27.0, gt=0)
    sweep_seconds: float = Field(default=0.5, gt=0)
    session_seconds: float = Field(default=30.0, gt=0)
    summary_seconds: float = Field(default=2.0, gt=0)

    def budgets(self) -> Budgets:
        return Budgets(self.llm_workspace_budget, self.llm_contact_budget)

    def providers(self) -> tuple[Provider, ...]:
        """Who writes with a model, in order of preference; empty when nothing is configured."""
        chosen = self.llm_models or ",".join(model for key, model in _BY_KEY if provider_key_present(key))
        return parse_providers(chosen, self.llm_api_base)
