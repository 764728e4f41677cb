"""Passages are embedded part by part, and the beginning of a long document while the rest of it is read."""

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
Part = Sequence[tuple[str, Draft]]
"""Drafts by their embedding keys."""


async def embedded(
    embedder: Embedder, drafts: Iterable[tuple[str, Draft]]
) -> AsyncGenerator[dict[str, Vector]]:
    """The vectors of each part, while the next is being embedded: the model never waits for us."""
    waiting: deque[asyncio.Task[dict[str, Vector]]] = deque()
    try:
        for part in _parts(list(drafts)):
            waiting.append(asyncio.create_task(_vectors(embedder, part)))
            if len(waiting) > 1:
                yield await waiting.popleft()
        while waiting:
            yield await waiting.popleft()
    finally:
        for made in waiting:
            made.cancel()


async def _vectors(embedder: Embedder, part: Part) -> dict[str, Vector]:
    made = await embedder.passages([draft.embedded for _, draft in part])
    return {key: vector for (key, _), vector in zip(part, made, strict=True)}


def _parts(items: Part) -> Iterator[Part]:
    for start in range(0, len(items), EMBED_BATCH):
        yield items[start : start + EMBED_BATCH]


@dataclass(slots=True)
class Beginning:
    """What one sync has embedded before it knew the whole document: by embedding key, and for one model."""

    _model: str = ""
    _made: asyncio.Task[dict[str, Vector]] | None = None

    def start(self, model: str, embedder: Embedder, drafts: Mapping[str, Draft]) -> None:
        self._model, self._made = model, asyncio.create_task(_all(embedder, drafts))

    async def vectors(self, model: str) -> dict[str, Vector]:
        """None when another model serves by now. Raises what embedding raises."""
        made, self._made = self._made, None
        if made is None:
            return {}
        if model != self._model:
            made.cancel()
            return {}
        return await made

    def drop(self) -> None:
        if self._made:
            self._made.cancel()


async def _all(embedder: Embedder, drafts: Mapping[str, Draft]) -> dict[str, Vector]:
    found: dict[str, Vector] = {}
    async with aclosing(embedded(embedder, drafts.items())) as parts:
        async for part in parts:
            found |= part
    return found
