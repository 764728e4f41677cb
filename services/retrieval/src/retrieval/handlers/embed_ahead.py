"""Embeds passages in batches, and the beginning of a long document while its rest is still being read."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncGenerator, Iterable, Iterator, Mapping, Sequence
from contextlib import aclosing
from dataclasses import dataclass

from retrieval.domain.document import Draft
from retrieval.domain.passages import Vector
from retrieval.ports import Embedder

EMBED_BATCH = 64
Batch = Sequence[tuple[str, Draft]]
"""Drafts with their embedding keys."""


async def embedded(
    embedder: Embedder, drafts: Iterable[tuple[str, Draft]]
) -> AsyncGenerator[dict[str, Vector]]:
    """The vectors of each batch by embedding key; the next batch is under way, so the model never waits."""
    begun: deque[asyncio.Task[dict[str, Vector]]] = deque()
    try:
        for batch in _batches(list(drafts)):
            begun.append(asyncio.create_task(_vectors(embedder, batch)))
            if len(begun) > 1:
                yield await begun.popleft()
        while begun:
            yield await begun.popleft()
    finally:
        for task in begun:
            task.cancel()


async def _vectors(embedder: Embedder, batch: Batch) -> dict[str, Vector]:
    made = await embedder.passages([draft.embedded for _, draft in batch])
    return {key: vector for (key, _), vector in zip(batch, made, strict=True)}


def _batches(drafts: Batch) -> Iterator[Batch]:
    for start in range(0, len(drafts), EMBED_BATCH):
        yield drafts[start : start + EMBED_BATCH]


@dataclass(slots=True)
class Beginning:
    """The vectors of a document's first pages, made by one model before the whole document was read."""

    _model: str = ""
    _task: asyncio.Task[dict[str, Vector]] | None = None

    def start(self, model: str, embedder: Embedder, drafts: Mapping[str, Draft]) -> None:
        self._model, self._task = model, asyncio.create_task(_all(embedder, drafts))

    async def vectors(self, model: str) -> dict[str, Vector]:
        """By embedding key, once; none when `model` is another one. Raises what embedding raises."""
        task, self._task = self._task, None
        if task is None:
            return {}
        if model != self._model:
            task.cancel()
            return {}
        return await task

    def drop(self) -> None:
        if self._task:
            self._task.cancel()


async def _all(embedder: Embedder, drafts: Mapping[str, Draft]) -> dict[str, Vector]:
    found: dict[str, Vector] = {}
    async with aclosing(embedded(embedder, drafts.items())) as batches:
        async for batch in batches:
            found |= batch
    return found
