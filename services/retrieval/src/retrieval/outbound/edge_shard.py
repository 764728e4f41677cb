"""The Qdrant engine itself; every read and write here takes a fence."""

from __future__ import annotations

import os
import shutil
from collections.abc import Collection, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, TypeVar

import qdrant_edge as engine

from contracts.shapes import Audience
from retrieval.domain.identity import point_id
from retrieval.domain.passages import (
    Hits,
    IndexedPassage,
    Key,
    Scope,
    Scores,
    Sought,
    StoredPassage,
    Terms,
    Vector,
)
from retrieval.outbound.edge_upgrade import number_of, restore, upgraded
from retrieval.outbound.fence import SHOWN, TENANT, Fence, shown, tenant
from retrieval.outbound.records import payload, stored_passage

TIDY_AFTER = 5_000
SEGMENTS = 24
"""With fewer, large segments are merged again and again, for seconds during which everybody waits."""
LOG_MEGABYTES = 72
"""More than the two parts of 32 MB that the log keeps."""
EDGES, CANDIDATES = 16, 100
INDEXED = (TENANT, "workspace_id", "source_id", "document_id", "content_hash", SHOWN)
MOST_BOTS = 1_000_000
MOST_INDEXES = 100
"""How many indexes hold passages of one source: one per generation of its bot's index."""
MAPPED = engine.Memory.Cached
"""Read from mapped files, which the system caches while there is room, instead of from copies."""
FULL_SCAN_KILOBYTES = 10_000
"""A bot whose vectors take less is searched exactly, which is faster than by its graph."""

_Name = TypeVar("_Name", bound=Key)


