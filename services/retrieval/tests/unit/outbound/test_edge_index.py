"""What only the embedded engine has to show."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from retrieval.outbound.edge_index import EdgeIndex
from retrieval.outbound.edge_shard import FencedShard

from .test_passage_index import MINE, passage, vector

DOCUMENTS = 20


async def test_documents_that_come_together_go_to_disk_together(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settled: list[int] = []
    settle = FencedShard.settle

    def counted(shard: FencedShard) -> None:
        settled.append(1)
        settle(shard)

    monkeypatch.setattr(FencedShard, "settle", counted)
    index = EdgeIndex(tmp_path / "vectors")
    await index.open()
    made = {f"doc_{at}": passage(at % 8, document=f"doc_{at}") for at in range(DOCUMENTS)}
    await asyncio.gather(*(index.replace(MINE, name, [one]) for name, one in made.items()))
    assert 1 <= len(settled) <= 2
    await index.replace(MINE, "doc_0", [made["doc_0"]])
    assert 2 <= len(settled) <= 3
    found = await index.search(MINE, vector(1), {}, 2 * DOCUMENTS)
    assert len(found.dense) == DOCUMENTS
    await index.close()
