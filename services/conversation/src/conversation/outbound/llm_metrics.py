"""Metrics of language models by provider and model."""

from __future__ import annotations

from chassis.metrics import BUCKETS, Counter, Gauge, Histogram
from conversation.domain.breaker import Breaker, State
from conversation.domain.providers import Provider
from conversation.domain.usage import Usage

_CALLS = Counter(
    "answerbus_llm_calls_total", "Calls by how they ended.", ["provider", "model", "purpose", "outcome"]
)
_SECONDS = Histogram(
    "answerbus_llm_seconds", "Time of a call.", ["provider", "model", "purpose"], buckets=BUCKETS
)
_TOKENS = Counter(
    "answerbus_llm_tokens_total", "Tokens that providers counted.", ["provider", "model", "kind"]
)
_COST = Counter("answerbus_llm_cost_usd_total", "Cost in US dollars.", ["provider", "model"])
_BREAKER = Gauge("answerbus_llm_breaker", "0 closed, 1 half open, 2 open.", ["provider", "model"])
_OVER_BUDGET = Counter(
    "answerbus_llm_over_budget_total", "Calls not made, for a day's budget was spent.", ["budget"]
)
_STATES: dict[State, int] = {"closed": 0, "half_open": 1, "open": 2}


def called(provider: Provider, purpose: str, outcome: str, seconds: float) -> None:
    _CALLS.labels(provider.name, provider.model, purpose, outcome).inc()
    _SECONDS.labels(provider.name, provider.model, purpose).observe(seconds)


def spent(provider: Provider, usage: Usage) -> None:
    _TOKENS.labels(provider.name, provider.model, "prompt").inc(usage.prompt_tokens)
    _TOKENS.labels(provider.name, provider.model, "completion").inc(usage.completion_tokens)
    _COST.labels(provider.name, provider.model).inc(usage.cost_usd)


def broken(provider: Provider, breaker: Breaker) -> None:
    _BREAKER.labels(provider.name, provider.model).set(_STATES[breaker.state])


def over_budget(budget: str) -> None:
    _OVER_BUDGET.labels(budget).inc()
