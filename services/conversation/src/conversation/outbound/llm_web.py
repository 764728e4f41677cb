"""Has providers search the web, and reads the sources they name, each in its own way."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Mapping
from itertools import chain, islice
from typing import Any

from chassis import logs
from conversation.domain.answering.prompt import render_web_prompt
from conversation.domain.providers import Provider
from conversation.domain.turns import Turn
from conversation.domain.usage import Usage
from conversation.domain.web_search import PROMPT_VERSION, Cite, Looked
from conversation.outbound.llm import Fault, LiteLlm
from conversation.outbound.prompts import prompt
from conversation.outbound.purse import Purse
from conversation.outbound.roster import Roster

TEMPLATE = prompt(PROMPT_VERSION)
MAX_TEXT = 8_000
MAX_CITES = 50
_COUNT_BYTES = ("gemini/", "vertex_ai/", "vertex_ai_beta/")
log = logs.get(__name__)


class LlmWebSearcher:
    """Keeps to the budgets like the writers, and leaves out providers that keep failing."""

    def __init__(self, roster: Roster, models: LiteLlm, purse: Purse) -> None:
        self._roster = roster
        self._models = models
        self._purse = purse

    async def look_up(self, turn: Turn, language: str, seconds: float) -> Looked | None:
        """None when no provider can search, or none answered."""
        able = [one for one in self._roster.providers if await self._models.can_look_up(one)]
        whose = (turn.workspace_id, turn.conversation_id)
        if not able or await self._purse.exceeded(*whose):
            return None
        messages = render_web_prompt(TEMPLATE, turn, language)
        for provider in filter(self._roster.admits, able):
            try:
                with self._roster.call(provider, "search") as call:
                    message, call.usage = await self._ask(provider, messages, seconds / len(able))
            except Fault as fault:
                log.warning("llm.fault", model=provider.model, reason=str(fault), turn_id=turn.turn_id)
            else:
                await self._purse.book(*whose, call.usage)
                return looked(provider, message, call.usage)
        return None

    async def _ask(
        self, provider: Provider, messages: list[dict[str, str]], seconds: float
    ) -> tuple[dict[str, Any], Usage]:
        try:
            async with asyncio.timeout(seconds):
                return await self._models.look_up(provider, messages, seconds)
        except TimeoutError:
            raise Fault("It took too long.", kind="Timeout") from None


def looked(provider: Provider, message: Mapping[str, Any], usage: Usage) -> Looked:
    """The message as text with sources; a source in an unknown form is left out."""
    text = str(message.get("content") or "")[:MAX_TEXT]
    in_bytes = provider.model.startswith(_COUNT_BYTES)
    own = message.get("provider_specific_fields") or {}
    found = chain(
        _annotated(message.get("annotations"), text, in_bytes), _supported(own.get("citations"), text)
    )
    return Looked(text, tuple(dict.fromkeys(islice(found, MAX_CITES))), provider.model, usage)


def _annotated(annotations: Any, text: str, in_bytes: bool) -> Iterator[Cite]:
    """OpenAI's way: from one place of the text to another. Google counts in bytes."""
    for one in annotations if isinstance(annotations, list) else ():
        source = one.get("url_citation") if isinstance(one, Mapping) else None
        if not isinstance(source, Mapping) or not isinstance(source.get("url"), str):
            continue
        start, end = source.get("start_index") or 0, source.get("end_index")
        if not isinstance(start, int) or not isinstance(end, int):
            continue
        if in_bytes:
            start, end = (len(text.encode()[:place].decode(errors="ignore")) for place in (start, end))
        if 0 <= start < end <= len(text):
            yield Cite(start, end, source["url"], str(source.get("title") or ""))


def _supported(citations: Any, text: str) -> Iterator[Cite]:
    """Anthropic's way: the piece of text that a source supports."""
    for one in chain.from_iterable(citations if isinstance(citations, list) else ()):
        if not isinstance(one, Mapping) or not isinstance(one.get("url"), str):
            continue
        said = str(one.get("supported_text") or "").strip()
        start = text.find(said) if said else -1
        if start >= 0:
            yield Cite(start, start + len(said), one["url"], str(one.get("title") or ""))
