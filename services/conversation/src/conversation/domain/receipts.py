"""The proof that goes with every answer."""

from __future__ import annotations

from contracts.event_ids import derived_id
from contracts.shapes import CitedPassage, Passage, Receipt
from conversation.domain.replies import Reply
from conversation.domain.turns import Grounding, Turn


def receipt_of(
    turn: Turn, reply: Reply, grounding: Grounding | None, timings_ms: dict[str, float]
) -> Receipt:
    """Everything the answer rested on."""
    written = reply.written
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
        prompt_tokens=written.prompt_tokens,
        completion_tokens=written.completion_tokens,
        cost_usd=written.cost_usd,
        timings_ms=timings_ms,
    )


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
