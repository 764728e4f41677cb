"""What only the embedded engine has to show."""

from __future__ import annotations

import asyncio
import shutil
from pathlib import Path

import pytest

from retrieval.outbound.edge_index import BATCH, EdgeIndex
from retrieval.outbound.edge_shard import FencedShard

from .test_passage_index import MINE, passage, vector

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
    settle = FencedShard.settle

    def counted(shard: FencedShard) -> None:
        settled.append(1)
        settle(shard)

    monkeypatch.setattr(FencedShard, "settle", counted)
    made = {f"doc_{at}": passage(at % 8, document=f"doc_{at}") for at in range(DOCUMENTS)}
    await asyncio.gather(*(index.replace(MINE, name, [one]) for name, one in made.items()))
    assert 1 <= len(settled) <= DOCUMENTS / 2
    found = await index.search(MINE, vector(1), {}, 2 * DOCUMENTS)
    assert len(found.dense) == DOCUMENTS
    await index.close()


async def test_a_search_goes_between_the_steps_of_a_write(index: EdgeIndex) -> None:
    """The engine keeps the interpreter while it works, so a write of many passages takes many small steps."""
    many = [passage(at, document="doc_1") for at in range(8 * BATCH)]
    writing = asyncio.create_task(index.replace(MINE, "doc_1", many))
    seen: list[int] = []
    while not writing.done():
        seen.append(len((await index.search(MINE, vector(1), {}, len(many))).dense))
        await asyncio.sleep(0)
    assert len({count for count in seen if 0 < count < len(many)}) >= 6
    await index.close()


async def test_what_the_log_alone_holds_is_there_after_a_crash(index: EdgeIndex, tmp_path: Path) -> None:
    await index.replace(MINE, "doc_1", [passage(1), passage(2)])
    shutil.copytree(tmp_path / "vectors", tmp_path / "after")
    await index.close()
    after = EdgeIndex(tmp_path / "after")
    await after.open()
    assert len((await after.search(MINE, vector(1), {}, 5)).dense) == 2
    await after.close()
