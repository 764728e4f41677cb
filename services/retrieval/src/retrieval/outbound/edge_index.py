"""The Qdrant engine inside this process. Its folder belongs to one process at a time."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict
from pathlib import Path
from typing import Any, TypeVar

import qdrant_edge as engine

from chassis.errors import Unavailable
from chassis.health import NotReady
from contracts.shapes import Audience
from retrieval.domain.identity import point_id
from retrieval.domain.passages import Hit, Hits, IndexedPassage, Scope, StoredPassage, Terms, Vector

SIZE = 384
BATCH = 512
KEYWORDS = ("workspace_id", "bot_id", "source_id", "document_id", "content_hash", "audience")
T = TypeVar("T")


class EdgeIndex:
    """Searches run beside each other; writes one after the other, flushed before they return."""

    def __init__(self, folder: Path, *, search_threads: int = 2) -> None:
        self._folder = folder
        self._shard: Any = None
        self._searching = ThreadPoolExecutor(search_threads, thread_name_prefix="search")
        self._writing = ThreadPoolExecutor(1, thread_name_prefix="index")

    async def open(self) -> None:
        """Raises NotReady while another process, perhaps a dying one, holds the folder."""
        try:
            await self._write(self._open)
        except Exception as error:
            if "WouldBlock" not in str(error):
                raise
            raise NotReady(f"Another process uses the vector index in {self._folder}.") from error

    def _open(self) -> None:
        if not self._folder.exists():
            self._create()
        self._shard = engine.EdgeShard.load(str(self._folder))

    def _create(self) -> None:
        """Under another name first: a crash on the way leaves no half-made index."""
        unfinished = self._folder.with_name(f"{self._folder.name}.new")
        shutil.rmtree(unfinished, ignore_errors=True)
        unfinished.mkdir(parents=True)
        config = engine.EdgeConfig(
            vectors={"dense": engine.EdgeVectorParams(size=SIZE, distance=engine.Distance.Cosine)},
            sparse_vectors={"bm25": engine.EdgeSparseVectorParams()},
            max_search_threads=1,
        )
        shard = engine.EdgeShard.create(str(unfinished), config)
        for name in KEYWORDS:
            params = engine.KeywordIndexParams(is_tenant=name == "bot_id")
            shard.update(engine.UpdateOperation.create_field_index(name, params))
        shard.flush()
        shard.close()
        unfinished.rename(self._folder)

    async def replace(self, document_id: str, passages: Sequence[IndexedPassage]) -> None:
        await self._write(lambda: self._replace(document_id, passages))

    def _replace(self, document_id: str, passages: Sequence[IndexedPassage]) -> None:
        for start in range(0, len(passages), BATCH):
            points = [_point(one) for one in passages[start : start + BATCH]]
            self._shard.update(engine.UpdateOperation.upsert_points(points))
        stale = engine.Filter(
            must=[_match("document_id", document_id)],
            must_not=[_match("content_hash", one.stored.content_hash) for one in passages[:1]],
        )
        self._shard.update(engine.UpdateOperation.delete_points_by_filter(stale))
        self._shard.flush()
        self._shard.optimize()

    async def remove(self, scope: Scope, source_id: str) -> None:
        gone = engine.Filter(must=[*_within(scope), _match("source_id", source_id)])
        await self._apply(engine.UpdateOperation.delete_points_by_filter(gone))

    async def remove_workspace(self, workspace_id: str) -> None:
        gone = engine.Filter(must=[_match("workspace_id", workspace_id)])
        await self._apply(engine.UpdateOperation.delete_points_by_filter(gone))

    async def set_audience(
        self, scope: Scope, source_id: str, audience: Audience, document_id: str | None = None
    ) -> None:
        which = [*_within(scope), _match("source_id", source_id)]
        which += [_match("document_id", document_id)] if document_id else []
        changed = engine.Filter(must=which)
        await self._apply(engine.UpdateOperation.set_payload_by_filter(changed, {"audience": audience}))

    async def _apply(self, operation: Any) -> None:
        def work() -> None:
            self._shard.update(operation)
            self._shard.flush()

        await self._write(work)

    async def search(
        self, scope: Scope, dense: Sequence[Vector], terms: Terms, limit: int, audience: Audience = "public"
    ) -> Hits:
        return await self._read(lambda: self._search(scope, dense, terms, limit, audience))

    def _search(
        self, scope: Scope, dense: Sequence[Vector], terms: Terms, limit: int, audience: Audience
    ) -> Hits:
        hidden = [] if audience == "internal" else [_match("audience", "internal")]
        within = engine.Filter(must=_within(scope), must_not=hidden)
        asked = [engine.Query.Nearest(list(vector), "dense") for vector in dense]
        queries = [engine.QueryRequest(limit, query=nearest, filter=within) for nearest in asked]
        if terms:
            sparse = engine.SparseVector(list(terms.keys()), list(terms.values()))
            queries.append(
                engine.QueryRequest(limit, query=engine.Query.Nearest(sparse, "bm25"), filter=within)
            )
        found = self._shard.query_batch(engine.QueryBatchRequest(queries))
        rankings = [_hits(points) for points in found]
        return Hits(rankings[: len(dense)], rankings[-1] if terms else [])

    async def fetch(self, scope: Scope, keys: Sequence[str]) -> dict[str, StoredPassage]:
        records = await self._read(lambda: self._shard.retrieve(list(keys), True, False))
        stored = {str(record.id): StoredPassage(**record.payload) for record in records}
        return {key: one for key, one in stored.items() if _owned(one, scope)}

    async def vectors(self, scope: Scope, keys: Sequence[str]) -> dict[str, Vector]:
        records = await self._read(lambda: self._shard.retrieve(list(keys), True, True))
        return {
            str(record.id): record.vector["dense"]
            for record in records
            if _owned(StoredPassage(**record.payload), scope)
        }

    async def close(self) -> None:
        await self._write(lambda: self._shard.close() if self._shard is not None else None)
        self._searching.shutdown()
        self._writing.shutdown()

    async def _write(self, work: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._writing, work)

    async def _read(self, work: Callable[[], T]) -> T:
        if self._shard is None:
            raise Unavailable("The index is still opening; please try again.")
        return await asyncio.get_running_loop().run_in_executor(self._searching, work)


def _owned(one: StoredPassage, scope: Scope) -> bool:
    return one.workspace_id == scope.workspace_id and one.bot_id == scope.bot_id


def _match(key: str, value: str) -> Any:
    return engine.FieldCondition(key, engine.MatchValue(value))


def _within(scope: Scope) -> list[Any]:
    return [_match("bot_id", scope.bot_id), _match("workspace_id", scope.workspace_id)]


def _point(one: IndexedPassage) -> Any:
    sparse = engine.SparseVector(list(one.sparse.keys()), list(one.sparse.values()))
    vectors: dict[str, Any] = {"dense": list(one.dense), "bm25": sparse}
    return engine.Point(point_id(one.stored.passage_id), vectors, asdict(one.stored))


def _hits(points: Sequence[Any]) -> list[Hit]:
    return [Hit(str(point.id), float(point.score)) for point in points]
