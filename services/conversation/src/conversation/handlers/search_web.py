"""Searches the web when the knowledge does not answer and the company wants that."""

from __future__ import annotations

from dataclasses import replace

from chassis import clock
from contracts.bot_tools import ToolUse
from conversation.domain.context import Context
from conversation.domain.decide import Decision
from conversation.domain.phrases import say
from conversation.domain.replies import Reply, written_reply
from conversation.domain.web_search import RULE, Looked, written_from
from conversation.tool_ports import WebSearcher

BUDGET = 12.0
LEFT_FOR_ENDING = 3.0
LEAST = 2.0
_ASKED = frozenset({"question", "statement"})


async def search_web(
    searcher: WebSearcher | None, context: Context, decision: Decision
) -> tuple[Context, Reply | None]:
    """The reply from the web or None, and the context with the search noted in it."""
    if searcher is None or not _wanted(context, decision):
        return context, None
    turn, started = context.turn, clock.monotonic()
    left = (turn.deadline - clock.now()).total_seconds() - LEFT_FOR_ENDING
    if left < LEAST:
        return context, None
    looked = await searcher.look_up(turn, context.language, min(BUDGET, left))
    context = _used(context, looked, clock.elapsed_ms(started))
    settings = turn.bot.settings
    spoken = (turn.text, turn.bot.name, settings.company, settings.support_email or "")
    written = written_from(looked, settings.web_search, "\n".join(spoken)) if looked else None
    if looked is None or written is None:
        return context, None
    lead = say("from_web", context.language, settings.persona.tone)
    written = replace(written, text=f"{lead}\n\n{written.text}")
    answers = replace(decision, rule=RULE, action="answer", reason=None)
    return context, written_reply(context, answers, written)


def _wanted(context: Context, decision: Decision) -> bool:
    unknown = (
        decision.action == "decline"
        or decision.reason == "low_confidence"
        or decision.rule == "lookup_failed"
    )
    asked = context.seen.intent in _ASKED and not context.seen.injection.rules
    return unknown and asked and context.turn.bot.settings.web_search.enabled


def _used(context: Context, looked: Looked | None, ms: float) -> Context:
    """The search costs something whatever comes of it; it is counted like a tool."""
    grounding = context.grounding
    if grounding is None:
        return context
    use = ToolUse(name=RULE, status="ok" if looked else "failed", ms=ms)
    planned = grounding.planned + looked.usage if looked else grounding.planned
    return replace(context, grounding=replace(grounding, tools=(*grounding.tools, use), planned=planned))
