"""The Qdrant engine inside this process. Its folder belongs to one process at a time."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TypeVar

from chassis.errors import Unavailable
from chassis.health import NotReady
from contracts.shapes import Audience
from retrieval.domain.fusion import Ranked
from retrieval.domain.passages import SIZE, Hits, IndexedPassage, Scope, StoredPassage, Terms, Vector
from retrieval.outbound import fence
from retrieval.outbound.background import yield_to_others
from retrieval.outbound.edge_shard import FencedShard
from retrieval.outbound.records import indexed_passage

T = TypeVar("T")


class EdgeIndex:
    """Searches run beside each other; writes one after the other, flushed before they return."""

    def __init__(self, folder: Path, *, search_threads: int = 2) -> None:
        """Vectors of another length than the packaged model's lie in a folder beside this one."""
        self._folder = folder
        self._opened: dict[int, FencedShard] = {}
        self._settling: asyncio.Future[None] | None = None
        self._searching = ThreadPoolExecutor(search_threads, thread_name_prefix="search")
        self._writing = ThreadPoolExecutor(1, thread_name_prefix="index", initializer=yield_to_others)

    async def open(self) -> None:
        """Raises NotReady while another process, perhaps a dying one, holds the folder."""
        try:
            self._opened = await self._read(self._open)
        except Exception as error:
            if "WouldBlock" not in str(error):
                raise
            raise NotReady(f"Another process uses the vector index in {self._folder}.") from error

    def _open(self) -> dict[int, FencedShard]:
        others = self._folder.parent.glob(f"{self._folder.name}-*")
        sizes = [int(size) for one in others if (size := one.name.rpartition("-")[2]).isdecimal()]
        return {size: FencedShard(self._folder_of(size), size) for size in (SIZE, *sizes)}

    def _folder_of(self, size: int) -> Path:
        return self._folder if size == SIZE else self._folder.with_name(f"{self._folder.name}-{size}")

    @property
    def _shards(self) -> dict[int, FencedShard]:
        if not self._opened:
            raise Unavailable("The index is still opening; please try again.")
        return self._opened

    def _for_writing(self, scope: Scope) -> FencedShard:
        if scope.size not in self._shards:
            self._opened[scope.size] = FencedShard(self._folder_of(scope.size), scope.size)
        return self._opened[scope.size]

    def _everywhere(self, change: Callable[[FencedShard], None]) -> None:
        for shard in list(self._shards.values()):
            change(shard)

    async def replace(self, scope: Scope, document_id: str, passages: Sequence[IndexedPassage]) -> None:
        stale = fence.stale(scope, document_id, passages)
        await self._write(lambda: self._for_writing(scope).replace(stale, scope, passages))
        await self._settled()

    async def add(self, scope: Scope, passages: Sequence[IndexedPassage]) -> None:
        fence.inside(scope, passages)
        await self._write(lambda: self._for_writing(scope).add(scope, passages))
        await self._settled()

    async def page(
        self, scope: Scope, after: str | None, limit: int
    ) -> tuple[list[IndexedPassage], str | None]:
        within = fence.readable(scope, "internal")
        shard = self._shards.get(scope.size)
        if shard is None:
            return [], None
        records, following = await self._read(lambda: shard.scroll(within, after, limit))
        return [indexed_passage(record) for record in records], following

    async def remove(self, scope: Scope, source_id: str) -> None:
        gone = fence.source(scope, source_id)
        await self._write(lambda: self._everywhere(lambda shard: shard.delete(gone)))

    async def remove_workspace(self, workspace_id: str) -> None:
        gone = fence.workspace(workspace_id)
        await self._write(lambda: self._everywhere(lambda shard: shard.delete(gone)))

    async def drop(self, scope: Scope) -> None:
        gone = fence.generation(scope)
        await self._write(lambda: self._everywhere(lambda shard: shard.delete(gone)))

    async def set_audience(
        self, scope: Scope, source_id: str, audience: Audience, document_id: str | None = None
    ) -> None:
        which = fence.source(scope, source_id, document_id)
        marked = {"audience": audience}
        await self._write(lambda: self._everywhere(lambda shard: shard.set_payload(which, marked)))

    async def search(
        self,
        scope: Scope,
        vector: Vector,
        terms: Terms,
        limit: int,
        audience: Audience = "public",
        names: Terms | None = None,
    ) -> Hits:
        within = fence.readable(scope, audience)
        shard = self._shards.get(scope.size)
        if shard is None:
            return Hits([], [])
        return await self._read(lambda: shard.search(within, vector, terms, limit, names or {}))

    async def find(
        self,
        scope: Scope,
        vector: Vector,
        terms: Terms,
        limit: int,
        audience: Audience,
        names: Terms,
        rank: Callable[[Hits], list[Ranked]],
        first: int,
    ) -> tuple[list[Ranked], dict[str, StoredPassage]]:
        """In one step of one thread: handing over costs as much as a ranking."""
        within = fence.readable(scope, audience)
        shard = self._shards.get(scope.size)
        if shard is None:
            return [], {}
        return await self._read(lambda: shard.find(within, vector, terms, limit, names, rank, first))

    async def fetch(
        self, scope: Scope, keys: Sequence[str], audience: Audience = "public"
    ) -> dict[str, StoredPassage]:
        within = fence.readable(scope, audience)
        shard = self._shards.get(scope.size)
        return await self._read(lambda: shard.fetch(within, keys)) if shard else {}

    async def vectors(self, scope: Scope, keys: Sequence[str]) -> dict[str, Vector]:
        within = fence.readable(scope, "internal")
        shard = self._shards.get(scope.size)
        return await self._read(lambda: shard.vectors(within, keys)) if shard else {}

    async def close(self) -> None:
        if self._opened:
            await self._write(lambda: self._everywhere(lambda shard: shard.close()))
        self._searching.shutdown()
        self._writing.shutdown()

    async def _settled(self) -> None:
        """One flush serves everybody who had written before it began: it costs as much for one document."""
        settling = self._settling
        if settling is None:
            settling = self._settling = asyncio.ensure_future(self._write(self._settle))
        await asyncio.shield(settling)

    def _settle(self) -> None:
        self._settling = None
        self._everywhere(lambda shard: shard.settle())

    async def _write(self, work: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._writing, work)

    async def _read(self, work: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._searching, work)
