"""The writer with models: each provider in turn within one deadline, quotes when none can answer."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import dataclass, replace

from chassis import clock, logs, telemetry
from contracts.requests import ProviderState
from contracts.shapes import Outcome
from conversation.domain.answering.checked_text import CheckedText
from conversation.domain.answering.grounding import Evidence
from conversation.domain.answering.prompt import render_prompt
from conversation.domain.answering.writing import Chunk, Delta, Restart, WriteRequest, Written
from conversation.domain.phrases import say
from conversation.domain.providers import Provider
from conversation.domain.signs import Signs
from conversation.domain.usage import Usage
from conversation.outbound.llm import Fault
from conversation.outbound.llm_text import Models
from conversation.outbound.prompts import prompt
from conversation.outbound.roster import Roster
from conversation.ports import Writer

PROMPT_VERSION = "answer_v2"
TEMPLATE = prompt(PROMPT_VERSION)
MIN_BUDGET = 1.5
SHARE = 0.6
log = logs.get(__name__)


@dataclass(frozen=True, slots=True)
class Patience:
    """Seconds for all providers together, for a first token and between two; and bytes of an answer."""

    total: float = 20.0
    first_token: float = 6.0
    next_token: float = 4.0
    max_bytes: int = 16_384


class CascadeWriter:
    """Tries the providers in order; one that fails after its first token means a restart."""

    def __init__(
        self,
        roster: Roster,
        models: Models,
        quoting: Writer,
        patience: Patience,
        signs: Signs,
    ) -> None:
        self._roster = roster
        self._models = models
        self._quoting = quoting
        self._patience = patience
        self._signs = signs

    def states(self) -> list[ProviderState]:
        return self._roster.states()

    async def write(self, request: WriteRequest) -> AsyncGenerator[Chunk, None]:
        until = clock.monotonic() + min(
            self._patience.total, (request.deadline - clock.now()).total_seconds() - MIN_BUDGET
        )
        shown, providers = False, self._roster.providers
        for index, provider in enumerate(providers):
            budget = self._budget(until, last=index == len(providers) - 1)
            if budget < MIN_BUDGET or not self._roster.admits(provider):
                continue
            if shown:
                yield Restart()
                shown = False
            try:
                async with aclosing(self._attempt(provider, request, budget)) as chunks:
                    async for chunk in chunks:
                        if isinstance(chunk, Written):
                            async for last in self._end(request, chunk, shown):
                                yield last
                            return
                        shown = True
                        yield chunk
            except Fault as fault:
                log.warning("llm.fault", model=provider.model, reason=str(fault), turn_id=request.turn_id)
        self._signs.met("models", clock.monotonic())
        if shown:
            yield Restart()
        async for chunk in self._quote(request, "llm_failed"):
            yield chunk

    async def _end(self, request: WriteRequest, written: Written, shown: bool) -> AsyncGenerator[Chunk, None]:
        """Show what the model wrote if it stands; else void it, and quote if quotes answer."""
        if written.outcome is not Outcome.ANSWERED and shown:
            yield Restart()
        if written.rule != "unsupported":
            yield written
            return
        async for chunk in self._quote(request, written.rule):
            yield _paid(chunk, written) if isinstance(chunk, Written) else chunk

    def _budget(self, until: float, *, last: bool) -> float:
        """All the time left for the last provider, a share of it for those before."""
        left = until - clock.monotonic()
        return left if last else left * SHARE

    async def _attempt(
        self, provider: Provider, request: WriteRequest, budget: float
    ) -> AsyncGenerator[Chunk, None]:
        answer = _checked(request)
        attributes = {"gen_ai.request.model": provider.model}
        with (
            self._roster.call(provider, "write") as call,
            telemetry.span("llm.write", attributes=attributes) as span,
        ):
            async with aclosing(self._pieces(provider, request, budget)) as pieces:
                async for piece in pieces:
                    if isinstance(piece, Usage):
                        call.usage = piece
                    elif shown := answer.feed(piece):
                        yield Delta(shown)
            if rest := answer.finish():
                yield Delta(rest)
            if not (answer.text or answer.declined or answer.removed):
                raise Fault("The answer is empty.")
            span.set_attribute("gen_ai.usage.input_tokens", call.usage.prompt_tokens)
            span.set_attribute("gen_ai.usage.output_tokens", call.usage.completion_tokens)
        yield _written(provider, answer, call.usage)

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
                    raise Fault("It took too long.", kind="Timeout") from None
                if piece is None:
                    return
                if isinstance(piece, str):
                    size += len(piece.encode())
                    wait = self._patience.next_token
                if size > self._patience.max_bytes:
                    raise Fault("The answer does not end.")
                yield piece

    async def _quote(self, request: WriteRequest, rule: str) -> AsyncGenerator[Chunk, None]:
        """Quotes in place of a model's answer; when they do not answer either, an honest refusal."""
        async for chunk in self._quoting.write(request):
            if not isinstance(chunk, Written):
                yield chunk
            elif rule != "llm_failed":
                yield replace(chunk, rule=rule)
            elif not chunk.says:
                yield replace(chunk, outcome=Outcome.FAILED, rule=rule)
            else:
                note = f"\n\n{say('only_quotes', request.language, request.bot.settings.persona.tone)}"
                yield Delta(note)
                yield replace(chunk, text=chunk.text + note, rule=rule)


def _checked(request: WriteRequest) -> CheckedText:
    """The check of an answer, which may name the customer's words, the bot and its company."""
    bot = request.bot
    spoken = (request.question, bot.name, bot.settings.company, bot.settings.support_email or "")
    passages = request.grounding.passages
    return CheckedText(passages, Evidence(passages, "\n".join(spoken)))


def _written(provider: Provider, answer: CheckedText, usage: Usage) -> Written:
    rule = "model_declined" if answer.declined else answer.rule
    answered = rule == "written"
    return Written(
        Outcome.ANSWERED if answered else Outcome.DECLINED,
        answer.text if answered else "",
        rule,
        "llm",
        PROMPT_VERSION,
        answer.citations() if answered else (),
        answer.passage_ids() if answered else (),
        provider.model,
        usage.prompt_tokens,
        usage.completion_tokens,
        usage.cost_usd,
        answer.verdicts(),
    )


def _paid(quoted: Written, written: Written) -> Written:
    """The quotes with the cost and the verdicts of what the model wrote in vain, for the receipt."""
    return replace(
        quoted,
        model=written.model,
        prompt_tokens=written.prompt_tokens,
        completion_tokens=written.completion_tokens,
        cost_usd=written.cost_usd,
        verdicts=written.verdicts,
    )
