"""What only the embedded engine has to show."""

from __future__ import annotations

import asyncio
import shutil
import threading
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import qdrant_edge as engine

from retrieval.domain.identity import point_id
from retrieval.domain.passages import SIZE, IndexedPassage, Sought
from retrieval.outbound import edge_index, edge_parts, edge_shard
from retrieval.outbound.edge_index import BATCH, EdgeIndex
from retrieval.outbound.edge_shard import FencedShard
from retrieval.outbound.fence import SHOWN
from tests.support.on_disk import files_with

from .test_passage_index import MINE, THEIRS, heads, keys, named, passage, vector

DOCUMENTS = 20


@pytest.fixture
async def index(tmp_path: Path) -> EdgeIndex:
    index = EdgeIndex(tmp_path / "vectors")
    await index.open()
    return index


async def test_documents_that_come_together_go_to_disk_together(
    index: EdgeIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    settled: list[int] = []
    waiting: list[int] = []
    all_wait = threading.Event()
    settle, waits = FencedShard.settle, EdgeIndex._settled

    def counted(shard: FencedShard) -> None:
        settled.append(1)
        all_wait.wait(30)
        settle(shard)

    async def arrived(index: EdgeIndex) -> None:
        waiting.append(1)
        if len(waiting) == DOCUMENTS:
            all_wait.set()
        await waits(index)

    monkeypatch.setattr(FencedShard, "settle", counted)
    monkeypatch.setattr(EdgeIndex, "_settled", arrived)
    made = {f"doc_{at}": passage(at % 8, document=f"doc_{at}") for at in range(DOCUMENTS)}
    await asyncio.gather(*(index.replace(MINE, name, [one]) for name, one in made.items()))
    assert len(settled) == 1  # the trip of the first, which begins once all have written
    found = await index.search(MINE, Sought(vector(1), {}), 2 * DOCUMENTS)
    assert len(found.dense) == DOCUMENTS
    await index.close()


async def test_a_search_goes_between_the_steps_of_a_write(index: EdgeIndex) -> None:
    """The engine keeps the interpreter while it works, so a write of many passages takes many small steps."""
    many = [passage(at, document="doc_1") for at in range(8 * BATCH)]
    writing = asyncio.create_task(index.replace(MINE, "doc_1", many))
    seen: list[int] = []
    while not writing.done():
        seen.append(len((await index.search(MINE, Sought(vector(1), {}), len(many))).dense))
        await asyncio.sleep(0)
    assert len({count for count in seen if 0 < count < len(many)}) >= 6
    await index.close()


async def test_what_the_log_alone_holds_is_there_after_a_crash(index: EdgeIndex, tmp_path: Path) -> None:
    await index.replace(MINE, "doc_1", [passage(1), passage(2)])
    shutil.copytree(tmp_path / "vectors", tmp_path / "after")
    await index.close()
    after = EdgeIndex(tmp_path / "after")
    await after.open()
    assert len((await after.search(MINE, Sought(vector(1), {}), 5)).dense) == 2
    await after.close()


def written_before(folder: Path, passages: list[IndexedPassage]) -> None:
    """As an earlier version did: points called by UUIDs, without a mark of what customers may find."""
    edge_shard._create(folder, SIZE)
    shard = engine.EdgeShard.load(str(folder))
    shard.update(engine.UpdateOperation.delete_field_index(SHOWN))
    for one in passages:
        kept = asdict(one.stored)
        sparse = engine.SparseVector(list(one.sparse), list(one.sparse.values()))
        vectors: Any = {"dense": list(one.dense), "bm25": sparse}
        point = engine.Point(point_id(one.stored.passage_id), vectors, kept)
        shard.update(engine.UpdateOperation.upsert_points([point]))
    shard.flush()
    shard.close()


@pytest.mark.parametrize("killed", ["not", "while copying", "between both steps of the swap"])
async def test_an_index_of_an_earlier_version_is_searched_as_it_was(tmp_path: Path, killed: str) -> None:
    hidden = passage(3)
    hidden = replace(hidden, stored=replace(hidden.stored, audience="internal"))
    folder = tmp_path / "vectors"
    written_before(folder, [passage(1), passage(2), hidden, passage(4, scope=THEIRS, document="doc_4")])
    if killed == "while copying":
        shutil.copytree(folder, tmp_path / "vectors.upgraded")
    elif killed != "not":
        folder.rename(tmp_path / "vectors.before")
    for _ in range(2):
        index = EdgeIndex(folder)
        await index.open()
        hits = await index.search(MINE, Sought(vector(1), {1000: 1.0}), 5)
        assert (
            sorted(named(hits.dense)) == sorted(named(hits.bm25)) == sorted(heads([passage(1), passage(2)]))
        )
        assert len((await index.search(MINE, Sought(vector(1), {}, audience="internal"), 5)).dense) == 3
        [again] = (await index.vectors(MINE, keys([passage(2)]))).values()
        assert list(again) == pytest.approx(vector(2), abs=1e-6)
        await index.replace(MINE, "doc_1", [passage(1), passage(2), hidden])
        assert len((await index.page(MINE, None, 9))[0]) == 3
        await index.close()
    assert [one.name for one in tmp_path.iterdir() if one.is_dir()] == ["vectors"]


async def test_pages_go_on_where_they_ended(index: EdgeIndex) -> None:
    await index.replace(MINE, "doc_1", [passage(at) for at in range(7)])
    first, after = await index.page(MINE, None, 4)
    second, end = await index.page(MINE, after, 4)
    assert len({one.stored.passage_id for one in (*first, *second)}) == 7 and end is None
    await index.close()


def traces(folder: Path, one: IndexedPassage) -> set[str]:
    """What of it is still in any file: in the log a vector stands beside its text."""
    vector = np.array(one.dense, np.float32).tobytes()
    needles = {"text": one.stored.text.encode(), "vector": vector[16:48]}
    return {name for name, needle in needles.items() if files_with(folder, needle)}


@pytest.mark.parametrize("erase", ["workspace", "source", "document"])
async def test_what_was_erased_leaves_no_byte_on_the_disk(
    index: EdgeIndex, tmp_path: Path, erase: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    canary = passage(777, scope=THEIRS, document="doc_5", source="src_5")
    canary = replace(canary, stored=replace(canary.stored, text="the yellow canary of Tervana"))
    await index.replace(MINE, "doc_1", [passage(at) for at in range(300)])
    await index.replace(THEIRS, "doc_5", [canary])
    await index.replace(MINE, "doc_2", [passage(at, document="doc_2") for at in range(300)])
    assert traces(tmp_path, canary) == {"text", "vector"}
    if erase == "workspace":
        await index.remove_workspace(THEIRS.workspace_id)
    elif erase == "source":
        await index.remove(THEIRS, "src_5")
    else:
        await index.replace(THEIRS, "doc_5", [])
    assert traces(tmp_path, canary) == {"text", "vector"}
    await index.close()
    again = EdgeIndex(tmp_path / "vectors")
    await again.open()
    monkeypatch.setattr(edge_index, "LOOK_SECONDS", 0.01)
    monkeypatch.setattr(edge_index, "QUIET_SECONDS", 0.0)
    sweeping = asyncio.create_task(again.run())
    async with asyncio.timeout(60):
        while traces(tmp_path, canary):
            await asyncio.sleep(0.05)
    sweeping.cancel()
    assert len((await again.search(MINE, Sought(vector(1), {}), 1_000)).dense) == 600
    await again.replace(THEIRS, "doc_6", [passage(6, scope=THEIRS, document="doc_6")])
    assert len((await again.search(THEIRS, Sought(vector(1), {}), 5)).dense) == 1
    await again.close()


async def test_erased_bytes_wait_for_a_quiet_moment_but_not_for_long(
    index: EdgeIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    [shard] = index._parts
    for text in (1, 2):
        await index.replace(MINE, "doc_1", [passage(text)])
    await index.drop(replace(MINE, generation=7))
    assert shard.erased_at is None  # what is known in a newer wording is no secret worth a standstill
    await index.remove(MINE, "src_1")
    assert shard.erased_at is not None
    await index.search(MINE, Sought(vector(1), {}), 1)
    assert not index._due(shard)
    monkeypatch.setattr(edge_index, "QUIET_SECONDS", 0.0)
    assert index._due(shard)
    monkeypatch.setattr(edge_index, "QUIET_SECONDS", 1e9)
    index._shred_within = 0.0
    assert index._due(shard)
    await index.shred()
    assert shard.erased_at is None
    await index.close()


async def test_a_part_that_is_full_takes_no_other_bot(
    index: EdgeIndex, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(edge_parts, "FULL", 2)
    large = replace(MINE, generation=1, size=8)
    for scope, document in ((MINE, "doc_1"), (THEIRS, "doc_2"), (MINE, "doc_3")):
        many = [passage(at, scope=scope, document=document) for at in range(3)]
        await index.replace(scope, document, many)
    await index.add(large, [replace(passage(1), dense=vector(1)[:8])])
    await index.close()
    folders = {one.name for one in tmp_path.iterdir() if one.is_dir()}
    assert folders == {"vectors", "vectors+1", "vectors-8"}
    again = EdgeIndex(tmp_path / "vectors")
    await again.open()
    assert [part.passages for part in again._parts] == [1, 6, 3]
    for scope, found in ((MINE, 6), (THEIRS, 3), (large, 1)):
        assert len((await again.search(scope, Sought(vector(1)[: scope.size], {}), 9)).dense) == found
    await again.remove_workspace(THEIRS.workspace_id)
    assert [part.erased_at is not None for part in again._parts] == [False, False, True]
    await again.close()


async def test_bytes_that_a_newer_revision_left_go_with_the_workspace(index: EdgeIndex) -> None:
    [part] = index._parts
    await index.replace(THEIRS, "doc_1", [passage(1, scope=THEIRS)])
    await index.drop(THEIRS)
    await index.remove_workspace(MINE.workspace_id)
    assert part.erased_at is None
    await index.remove_workspace(THEIRS.workspace_id)
    assert part.erased_at is not None
    await index.shred()
    await index.remove_workspace(THEIRS.workspace_id)
    assert part.erased_at is None
    await index.close()


async def test_searches_go_on_while_erased_bytes_are_written_over(index: EdgeIndex) -> None:
    await index.replace(MINE, "doc_1", [passage(at) for at in range(9)])
    await index.replace(THEIRS, "doc_2", [passage(9, scope=THEIRS, document="doc_2")])
    await index.remove_workspace(THEIRS.workspace_id)
    shredding, searches = asyncio.create_task(index.shred()), 0
    while not shredding.done():
        assert len((await index.search(MINE, Sought(vector(1), {}), 20)).dense) == 9
        searches += 1
        await asyncio.sleep(0)
    assert searches > edge_shard.LOG_MEGABYTES
    await index.close()
