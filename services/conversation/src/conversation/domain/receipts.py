"""The receipt of a reply: everything it rests on."""

from __future__ import annotations

from contracts.event_ids import derived_id
from contracts.shapes import CitedPassage, Passage, Receipt
from conversation.domain.context import Context
from conversation.domain.decide import Decision
from conversation.domain.replies import Reply
from conversation.domain.reuse import reusable_in
from conversation.domain.turns import Grounding


def receipt_of(context: Context, reply: Reply, timings_ms: dict[str, float]) -> Receipt:
    """The receipt of this reply."""
    written, turn, grounding = reply.written, context.turn, context.grounding
    usage = written.usage + grounding.planned if grounding else written.usage
    return Receipt(
        receipt_id=derived_id("rcp", turn.turn_id, str(turn.attempt)),
        bot_revision=turn.bot.revision,
        prompt_version=written.prompt_version,
        writer=written.writer,
        model=written.model,
        attempt=turn.attempt,
        rule=reply.decision.rule if reply.decision.action != "answer" else written.rule,
        passages=[_cited(passage) for passage in _used(reply, grounding)],
        confidence=grounding.confidence if grounding else None,
        emotion=context.seen.emotion.label,
        tools=list(grounding.tools) if grounding else [],
        guard_verdicts=_verdicts(context, reply.decision) | dict(written.verdicts),
        prompt_tokens=usage.prompt_tokens,
        completion_tokens=usage.completion_tokens,
        cost_usd=usage.cost_usd,
        timings_ms=timings_ms,
        cached_from=written.cached_from,
        reusable_in=reusable_in(context, reply),
    )


def _verdicts(context: Context, decision: Decision) -> dict[str, str]:
    """What was noticed besides the rule: instructions to the model, and why a person was offered."""
    found = {"injection": ", ".join(context.seen.injection.rules), "offer": decision.offer or ""}
    return {"intent": context.seen.intent, **{name: said for name, said in found.items() if said}}


def _used(reply: Reply, grounding: Grounding | None) -> list[Passage]:
    if grounding is None:
        return []
    cited = set(reply.written.cited_passage_ids)
    return [passage for passage in grounding.passages if passage.passage_id in cited]


def _cited(passage: Passage) -> CitedPassage:
    return CitedPassage(
        passage_id=passage.passage_id,
        document_id=passage.document_id,
        revision=passage.revision,
        content_hash=passage.content_hash,
        score=passage.score,
    )
