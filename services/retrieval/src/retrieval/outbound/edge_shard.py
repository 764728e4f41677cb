"""The Qdrant engine itself. Nothing is read or written here without a fence."""

from __future__ import annotations

import os
import shutil
from collections.abc import Sequence, Set
from pathlib import Path
from typing import Any

import qdrant_edge as engine

from retrieval.domain.identity import point_id
from retrieval.domain.passages import Hits, IndexedPassage, Scope, StoredPassage, Terms, Vector
from retrieval.outbound.fence import KEYWORDS, TENANT, Fence
from retrieval.outbound.records import hits, key_of, payload, stored_passage

TIDY_AFTER = 5_000
SEGMENTS = 24
"""With fewer, large ones are merged again and again, and everybody waits for seconds."""
EDGES, CANDIDATES = 16, 100
FULL_SCAN_KILOBYTES = 10_000
"""A bot with fewer vectors than this is searched exactly, in less time than its graph would take."""


class FencedShard:
    """Blocking: this engine keeps the interpreter to itself while it works, whatever the thread."""

    def __init__(self, folder: Path, size: int) -> None:
        """Opens the folder, or makes it for vectors of `size` numbers. Raises the engine's errors."""
        if not folder.exists():
            _create(folder, size)
        self._shard: Any = engine.EdgeShard.load(str(folder), _config(size))
        self._log = folder / "wal"
        self._untidy = 0

    def settle(self) -> None:
        """All changes are on disk on return: in the log, which is read again after a crash. In any thread."""
        while True:
            try:
                for file in self._log.iterdir():
                    with file.open("rb") as opened:
                        os.fsync(opened.fileno())
                return
            except FileNotFoundError:  # a part of the log was full and got another name
                continue

    def tidy(self, *, after: int = TIDY_AFTER) -> None:
        """When so many points were written, bring them from the log to where they belong."""
        if self._untidy >= after:
            self._untidy = 0
            self._shard.flush()
            self._shard.optimize()

    def add(self, scope: Scope, passages: Sequence[IndexedPassage]) -> None:
        points = [_point(scope, one) for one in passages]
        self._shard.update(engine.UpdateOperation.upsert_points(points))
        self._untidy += len(points)

    def delete(self, fence: Fence) -> None:
        self._shard.update(engine.UpdateOperation.delete_points_by_filter(_filter(fence)))

    def set_payload(self, fence: Fence, payload: dict[str, Any]) -> None:
        self._shard.update(engine.UpdateOperation.set_payload_by_filter(_filter(fence), payload))

    def search(self, fence: Fence, vector: Vector, terms: Terms, limit: int, names: Terms) -> Hits:
        nearest, within = engine.Query.Nearest(list(vector), "dense"), _filter(fence)
        queries = [nearest, *(_sparse(one) for one in (terms, names) if one)]
        asked = engine.QueryBatchRequest(
            [engine.QueryRequest(limit, query=one, filter=within) for one in queries]
        )
        by_cosine, *worded = map(hits, self._shard.query_batch(asked))
        by_terms = worded.pop(0) if terms else []
        by_names = worded.pop(0) if names else []
        left = {hit.key for hit in (*by_terms, *by_names)} - {hit.key for hit in by_cosine}
        if not left:
            return Hits.of(by_cosine, by_terms, by_names)
        among = engine.QueryRequest(len(left), query=nearest, filter=_filter(fence, left))
        return Hits.of(by_cosine, by_terms, by_names, hits(self._shard.query(among)))

    def fetch(self, fence: Fence, keys: Sequence[str]) -> dict[str, StoredPassage]:
        found = ((one, one.payload) for one in self._shard.retrieve(list(keys), True, False))
        return {key_of(one): stored_passage(kept) for one, kept in found if fence.holds(kept)}

    def vectors(self, fence: Fence, keys: Sequence[str]) -> dict[str, Vector]:
        found = self._shard.retrieve(list(keys), True, ["dense"])
        return {key_of(one): one.vector["dense"] for one in found if fence.holds(one.payload)}

    def scroll(self, fence: Fence, after: str | None, limit: int) -> tuple[list[Any], str | None]:
        """Records with payload and vectors, and the key of the next."""
        asked = engine.ScrollRequest(
            offset=after, limit=limit, filter=_filter(fence), with_payload=True, with_vector=True
        )
        records, following = self._shard.scroll(asked)
        return records, str(following) if following is not None else None

    def close(self) -> None:
        self._shard.flush()
        self._shard.close()


def _sparse(terms: Terms) -> Any:
    return engine.Query.Nearest(engine.SparseVector(list(terms.keys()), list(terms.values())), "bm25")


def _create(folder: Path, size: int) -> None:
    """Under another name first: a crash on the way leaves no half-made index."""
    unfinished = folder.with_name(f"{folder.name}.new")
    shutil.rmtree(unfinished, ignore_errors=True)
    unfinished.mkdir(parents=True)
    shard = engine.EdgeShard.create(str(unfinished), _config(size))
    for name in KEYWORDS:
        tenant = name == TENANT
        params = engine.KeywordIndexParams(is_tenant=tenant, enable_hnsw=tenant)
        shard.update(engine.UpdateOperation.create_field_index(name, params))
    shard.flush()
    shard.close()
    unfinished.rename(folder)


def _config(size: int) -> Any:
    """No graph over all tenants, which nobody may search, but one for each large bot."""
    return engine.EdgeConfig(
        vectors={"dense": engine.EdgeVectorParams(size=size, distance=engine.Distance.Cosine)},
        sparse_vectors={"bm25": engine.EdgeSparseVectorParams()},
        hnsw_config=engine.HnswIndexConfig(0, CANDIDATES, FULL_SCAN_KILOBYTES, 1, payload_m=EDGES),
        optimizers=engine.EdgeOptimizersConfig(default_segment_number=SEGMENTS),
        max_search_threads=1,
    )


def _filter(fence: Fence, keys: Set[Any] = frozenset()) -> Any:
    """Of these points alone when there are any."""
    among = [engine.HasIdCondition(set(keys))] if keys else []
    return engine.Filter(
        must=[*among, *(_match(key, value) for key, value in fence.must)],
        must_not=[_match(key, value) for key, value in fence.must_not],
    )


def _match(key: str, value: str) -> Any:
    return engine.FieldCondition(key, engine.MatchValue(value))


def _point(scope: Scope, one: IndexedPassage) -> Any:
    sparse = engine.SparseVector(list(one.sparse.keys()), list(one.sparse.values()))
    vectors: dict[str, Any] = {"dense": list(one.dense), "bm25": sparse}
    name = point_id(one.stored.passage_id, scope.generation)
    return engine.Point(name, vectors, payload(scope, one.stored))
