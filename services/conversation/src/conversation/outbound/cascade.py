"""The writer with models: each provider in turn within one deadline, quoting when none of them manages."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import dataclass, replace
from importlib.resources import files
from typing import Protocol

from chassis import clock, logs, telemetry
from contracts.requests import ProviderState
from contracts.shapes import Outcome
from conversation.domain.breaker import Breaker
from conversation.domain.checked_text import CheckedText
from conversation.domain.prompt import render_prompt
from conversation.domain.providers import Provider
from conversation.domain.writing import Chunk, Delta, Restart, WriteRequest, Written
from conversation.outbound.llm import Fault, Usage
from conversation.ports import Writer

PROMPT_VERSION = "answer_v1"
TEMPLATE = files("conversation").joinpath("prompts", f"{PROMPT_VERSION}.md").read_text(encoding="utf-8")
MIN_BUDGET = 1.5
SHARE = 0.6
log = logs.get(__name__)


class Models(Protocol):
    """Streams text of one provider, then Usage; raises Fault when the answer is not complete."""

    def stream(
        self, provider: Provider, messages: list[dict[str, str]], timeout: float
    ) -> AsyncGenerator[str | Usage, None]: ...


@dataclass(frozen=True, slots=True)
class Patience:
    """Seconds: for all providers together, for a first token, between two; and bytes of an answer."""

    total: float = 20.0
    first_token: float = 6.0
    next_token: float = 4.0
    max_bytes: int = 16_384


class CascadeWriter:
    """Tries the providers in order; one that fails after its first token means a restart."""

    def __init__(
        self,
        providers: tuple[Provider, ...],
        models: Models,
        quoting: Writer,
        patience: Patience,
        breaker: Breaker,
    ) -> None:
        self._providers = providers
        self._models = models
        self._quoting = quoting
        self._patience = patience
        self._breakers = {provider.key: breaker for provider in providers}

    def states(self) -> list[ProviderState]:
        return [
            ProviderState(model=p.model, breaker=b.state, successes=b.successes, failures=b.failures)
            for p in self._providers
            if (b := self._breakers[p.key])
        ]

    async def write(self, request: WriteRequest) -> AsyncGenerator[Chunk, None]:
        until = clock.monotonic() + min(
            self._patience.total, (request.deadline - clock.now()).total_seconds() - MIN_BUDGET
        )
        shown = False
        for index, provider in enumerate(self._providers):
            budget = self._budget(until, last=index == len(self._providers) - 1)
            if budget < MIN_BUDGET or not self._breakers[provider.key].admits(clock.monotonic()):
                continue
            if shown:
                yield Restart()
                shown = False
            try:
                async with aclosing(self._attempt(provider, request, budget)) as chunks:
                    async for chunk in chunks:
                        shown = True
                        yield chunk
                return
            except Fault as fault:
                log.warning("llm.fault", model=provider.model, reason=str(fault), turn_id=request.turn_id)
        if shown:
            yield Restart()
        async for chunk in self._quote(request):
            yield chunk

    def _budget(self, until: float, *, last: bool) -> float:
        """Those before the last leave some time for the next."""
        left = until - clock.monotonic()
        return left if last else left * SHARE

    async def _attempt(
        self, provider: Provider, request: WriteRequest, budget: float
    ) -> AsyncGenerator[Chunk, None]:
        self._note(provider, self._breakers[provider.key].started(clock.monotonic()))
        answer = CitedText(request.grounding.passages)
        usage = Usage()
        try:
            with telemetry.span("llm.write", attributes={"gen_ai.request.model": provider.model}) as span:
                async with aclosing(self._pieces(provider, request, budget)) as pieces:
                    async for piece in pieces:
                        if isinstance(piece, Usage):
                            usage = piece
                        elif shown := answer.feed(piece):
                            yield Delta(shown)
                if rest := answer.finish():
                    yield Delta(rest)
                if not answer.text.strip() and not answer.declined:
                    raise Fault("The answer is empty.")
                span.set_attribute("gen_ai.usage.input_tokens", usage.prompt_tokens)
                span.set_attribute("gen_ai.usage.output_tokens", usage.completion_tokens)
        except Fault as fault:
            failed = self._breakers[provider.key]
            self._note(
                provider,
                failed.failed(clock.monotonic()) if fault.provider_down else failed.refused_request(),
            )
            raise
        self._note(provider, self._breakers[provider.key].succeeded())
        yield _written(provider, answer, usage)

    async def _pieces(
        self, provider: Provider, request: WriteRequest, budget: float
    ) -> AsyncGenerator[str | Usage, None]:
        """The stream, under this service's own deadlines and size limit. Raises Fault."""
        until = clock.monotonic() + budget
        wait, size = self._patience.first_token, 0
        messages = render_prompt(TEMPLATE, request)
        stream = self._models.stream(provider, messages, budget)
        async with aclosing(stream):
            while True:
                try:
                    async with asyncio.timeout(min(wait, until - clock.monotonic())):
                        piece = await anext(stream, None)
                except TimeoutError:
                    raise Fault("It took too long.") from None
                if piece is None:
                    return
                if isinstance(piece, str):
                    size += len(piece.encode())
                    wait = self._patience.next_token
                if size > self._patience.max_bytes:
                    raise Fault("The answer does not end.")
                yield piece

    async def _quote(self, request: WriteRequest) -> AsyncGenerator[Chunk, None]:
        """Nobody wrote: quote the passages if they answer, else fail plainly."""
        async for chunk in self._quoting.write(request):
            if isinstance(chunk, Written):
                failed = chunk.outcome is not Outcome.ANSWERED
                outcome = Outcome.FAILED if failed else Outcome.ANSWERED
                yield replace(chunk, outcome=outcome, rule="llm_failed")
            else:
                yield chunk

    def _note(self, provider: Provider, breaker: Breaker) -> None:
        before = self._breakers[provider.key].state
        self._breakers[provider.key] = breaker
        if breaker.state != before:
            log.info("llm.breaker", model=provider.model, state=breaker.state)


def _written(provider: Provider, answer: CitedText, usage: Usage) -> Written:
    return Written(
        Outcome.DECLINED if answer.declined else Outcome.ANSWERED,
        "" if answer.declined else answer.text,
        "model_declined" if answer.declined else "written",
        "llm",
        PROMPT_VERSION,
        answer.citations(),
        answer.passage_ids(),
        provider.model,
        usage.prompt_tokens,
        usage.completion_tokens,
        usage.cost_usd,
    )
