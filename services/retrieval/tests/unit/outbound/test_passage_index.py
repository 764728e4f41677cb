"""What every adapter of the vector index must do: the embedded engine, the server's client, and the fake."""

from __future__ import annotations

import random
from collections.abc import AsyncIterator, Iterable, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from contracts.shapes import Audience
from retrieval.domain.identity import point_id
from retrieval.domain.passages import IndexedPassage, Key, Scope, Sought, StoredPassage
from retrieval.outbound import fence
from retrieval.outbound.edge_index import EdgeIndex
from retrieval.outbound.fence import Fence, OutsideScope
from retrieval.ports import PassageIndex
from retrieval.testing.fakes import FakeIndex

pytestmark = pytest.mark.filterwarnings("ignore:Payload indexes have no effect")
MINE = Scope("wsp_1", "bot_1")
THEIRS = Scope("wsp_2", "bot_2")
SIZE = 384


@pytest.fixture(params=["edge", "qdrant", "fake"])
async def index(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[PassageIndex]:
    if request.param == "fake":
        yield FakeIndex()
    elif request.param == "edge":
        edge = EdgeIndex(tmp_path / "vectors")
        await edge.open()
        yield edge
        await edge.close()
    else:
        from qdrant_client import AsyncQdrantClient

        from retrieval.outbound.qdrant_index import QdrantIndex

        server = QdrantIndex(AsyncQdrantClient(":memory:"))
        await server.open()
        yield server
        await server.close()


def vector(seed: int) -> list[float]:
    numbers = random.Random(seed)
    raw = [numbers.gauss(0, 1) for _ in range(SIZE)]
    length = sum(one * one for one in raw) ** 0.5
    return [one / length for one in raw]


def passage(
    number: int, *, scope: Scope = MINE, document: str = "doc_1", hashed: str = "a", source: str = "src_1"
) -> IndexedPassage:
    stored = StoredPassage(
        workspace_id=scope.workspace_id,
        bot_id=scope.bot_id,
        source_id=source,
        document_id=document,
        passage_id=f"psg_{document}_{hashed}_{number}",
        revision=1,
        content_hash=hashed,
        title="Rules",
        heading="Pets › Dogs",
        text=f"Text {number}",
        question="May I?" if number % 2 else None,
        page=number or None,
    )
    return IndexedPassage(stored, vector(number), {number: 1.5, 1000: 0.5})


def keys(passages: Sequence[IndexedPassage]) -> list[str]:
    return [point_id(one.stored.passage_id) for one in passages]


def heads(passages: Sequence[IndexedPassage]) -> list[str]:
    return [key[:16] for key in keys(passages)]


def named(found: Iterable[Key]) -> list[str]:
    """The embedded engine knows a point by a number, which is the first half of its name elsewhere."""
    return [f"{key:016x}" if isinstance(key, int) else key[:16] for key in found]


async def test_finds_by_cosine_and_by_words(index: PassageIndex) -> None:
    passages = [passage(number) for number in range(8)]
    await index.replace(MINE, "doc_1", passages)
    hits = await index.search(MINE, Sought(vector(3), {5: 2.0, 1000: 1.0}), 4)
    assert named(hits.dense)[0] == heads(passages)[3]
    by_cosine, by_words = list(hits.dense.values()), list(hits.bm25.values())
    assert by_cosine[0] == pytest.approx(1, abs=1e-4)
    assert len(hits.dense) == len(hits.bm25) == 4
    assert named(hits.bm25)[0] == heads(passages)[5]
    assert by_words[:2] == pytest.approx([3.5, 0.5])
    assert by_cosine == sorted(by_cosine, reverse=True)


async def test_what_one_ranking_finds_has_its_score_in_the_others(index: PassageIndex) -> None:
    passages = [passage(number) for number in range(8)]
    await index.replace(MINE, "doc_1", passages)
    hits = await index.search(MINE, Sought(vector(3), {5: 2.0}, {6: 2.0}), 1)
    assert named(hits.names) == heads(passages)[6:7]
    assert named(hits.bm25) == heads(passages)[5:6]
    found = [*hits.bm25, *hits.names]
    scores = await index.scores(MINE, Sought(vector(3), {5: 2.0, 1000: 1.0}), found)
    everything = await index.search(MINE, Sought(vector(3), {5: 2.0, 1000: 1.0}), 8)
    for some, every in ((scores.dense, everything.dense), (scores.bm25, everything.bm25)):
        assert some == {key: pytest.approx(score, abs=1e-4) for key, score in every.items() if key in found}
    await index.replace(THEIRS, "doc_2", [passage(5, scope=THEIRS, document="doc_2")])
    theirs = await index.scores(THEIRS, Sought(vector(3), {5: 2.0}), found)
    assert (theirs.dense, theirs.bm25) == ({}, {})


async def test_names_find_nothing_of_another_bot(index: PassageIndex) -> None:
    await index.replace(THEIRS, "doc_2", [passage(6, scope=THEIRS, document="doc_2", source="src_2")])
    hits = await index.search(MINE, Sought(vector(3), {6: 1.0}, {6: 2.0}), 5)
    assert (hits.dense, hits.bm25, hits.names) == ({}, {}, {})


async def test_gives_back_what_was_stored(index: PassageIndex) -> None:
    passages = [passage(0), passage(1)]
    await index.replace(MINE, "doc_1", passages)
    found = await index.fetch(MINE, [*keys(passages), point_id("never stored")])
    assert found == {key: one.stored for key, one in zip(keys(passages), passages, strict=True)}


async def test_nothing_of_another_bot_is_found(index: PassageIndex) -> None:
    mine, theirs = passage(1), passage(1, scope=THEIRS, document="doc_2", source="src_2")
    await index.replace(MINE, "doc_1", [mine])
    await index.replace(THEIRS, "doc_2", [theirs])
    for scope, one in ((MINE, mine), (THEIRS, theirs)):
        hits = await index.search(scope, Sought(vector(1), {1000: 1.0}), 10)
        assert named(hits.dense) == named(hits.bm25) == heads([one])
    assert await index.fetch(THEIRS, keys([mine])) == {}
    mixed = Scope("wsp_2", "bot_1")
    assert (await index.search(mixed, Sought(vector(1), {1000: 1.0}), 10)).dense == {}


async def test_words_nobody_uses_find_nothing(index: PassageIndex) -> None:
    await index.replace(MINE, "doc_1", [passage(1)])
    assert (await index.search(MINE, Sought(vector(1), {77: 1.0}), 5)).bm25 == {}
    assert (await index.search(MINE, Sought(vector(1), {}), 5)).bm25 == {}


async def test_replacing_leaves_only_the_new(index: PassageIndex) -> None:
    await index.replace(MINE, "doc_1", [passage(number) for number in range(5)])
    await index.replace(MINE, "doc_2", [passage(9, document="doc_2")])
    new = [passage(number, hashed="b") for number in range(2)]
    await index.replace(MINE, "doc_1", new)
    await index.replace(MINE, "doc_1", [replace(one) for one in new])
    hits = await index.search(MINE, Sought(vector(1), {1000: 1.0}), 20)
    assert set(named(hits.dense)) == {*heads(new), *heads([passage(9, document="doc_2")])}


async def test_removing_a_source_leaves_the_others(index: PassageIndex) -> None:
    await index.replace(MINE, "doc_1", [passage(1)])
    await index.replace(MINE, "doc_2", [passage(2, document="doc_2", source="src_2")])
    await index.remove(THEIRS, "src_1")
    assert len((await index.search(MINE, Sought(vector(1), {}), 5)).dense) == 2
    await index.remove(MINE, "src_1")
    await index.remove(MINE, "src_1")
    hits = await index.search(MINE, Sought(vector(1), {1000: 1.0}), 5)
    assert named(hits.dense) == heads([passage(2, document="doc_2")])


async def test_an_empty_index_answers(index: PassageIndex) -> None:
    hits = await index.search(MINE, Sought(vector(1), {1: 1.0}), 5)
    assert (hits.dense, hits.bm25) == ({}, {})


async def test_internal_passages_are_found_only_when_asked_for(index: PassageIndex) -> None:
    shown, hidden = passage(1, document="doc_1"), passage(2, document="doc_2")
    hidden = replace(hidden, stored=replace(hidden.stored, audience="internal"))
    await index.replace(MINE, "doc_1", [shown])
    await index.replace(MINE, "doc_2", [hidden])

    async def found(audience: Audience = "public") -> list[set[str]]:
        hits = await index.search(MINE, Sought(vector(2), {1000: 1.0}, audience=audience), 5)
        return [set(named(hits.dense)), set(named(hits.bm25))]

    assert await found() == [set(heads([shown]))] * 2
    assert await found("internal") == [set(heads([shown, hidden]))] * 2
    await index.set_audience(MINE, "src_1", "public", "doc_2")
    assert await found() == [set(heads([shown, hidden]))] * 2
    await index.set_audience(THEIRS, "src_1", "internal")
    assert await found() == [set(heads([shown, hidden]))] * 2
    await index.set_audience(MINE, "src_1", "internal")
    assert await found() == [set()] * 2
    assert await index.fetch(MINE, keys([shown])) == {}
    fetched = await index.fetch(MINE, keys([shown]), "internal")
    assert fetched[keys([shown])[0]] == replace(shown.stored, audience="internal")


async def test_vectors_are_read_again_by_their_owner_alone(index: PassageIndex) -> None:
    one = passage(3)
    await index.replace(MINE, "doc_1", [one])
    [found] = (await index.vectors(MINE, [*keys([one]), point_id("psg_none")])).values()
    assert list(found) == pytest.approx(list(one.dense), abs=1e-6)
    assert await index.vectors(THEIRS, keys([one])) == {}


async def test_a_workspace_leaves_nothing(index: PassageIndex) -> None:
    other = passage(2, scope=THEIRS, document="doc_2")
    await index.replace(MINE, "doc_1", [passage(1)])
    await index.replace(THEIRS, "doc_2", [other])
    await index.remove_workspace(MINE.workspace_id)
    assert await index.fetch(MINE, keys([passage(1)])) == {}
    assert len(await index.fetch(THEIRS, keys([other]))) == 1


async def test_nobody_writes_into_another_bots_document(index: PassageIndex) -> None:
    mine = passage(1)
    await index.replace(MINE, "doc_1", [mine])
    await index.replace(THEIRS, "doc_1", [])
    assert await index.fetch(MINE, keys([mine])) != {}
    if not isinstance(index, FakeIndex):
        with pytest.raises(OutsideScope):
            await index.replace(THEIRS, "doc_1", [passage(2)])


async def test_the_fence_is_what_keeps_identical_texts_apart(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: with an open fence the canary of the other workspace is found."""
    index = EdgeIndex(tmp_path / "vectors")
    await index.open()
    mine, theirs = passage(1), passage(1, scope=THEIRS, document="doc_2")
    await index.replace(MINE, "doc_1", [mine])
    await index.replace(THEIRS, "doc_2", [theirs])

    async def found() -> set[str]:
        hits = await index.search(MINE, Sought(vector(1), {1000: 1.0}), 10)
        fetched = await index.fetch(MINE, keys([mine, theirs]))
        return {*named([*hits.dense, *hits.bm25]), *(str(key)[:16] for key in fetched)}

    assert await found() == set(heads([mine]))
    monkeypatch.setattr(fence, "readable", lambda *_: Fence(()))
    assert await found() == set(heads([mine, theirs]))
    await index.close()


async def test_two_generations_of_a_bot_lie_apart(index: PassageIndex) -> None:
    old, new = passage(1), replace(passage(1), dense=[1.0, *[0.0] * 7])
    again = replace(MINE, generation=2, size=8)
    await index.replace(MINE, "doc_1", [old])
    await index.replace(again, "doc_1", [new])
    await index.replace(again, "doc_2", [replace(passage(2, document="doc_2"), dense=[0.0, 1.0, *[0.0] * 6])])
    newest = await index.search(again, Sought([1.0, *[0.0] * 7], {1: 1.0}), 5)
    assert list(newest.bm25.values()) == pytest.approx([1.5])
    assert len(newest.dense) == 2
    hits = await index.search(MINE, Sought(vector(1), {1000: 1.0}), 5)
    assert named(hits.dense) == named(hits.bm25) == heads([old])
    newer = point_id(new.stored.passage_id, 2)
    assert await index.fetch(again, [*keys([old]), newer]) == {newer: new.stored}
    assert len((await index.page(again, None, 10))[0]) == 2
    await index.drop(MINE)
    assert await index.fetch(MINE, keys([old])) == {}
    await index.set_audience(MINE, "src_1", "internal", "doc_1")
    assert await index.fetch(again, [newer]) == {}
    await index.remove(MINE, "src_1")
    assert await index.fetch(again, [newer], "internal") == {}


async def test_an_index_that_nothing_was_written_to_is_empty(index: PassageIndex) -> None:
    unknown = replace(MINE, generation=7, size=16)
    hits = await index.search(unknown, Sought([1.0] * 16, {1: 1.0}), 5)
    assert (hits.dense, hits.bm25) == ({}, {})
    assert await index.fetch(unknown, [point_id("psg_1", 7)]) == {}
    assert await index.page(unknown, None, 5) == ([], None)


async def test_vectors_of_other_lengths_are_there_after_a_restart(tmp_path: Path) -> None:
    again = replace(MINE, generation=1, size=8)
    one = replace(passage(1), dense=[1.0, *[0.0] * 7])
    first = EdgeIndex(tmp_path / "vectors")
    await first.open()
    await first.replace(again, "doc_1", [one])
    await first.close()
    second = EdgeIndex(tmp_path / "vectors")
    await second.open()
    key = point_id(one.stored.passage_id, 1)
    assert await second.fetch(again, [key]) == {key: one.stored}
    await second.remove_workspace(MINE.workspace_id)
    assert await second.fetch(again, [key]) == {}
    await second.close()
