"""Moves a bot's passages between indexes."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable
from itertools import islice

from retrieval.domain.knowledge_file import end, head, line, opened
from retrieval.domain.passages import Scope
from retrieval.ports import PassageIndex

BATCH = 256


async def export_knowledge(index: PassageIndex, scope: Scope) -> AsyncIterator[str]:
    """The lines of the file, without line ends."""
    yield head(scope)
    count, after = 0, None
    while True:
        passages, after = await index.page(scope, after, BATCH)
        for one in passages:
            yield line(one)
        count += len(passages)
        if after is None:
            break
    yield end(count)


async def import_knowledge(index: PassageIndex, scope: Scope, lines: Iterable[str]) -> int:
    """Returns how many passages came in; those already there are overwritten. Raises NotKnowledge."""
    count = 0
    held, passages = opened(lines, scope)
    while part := list(islice(passages, BATCH)):
        await index.add(held, part)
        count += len(part)
    return count
