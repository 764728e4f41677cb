"""A message may ask several things: each is searched for by itself."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from contracts.facts.chat import GroundedPart
from contracts.several_questions import questions_of
from retrieval.domain.passages import Scope
from retrieval.handlers.find_passages import Answer, Finder
from retrieval.ports import Memory

PASSAGES = 6
OF_EACH = 3
"""Passages of each of several questions."""
RELATED = 4


async def find_each(
    finder: Finder, scope: Scope, message: str, memory: Memory
) -> tuple[Answer, list[GroundedPart]]:
    """What a message finds, and by its questions where it asks several."""
    earlier, version = tuple(memory.earlier), memory.knowledge_version
    asked = questions_of(message)
    if not asked:
        return await finder.find(scope, message, PASSAGES, earlier=earlier, version=version), []
    found = []
    for question in asked:
        found.append(await finder.find(scope, question.whole, OF_EACH, earlier=earlier, version=version))
        earlier = (question.whole, *earlier)
    return _together(found), [_part(one) for one in found]


def _part(found: Answer) -> GroundedPart:
    return GroundedPart(confidence=found.confidence, passage_ids=[one.passage_id for one in found.passages])


def _together(found: Sequence[Answer]) -> Answer:
    passages = {one.passage_id: one for answer in found for one in answer.passages}
    timings: Counter[str] = Counter()
    for answer in found:
        timings.update(answer.timings_ms)
    return Answer(
        list(passages.values()),
        max(answer.confidence for answer in found),
        _unique(text for answer in found for text in answer.related)[:RELATED],
        {step: round(ms, 3) for step, ms in timings.items()},
        read_as=tuple(_unique(word for answer in found for word in answer.read_as)),
    )


def _unique(texts: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(texts))
