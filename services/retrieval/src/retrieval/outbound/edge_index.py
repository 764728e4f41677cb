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
from retrieval.domain.passages import Hits, IndexedPassage, Scope, StoredPassage, Terms, Vector
from retrieval.outbound import fence
from retrieval.outbound.background import yield_to_others
from retrieval.outbound.edge_shard import FencedShard
from retrieval.outbound.records import hits, indexed_passage

SIZE = 384
T = TypeVar("T")


class EdgeIndex:
    """Searches run beside each other; writes one after the other, flushed before they return."""

    def __init__(self, folder: Path, *, size: int = SIZE, search_threads: int = 2) -> None:
        self._folder = folder
        self._size = size
        self._opened: FencedShard | None = None
        self._searching = ThreadPoolExecutor(search_threads, thread_name_prefix="search")
        self._writing = ThreadPoolExecutor(1, thread_name_prefix="index", initializer=yield_to_others)

    async def open(self) -> None:
        """Raises NotReady while another process, perhaps a dying one, holds the folder."""
        try:
            self._opened = await self._read(lambda: FencedShard(self._folder, self._size))
        except Exception as error:
            if "WouldBlock" not in str(error):
                raise
            raise NotReady(f"Another process uses the vector index in {self._folder}.") from error

    @property
    def _shard(self) -> FencedShard:
        if self._opened is None:
            raise Unavailable("The index is still opening; please try again.")
        return self._opened

    async def replace(self, scope: Scope, document_id: str, passages: Sequence[IndexedPassage]) -> None:
        stale = fence.stale(scope, document_id, passages)
        await self._write(lambda: self._shard.replace(stale, passages))

    async def add(self, scope: Scope, passages: Sequence[IndexedPassage]) -> None:
        fence.inside(scope, passages)
        await self._write(lambda: self._shard.add(passages))

    async def page(
        self, scope: Scope, after: str | None, limit: int
    ) -> tuple[list[IndexedPassage], str | None]:
        within = fence.readable(scope, "internal")
        records, following = await self._read(lambda: self._shard.scroll(within, after, limit))
        return [indexed_passage(record) for record in records], following

    async def remove(self, scope: Scope, source_id: str) -> None:
        await self._write(lambda: self._shard.delete(fence.source(scope, source_id)))

    async def remove_workspace(self, workspace_id: str) -> None:
        await self._write(lambda: self._shard.delete(fence.workspace(workspace_id)))

    async def set_audience(
        self, scope: Scope, source_id: str, audience: Audience, document_id: str | None = None
    ) -> None:
        which = fence.source(scope, source_id, document_id)
        await self._write(lambda: self._shard.set_payload(which, {"audience": audience}))

    async def search(
        self,
        scope: Scope,
        dense: Sequence[Vector],
        terms: Terms,
        limit: int,
        audience: Audience = "public",
        names: Terms | None = None,
    ) -> Hits:
        within = fence.readable(scope, audience)
        found = await self._read(lambda: self._shard.search(within, dense, terms, limit, names or {}))
        return Hits.of([hits(points) for points in found], len(dense), bool(terms), bool(names))

    async def fetch(
        self, scope: Scope, keys: Sequence[str], audience: Audience = "public"
    ) -> dict[str, StoredPassage]:
        within = fence.readable(scope, audience)
        records = await self._read(lambda: self._shard.retrieve(within, keys))
        return {str(record.id): StoredPassage(**record.payload) for record in records}

    async def vectors(self, scope: Scope, keys: Sequence[str]) -> dict[str, Vector]:
        within = fence.readable(scope, "internal")
        records = await self._read(lambda: self._shard.retrieve(within, keys, vectors=True))
        return {str(record.id): record.vector["dense"] for record in records}

    async def close(self) -> None:
        if self._opened is not None:
            await self._write(self._opened.close)
        self._searching.shutdown()
        self._writing.shutdown()

    async def _write(self, work: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._writing, work)

    async def _read(self, work: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._searching, work)