class FencedShard:
    """One part of the index. Blocking: the engine holds the interpreter lock, in whatever thread."""

    def __init__(self, folder: Path, size: int) -> None:
        """Opens the folder, or makes it for vectors of `size` numbers. Raises the engine's errors."""
        restore(folder)
        self._left = folder.with_name(f"{folder.name}.left")
        if not folder.exists():
            self._left.write_text("")

        def opened(here: Path) -> Any:
            if not here.exists():
                _create(here, size)
            return engine.EdgeShard.load(str(here), _config(size))

        self._folder, self._size = folder, size
        self._shard: Any = upgraded(opened(folder), folder, opened)
        self._log = folder / "wal"
        self._untidy = 0
        self._unsettled = True
        self._mark = folder.with_name(f"{folder.name}.shred")
        self.warm()

    def warm(self) -> None:
        """Have the system read the texts of passages into its file cache. In any thread.

        The engine drops them when it opens or writes a segment; reading ten passages then takes a millisecond
        more.
        """
        for file in self._folder.glob("segments/*/payload_storage/*.dat"):
            with suppress(FileNotFoundError), file.open("rb") as opened:
                os.posix_fadvise(opened.fileno(), 0, 0, os.POSIX_FADV_WILLNEED)

    @property
    def passages(self) -> int:
        return int(self._shard.info().points_count)

    def tenants(self) -> list[str]:
        """Whose passages there are."""
        asked = engine.FacetRequest(TENANT, limit=MOST_BOTS, exact=True)
        return [str(one.value) for one in self._shard.facet(asked).hits]

    @property
    def unsettled(self) -> bool:
        """Whether there may be changes that are not on disk."""
        return self._unsettled

    def settle(self) -> None:
        """Put all changes on disk: in the log, which is replayed after a crash. In any thread."""
        while self._unsettled:
            self._unsettled = False
            try:
                for file in self._log.iterdir():
                    with file.open("rb") as opened:
                        os.fsync(opened.fileno())
            except FileNotFoundError:  # a part of the log was full and got another name
                self._unsettled = True

    def tidy(self) -> bool:
        """After TIDY_AFTER writes, move points from the log to their segments."""
        if self._untidy < TIDY_AFTER:
            return False
        self._untidy = 0
        self._shard.flush()
        return bool(self._shard.optimize())

    def add(self, scope: Scope, passages: Sequence[IndexedPassage]) -> None:
        points = [_point(scope, one) for one in passages]
        self._update(engine.UpdateOperation.upsert_points(points))
        self._untidy += len(points)

    def _update(self, change: Any) -> None:
        self._shard.update(change)
        self._unsettled = True

    def delete(self, fence: Fence, *, for_good: bool = True) -> None:
        """Nothing finds them any more; their bytes stay until `shred`, which `for_good` asks for."""
        gone, workspace_id = _filter(fence), dict(fence.must)["workspace_id"]
        some = self._shard.count(engine.CountRequest(filter=gone)) > 0
        if for_good and (some or self._lingers(workspace_id)):
            self._mark.touch()
        elif some and not self._lingers(workspace_id):
            with self._left.open("a") as left:
                left.write(f"{workspace_id}\n")
        if some:
            self._update(engine.UpdateOperation.delete_points_by_filter(gone))

    def _lingers(self, workspace_id: str) -> bool:
        """Whether bytes of points that were deleted, but not for good, may be on the disk."""
        return not self._left.exists() or workspace_id in self._left.read_text().split()

    @property
    def erased_at(self) -> float | None:
        """The moment (seconds of the epoch) since which bytes on the disk wait to be wiped."""
        return self._mark.stat().st_mtime if self._mark.exists() else None

    def shred(self) -> Iterator[None]:
        """No byte of what was deleted is left at the end; between two steps others may search.

        The engine writes a segment anew when enough of it is deleted, which is read when it is opened; its
        log keeps up to two full parts of what was written last.
        """
        self._shard.flush()
        yield
        filler = engine.UpdateOperation.set_payload_by_filter(_nobody(), {"filler": "0" * (1 << 20)})
        for _ in range(LOG_MEGABYTES):
            self._shard.update(filler)
            yield
        self._reopen(_config(self._size, vacuum=True))
        yield
        self._shard.optimize()
        yield
        self._reopen(_config(self._size))
        self._left.write_text("")
        self._mark.unlink(missing_ok=True)

    def _reopen(self, config: Any) -> None:
        self.close()
        self._shard = engine.EdgeShard.load(str(self._folder), config)
        self.warm()

    def set_audience(self, fence: Fence, workspace_id: str, audience: Audience) -> None:
        """Of these points, whichever indexes they are in."""
        within = _filter(fence)
        for one in self._shard.facet(engine.FacetRequest(TENANT, limit=MOST_INDEXES, filter=within)).hits:
            new = {"audience": audience, SHOWN: shown(workspace_id, one.value, audience)}
            mine = engine.Filter(must=[within, _match(TENANT, one.value)])
            self._update(engine.UpdateOperation.set_payload_by_filter(mine, new))

    def search(self, fence: Fence, sought: Sought, limit: int) -> Hits:
        within = _shown(fence)
        queries = (_near(sought.vector), _sparse(sought.terms), _sparse(sought.names))
        return Hits(*self._best([(one, within) for one in queries], limit))

    def scores(self, fence: Fence, sought: Sought, found: Collection[Key]) -> Hits:
        """The fence is asked once: every point inside it has a cosine, and others' words are left out."""
        these = engine.HasIdCondition(set(found))
        inside, anywhere = engine.Filter(must=[these, _shown(fence)]), engine.Filter(must=[these])
        queries = [(_near(sought.vector), inside), (_sparse(sought.terms), anywhere)]
        near, said = self._best(queries, len(found))
        return Hits(near, {key: score for key, score in said.items() if key in near})

    def _best(self, queries: Sequence[tuple[Any, Any]], limit: int) -> Iterator[Scores]:
        """Of each query with its filter; nothing for None."""
        asked = [engine.QueryRequest(limit, query=one, filter=within) for one, within in queries if one]
        found = iter(self._shard.query_batch(engine.QueryBatchRequest(asked)))
        return ({hit.id: hit.score for hit in next(found)} if one else {} for one, _ in queries)

    def fetch(self, fence: Fence, keys: Sequence[Key]) -> dict[Key, StoredPassage]:
        found = ((key, one.payload) for key, one in self._read(keys, False))
        return {key: stored_passage(kept) for key, kept in found if fence.holds(kept)}

    def vectors(self, fence: Fence, points: Sequence[str]) -> dict[str, Vector]:
        found = self._read(points, ["dense"])
        return {key: one.vector["dense"] for key, one in found if fence.holds(one.payload)}

    def _read(self, keys: Sequence[_Name], vectors: Any) -> Iterator[tuple[_Name, Any]]:
        """The records, each with the key it was asked for by."""
        asked = {number_of(key): key for key in keys}
        found = self._shard.retrieve([*asked], True, vectors)
        return ((asked[one.id], one) for one in found)

    def scroll(self, fence: Fence, after: str | None, limit: int) -> tuple[list[Any], str | None]:
        """Records with payload and vectors, and the key of the next."""
        asked = engine.ScrollRequest(
            offset=int(after) if after and after.isdecimal() else after,
            limit=limit,
            filter=_filter(fence),
            with_payload=True,
            with_vector=True,
        )
        records, following = self._shard.scroll(asked)
        return records, str(following) if following is not None else None

    def close(self) -> None:
        self._shard.flush()
        self._shard.close()


