"""The Qdrant engine inside this process; its folder belongs to one process at a time."""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Sequence
from pathlib import Path

from chassis import clock
from chassis.errors import Unavailable
from chassis.health import NotReady
from contracts.shapes import Audience
from retrieval.domain.passages import Hits, IndexedPassage, Key, Scope, Sought, StoredPassage, Vector
from retrieval.outbound import fence
from retrieval.outbound.edge_parts import EdgeParts
from retrieval.outbound.edge_shard import FencedShard
from retrieval.outbound.records import indexed_passage

BATCH = 16
"""Passages in one step of a write: the longest a search waits."""
LOOK_SECONDS = 5.0
QUIET_SECONDS = 20.0
"""Without a search for so long, it is a moment to remove deleted points from the disk."""
SHRED_WITHIN, SHRED_WORKSPACE_WITHIN = 86_400.0, 60.0
"""Seconds after a deletion, quiet or not."""


class EdgeIndex:
    """Writes come one after the other, in small steps between which searches go; they are on disk on return.

    The engine holds the interpreter lock while it works, so another thread would only add the cost of
    switching.
    """

    def __init__(self, folder: Path) -> None:
        """Further parts lie in folders beside this one."""
        self._folder = folder
        self._opened: EdgeParts | None = None
        self._settling: asyncio.Future[None] | None = None
        self._searched, self._shred_within = clock.monotonic(), SHRED_WITHIN
        self._writing, self._syncing = asyncio.Lock(), asyncio.Lock()

    async def open(self) -> None:
        """Raises NotReady while another process, perhaps a dying one, holds the folder."""
        try:
            self._opened = await asyncio.to_thread(EdgeParts, self._folder)
        except Exception as error:
            if "WouldBlock" not in str(error):
                raise
            raise NotReady(f"Another process uses the vector index in {self._folder}.") from error

    @property
    def _parts(self) -> EdgeParts:
        if self._opened is None:
            raise Unavailable("The index is still opening; please try again.")
        return self._opened

    async def replace(self, scope: Scope, document_id: str, passages: Sequence[IndexedPassage]) -> None:
        stale = fence.stale(scope, document_id, passages)
        async with self._writing:
            await self._put(scope, passages)
            self._parts.for_writing(scope).delete(stale, for_good=not passages)
        await self._settled()

    async def add(self, scope: Scope, passages: Sequence[IndexedPassage]) -> None:
        fence.inside(scope, passages)
        async with self._writing:
            await self._put(scope, passages)
        await self._settled()

    async def _put(self, scope: Scope, passages: Sequence[IndexedPassage]) -> None:
        shard = self._parts.for_writing(scope)
        for start in range(0, len(passages), BATCH):
            shard.add(scope, passages[start : start + BATCH])
            await asyncio.sleep(0)

    async def page(
        self, scope: Scope, after: str | None, limit: int
    ) -> tuple[list[IndexedPassage], str | None]:
        within = fence.readable(scope, "internal")
        shard = self._parts.of(scope)
        if shard is None:
            return [], None
        records, following = shard.scroll(within, after, limit)
        return [indexed_passage(record) for record in records], following

    async def remove(self, scope: Scope, source_id: str) -> None:
        await self._delete(fence.source(scope, source_id))

    async def remove_workspace(self, workspace_id: str) -> None:
        await self._delete(fence.workspace(workspace_id))
        self._shred_within = SHRED_WORKSPACE_WITHIN

    async def drop(self, scope: Scope) -> None:
        await self._delete(fence.generation(scope), for_good=False)

    async def _delete(self, gone: fence.Fence, *, for_good: bool = True) -> None:
        async with self._writing:
            for shard in self._parts:
                shard.delete(gone, for_good=for_good)
        await self._settled()

    async def set_audience(
        self, scope: Scope, source_id: str, audience: Audience, document_id: str | None = None
    ) -> None:
        which = fence.source(scope, source_id, document_id)
        async with self._writing:
            for shard in self._parts:
                shard.set_audience(which, scope.workspace_id, audience)
        await self._settled()

    async def search(self, scope: Scope, sought: Sought, limit: int) -> Hits:
        within = fence.readable(scope, sought.audience)
        shard = self._parts.of(scope)
        self._searched = clock.monotonic()
        return shard.search(within, sought, limit) if shard else Hits({}, {})

    async def scores(self, scope: Scope, sought: Sought, keys: Collection[Key]) -> Hits:
        within = fence.readable(scope, sought.audience)
        shard = self._parts.of(scope)
        return shard.scores(within, sought, keys) if shard else Hits({}, {})

    async def fetch(
        self, scope: Scope, keys: Sequence[Key], audience: Audience = "public"
    ) -> dict[Key, StoredPassage]:
        within = fence.readable(scope, audience)
        shard = self._parts.of(scope)
        return shard.fetch(within, keys) if shard else {}

    async def vectors(self, scope: Scope, points: Sequence[str]) -> dict[str, Vector]:
        within = fence.readable(scope, "internal")
        shard = self._parts.of(scope)
        return shard.vectors(within, points) if shard else {}

    async def run(self) -> None:
        """Until cancelled: remove deleted points from the disk in quiet moments, or when it is due."""
        while True:
            await asyncio.sleep(LOOK_SECONDS)
            if any(map(self._due, self._opened or ())):
                await self.shred()

    def _due(self, shard: FencedShard) -> bool:
        if shard.erased_at is None:
            return False
        quiet = clock.monotonic() - self._searched >= QUIET_SECONDS
        return quiet or clock.now().timestamp() - shard.erased_at >= self._shred_within

    async def shred(self) -> None:
        """Wipe every deleted byte from the disk; searches go between the steps, writes wait."""
        async with self._writing, self._syncing:
            for shard in self._parts:
                if shard.erased_at is not None:
                    for _ in shard.shred():
                        await asyncio.sleep(0)
            self._shred_within = SHRED_WITHIN

    async def close(self) -> None:
        async with self._writing, self._syncing:
            for shard in self._opened or ():
                shard.close()

    async def _settled(self) -> None:
        """Flush to disk, once for everybody who has written meanwhile."""
        settling = self._settling
        if settling is None:
            settling = self._settling = asyncio.ensure_future(self._settle())
        await asyncio.shield(settling)

    async def _settle(self) -> None:
        async with self._syncing:
            self._settling = None
            for shard in self._parts:
                if shard.unsettled:
                    await asyncio.to_thread(shard.settle)
                if shard.tidy():
                    await asyncio.to_thread(shard.warm)
