"""A bot moves from one index to another and is found there as it was found before."""

from __future__ import annotations

import gzip
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest
from qdrant_client import AsyncQdrantClient

from contracts.shapes import Audience
from retrieval.domain.identity import point_id
from retrieval.domain.knowledge_file import NotKnowledge
from retrieval.domain.passages import IndexedPassage, Scope, Sought, StoredPassage
from retrieval.knowledge import export_file, import_file
from retrieval.outbound.edge_index import EdgeIndex
from retrieval.outbound.qdrant_index import QdrantIndex

pytestmark = pytest.mark.filterwarnings("ignore:Payload indexes have no effect")
MINE, THEIRS = Scope("wsp_1", "bot_1"), Scope("wsp_2", "bot_2")
COUNT = 300


def passage(number: int, scope: Scope = MINE) -> IndexedPassage:
    stored = StoredPassage(
        scope.workspace_id,
        scope.bot_id,
        "src_1",
        f"doc_{scope.bot_id}_{number % 3}",
        f"psg_{scope.bot_id}_{number}",
        2,
        "a",
        "Rüles",
        "Pets › Dogs",
        f"Text {number}",
        page=number,
    )
    vector = [0.0] * 384
    vector[number], vector[383] = 0.6, 0.8
    return IndexedPassage(stored, vector, {number: 1.25, 4_000_000_000: 0.5})


@pytest.fixture
async def edge(tmp_path: Path) -> AsyncIterator[EdgeIndex]:
    index = EdgeIndex(tmp_path / "vectors")
    await index.open()
    await index.add(MINE, [passage(number) for number in range(COUNT)])
    hidden = passage(COUNT)
    await index.add(MINE, [replace(hidden, stored=replace(hidden.stored, audience="internal"))])
    await index.add(THEIRS, [passage(7, THEIRS)])
    yield index
    await index.close()


@pytest.fixture
async def server() -> AsyncIterator[QdrantIndex]:
    index = QdrantIndex(AsyncQdrantClient(":memory:"))
    await index.open()
    yield index
    await index.close()


async def test_a_bot_moves_to_a_server_and_back(edge: EdgeIndex, server: QdrantIndex, tmp_path: Path) -> None:
    there, back = tmp_path / "there.gz", tmp_path / "back.gz"
    assert await export_file(edge, MINE, there) == COUNT + 1
    assert await import_file(server, MINE, there) == COUNT + 1
    assert await import_file(server, MINE, there) == COUNT + 1
    asked = passage(42)
    audiences: tuple[Audience, ...] = ("public", "internal")
    for audience in audiences:
        sought = Sought(asked.dense, asked.sparse, audience=audience)
        before = await edge.search(MINE, sought, 5)
        after = await server.search(MINE, sought, 5)
        name = point_id(asked.stored.passage_id)
        assert (next(iter(before.dense)), next(iter(after.dense))) == (int(name[:16], 16), name)
        assert max(after.bm25.values()) == pytest.approx(max(before.bm25.values()))
    assert await export_file(server, MINE, back) == COUNT + 1
    assert _lines(back) == _lines(there)
    assert "bot_2" not in "".join(_lines(there))


async def test_another_bots_file_is_refused(edge: EdgeIndex, tmp_path: Path) -> None:
    file = tmp_path / "file.gz"
    await export_file(edge, MINE, file)
    with pytest.raises(NotKnowledge, match="knowledge of bot bot_1 in workspace wsp_1, not of bot_2"):
        await import_file(edge, THEIRS, file)


@pytest.mark.parametrize(
    ("kept", "sentence"),
    [
        (slice(0, 20), "cut off after 19 passages"),
        (slice(3, None), "not a file that"),
        (slice(0, 0), "not a file that"),
    ],
)
async def test_a_file_that_is_not_whole_says_so(
    edge: EdgeIndex, tmp_path: Path, kept: slice, sentence: str
) -> None:
    file = tmp_path / "file.gz"
    await export_file(edge, MINE, file)
    whole = gzip.decompress(file.read_bytes()).decode().splitlines(keepends=True)
    with gzip.open(file, "wt", encoding="utf-8") as out:
        out.writelines(whole[kept])
    with pytest.raises(NotKnowledge, match=sentence):
        await import_file(edge, MINE, file)


async def test_a_damaged_line_is_named(edge: EdgeIndex, tmp_path: Path) -> None:
    file = tmp_path / "file.gz"
    await export_file(edge, MINE, file)
    whole = gzip.decompress(file.read_bytes()).decode().splitlines(keepends=True)
    with gzip.open(file, "wt", encoding="utf-8") as out:
        out.writelines([*whole[:4], whole[4][:30] + "\n", *whole[5:]])
    with pytest.raises(NotKnowledge, match="Line 5 of this file is damaged"):
        await import_file(edge, MINE, file)


async def test_a_later_generation_moves_as_it_is(edge: EdgeIndex, tmp_path: Path) -> None:
    later = replace(MINE, generation=2, size=8)
    short = replace(passage(1), dense=[1.0, *[0.0] * 7])
    await edge.add(later, [short])
    file = tmp_path / "later.gz"
    assert await export_file(edge, later, file) == 1
    await edge.drop(later)
    assert await import_file(edge, MINE, file) == 1
    assert [one.stored for one in (await edge.page(later, None, 5))[0]] == [short.stored]


def _lines(file: Path) -> list[str]:
    with gzip.open(file, "rt", encoding="utf-8") as lines:
        return sorted(lines)


async def test_a_generation_that_holds_nothing_writes_no_file(edge: EdgeIndex, tmp_path: Path) -> None:
    with pytest.raises(NotKnowledge, match=r"no passages of bot_1 in generation 4 .* `GET /v1/bots/bot_1`"):
        await export_file(edge, replace(MINE, generation=4), tmp_path / "bot.gz")
    assert not list(tmp_path.glob("bot.gz*"))
