"""The providers in the order they are tried: who may be called, how they fare, what they cost."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Literal

from chassis import clock, logs
from contracts.requests import ProviderState
from conversation.domain.breaker import Breaker
from conversation.domain.providers import Provider
from conversation.domain.usage import NOTHING, Usage
from conversation.outbound import llm_metrics
from conversation.outbound.llm import Fault

Purpose = Literal["write", "plan", "summarize", "search", "rewrite"]
log = logs.get(__name__)


@dataclass(slots=True)
class Call:
    """One call; its caller sets what it used."""

    usage: Usage = NOTHING


@dataclass(slots=True)
class _Standing:
    breaker: Breaker
    usage: Usage = NOTHING
    last_failure: str | None = None


class Roster:
    """Every call of a model is made within `call`, whatever it is for."""

    def __init__(self, providers: tuple[Provider, ...], breaker: Breaker) -> None:
        self.providers = providers
        self._standings = {provider.key: _Standing(breaker) for provider in providers}
        for provider in providers:
            llm_metrics.broken(provider, breaker)

    def admits(self, provider: Provider) -> bool:
        return self._standings[provider.key].breaker.admits(clock.monotonic())

    @contextmanager
    def call(self, provider: Provider, purpose: Purpose) -> Iterator[Call]:
        """A Fault counts as a failure; a call that is left early counts as nothing."""
        standing, call, began = self._standings[provider.key], Call(), clock.monotonic()
        self._note(provider, standing.breaker.started(began))
        outcome = "left"
        try:
            yield call
            self._note(provider, standing.breaker.succeeded())
            outcome = "ok"
        except Fault as fault:
            outcome = self._failed(provider, fault)
            raise
        finally:
            standing.usage += call.usage
            llm_metrics.called(provider, purpose, outcome, clock.monotonic() - began)
            llm_metrics.spent(provider, call.usage)

    def states(self) -> list[ProviderState]:
        return [self._state(provider, self._standings[provider.key]) for provider in self.providers]

    def _failed(self, provider: Provider, fault: Fault) -> str:
        standing = self._standings[provider.key]
        standing.last_failure = fault.kind
        breaker, now = standing.breaker, clock.monotonic()
        self._note(provider, breaker.failed(now) if fault.provider_down else breaker.refused_request())
        return "failed" if fault.provider_down else "refused"

    def _note(self, provider: Provider, breaker: Breaker) -> None:
        standing = self._standings[provider.key]
        before, standing.breaker = standing.breaker.state, breaker
        if breaker.state != before:
            log.info("llm.breaker", provider=provider.name, model=provider.model, state=breaker.state)
            llm_metrics.broken(provider, breaker)

    @staticmethod
    def _state(provider: Provider, standing: _Standing) -> ProviderState:
        return ProviderState(
            model=provider.model,
            provider=provider.name,
            breaker=standing.breaker.state,
            successes=standing.breaker.successes,
            failures=standing.breaker.failures,
            prompt_tokens=standing.usage.prompt_tokens,
            completion_tokens=standing.usage.completion_tokens,
            cost_usd=round(standing.usage.cost_usd, 6),
            last_failure=standing.last_failure,
        )
