"""Gives an answer again to another customer who asks the same."""

from __future__ import annotations

from contracts.shapes import Outcome
from conversation.domain.answering.writing import WriteRequest, Written
from conversation.domain.context import Context
from conversation.domain.decide import Decision
from conversation.domain.privacy.hidden import holds_placeholder
from conversation.domain.replies import Reply
from conversation.domain.turns import NOTHING_RECALLED

RULE = "answered_again"


def reusable_in(context: Context, reply: Reply) -> str | None:
    """The language in which others may get this reply, or None when it was for this customer alone."""
    turn, grounding = context.turn, context.grounding
    if grounding is None or not _by_a_model(reply) or not turn.bot.settings.reuse_answers:
        return None
    known = turn.lines or turn.facts or turn.recalled != NOTHING_RECALLED
    for_them = known or grounding.tools or context.seen.injection.rules or _in_another_language(context)
    hidden = holds_placeholder((turn.text, reply.text))
    return None if for_them or hidden or _decided_more(reply.decision) else reply.decision.language


def _in_another_language(context: Context) -> bool:
    """Models also answer in languages the bot has no phrases for."""
    found = context.grounding.language if context.grounding else None
    return found is not None and found[:2] != context.language


def answered_again(request: WriteRequest) -> Written | None:
    """The earlier answer, if it fits the bot's present settings and the language."""
    cached, bot = request.grounding.cached, request.bot
    if cached is None or not bot.settings.reuse_answers or request.grounding.tools:
        return None
    fits = cached.bot_revision == bot.revision and cached.language == request.language
    found = {passage.passage_id for passage in request.grounding.passages}
    if not fits or not found.issuperset(cached.passage_ids):
        return None
    return Written(
        Outcome.ANSWERED,
        cached.text,
        RULE,
        cached.writer,
        cached.prompt_version,
        tuple(cached.citations),
        tuple(cached.passage_ids),
        cached.model,
        verdicts=(("cached", f"{cached.similarity:.2f}"),),
        cached_from=cached.turn_id,
    )


def _by_a_model(reply: Reply) -> bool:
    written = reply.written
    fresh = written.model is not None and written.cached_from is None
    return fresh and reply.outcome is Outcome.ANSWERED and bool(written.cited_passage_ids)


def _decided_more(decision: Decision) -> bool:
    return decision.action != "answer" or decision.offer is not None