def _near(vector: Vector) -> Any:
    return engine.Query.Nearest(list(vector), "dense")


def _sparse(terms: Terms) -> Any:
    """None for no terms."""
    if not terms:
        return None
    return engine.Query.Nearest(engine.SparseVector(list(terms.keys()), list(terms.values())), "bm25")


def _create(folder: Path, size: int) -> None:
    """Built under another name and then renamed: a crash leaves no half-made index."""
    unfinished = folder.with_name(f"{folder.name}.new")
    shutil.rmtree(unfinished, ignore_errors=True)
    unfinished.mkdir(parents=True)
    shard = engine.EdgeShard.create(str(unfinished), _config(size))
    for name in INDEXED:
        _index(shard, name)
    shard.flush()
    shard.close()
    unfinished.rename(folder)


def _index(shard: Any, name: str) -> None:
    tenant = name == TENANT
    params = engine.KeywordIndexParams(is_tenant=tenant, enable_hnsw=tenant, memory=MAPPED)
    shard.update(engine.UpdateOperation.create_field_index(name, params))


def _config(size: int, *, vacuum: bool = False) -> Any:
    """No graph over all tenants, which nobody may search, but one for each large bot.

    With `vacuum`, a single deleted point makes its segment be rewritten.
    """
    share, fewest = (1e-9, 1) if vacuum else (None, None)
    return engine.EdgeConfig(
        vectors={"dense": engine.EdgeVectorParams(size=size, distance=engine.Distance.Cosine)},
        sparse_vectors={"bm25": engine.EdgeSparseVectorParams(memory=MAPPED)},
        hnsw_config=engine.HnswIndexConfig(0, CANDIDATES, FULL_SCAN_KILOBYTES, 1, payload_m=EDGES),
        optimizers=engine.EdgeOptimizersConfig(share, fewest, default_segment_number=SEGMENTS),
        max_search_threads=1,
    )


def _shown(fence: Fence) -> Any:
    """The cheapest filter for the fence."""
    return engine.Filter(must=[_match(SHOWN, fence.shown)]) if fence.shown else _filter(fence)


def _filter(fence: Fence) -> Any:
    return engine.Filter(
        must=[_match(key, value) for key, value in fence.must],
        must_not=[_match(key, value) for key, value in fence.must_not],
    )


def _nobody() -> Any:
    return engine.Filter(must=[_match(TENANT, "")])


def _match(key: str, value: str) -> Any:
    return engine.FieldCondition(key, engine.MatchValue(value))


def _point(scope: Scope, one: IndexedPassage) -> Any:
    sparse = engine.SparseVector(list(one.sparse.keys()), list(one.sparse.values()))
    vectors: dict[str, Any] = {"dense": list(one.dense), "bm25": sparse}
    name = number_of(point_id(one.stored.passage_id, scope.generation))
    value = shown(scope.workspace_id, tenant(scope), one.stored.audience)
    return engine.Point(name, vectors, {**payload(scope, one.stored), SHOWN: value})
