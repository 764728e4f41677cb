"""A bot's knowledge is indexed by another model or in another language while searches are answered."""

from __future__ import annotations

import asyncio
import os
import shutil
import signal
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar

import psycopg
import pytest
import qdrant_edge

from chassis.errors import Refused, Unavailable
from contracts.bot_knowledge import PACKAGED_MODEL
from contracts.facts.workspace import BotConfigured
from contracts.requests import DELETE_SOURCE, GET_SOURCE, SEARCH, Found, GetSource, Search
from contracts.shapes import BotSettings, SourceStatus
from contracts.source_requests import CHANGE_SOURCE, READ_INDEX, ChangeSource, IndexState, ReadIndex
from retrieval import app
from retrieval.handlers import rebuild_index
from retrieval.outbound.edge_index import EdgeIndex
from services.retrieval.tests.tiny_model import write_tiny_model
from services.retrieval.tests.tiny_reranker import write_tiny_reranker

from .conftest import BOT, WORKSPACE, Library, until
from .test_killed import process

T = TypeVar("T")
TINY = "acme/tiny"
FILES = 12
RULES = 4


def rules(file: int) -> bytes:
    lines = [f"## Rule {file}-{n}\n\nParcel {file * 50 + n} goes to shelf {n * 3}.\n" for n in range(RULES)]
    return "\n".join([f"# Rules {file}", *lines]).encode()


@pytest.fixture
def slowly(monkeypatch: pytest.MonkeyPatch) -> None:
    """Time enough to look at what is on its way; old indexes are dropped soon."""
    monkeypatch.setattr(rebuild_index, "BATCH", 1)
    monkeypatch.setattr(rebuild_index, "GRACE", timedelta(seconds=0.2))
    monkeypatch.setattr(rebuild_index, "SWEEP_SECONDS", 0.2)


@pytest.fixture
def shop(library: Library, model_dir: Path, tmp_path: Path) -> Library:
    write_tiny_model(tmp_path / "models" / TINY, model_dir)
    changed = {"models_dir": tmp_path / "models", "fetch_models": False}
    library.settings = library.settings.model_copy(update=changed)
    return library


async def configure(library: Library, revision: int, **settings: Any) -> None:
    fact = BotConfigured(
        bot_id=BOT,
        name="Bot",
        public_key="pk_1",
        revision=revision,
        settings=BotSettings(**settings),
        configured_at=datetime.now(UTC),
    )
    await library.tell(fact, f"bot:{BOT}:{revision}")


async def state(library: Library) -> IndexState:
    ask = ReadIndex(workspace_id=WORKSPACE, bot_id=BOT)
    return await library.gateway.ask(READ_INDEX, ask, timeout=20)  # what is judged is the state, not the wait


async def ready(library: Library, model: str, seconds: float = 60) -> None:
    await until(
        lambda: state(library), lambda now: (now.status, now.embedding_model) == ("ready", model), seconds
    )


async def search(library: Library, query: str, limit: int = 50) -> Found:
    ask = Search(workspace_id=WORKSPACE, bot_id=BOT, query=query, limit=limit)
    return await library.gateway.ask(SEARCH, ask)


async def fill(library: Library, first: int = 0, files: int = FILES) -> list[Any]:
    added = [
        await until(lambda n=n: patiently(library.add(f"{n}.md", rules(n))), bool, 60)  # type: ignore[misc]
        for n in range(first, first + files)
    ]
    for one in added:
        ask = GetSource(workspace_id=WORKSPACE, source_id=one.id)
        await until(
            lambda ask=ask: patiently(library.gateway.ask(GET_SOURCE, ask)),  # type: ignore[misc]
            lambda now: now and now.status is SourceStatus.READY,
            60,
        )
    return added


async def patiently(asked: Awaitable[T]) -> T | None:
    """None while the service is too busy, or not there yet."""
    try:
        return await asked
    except Unavailable:
        return None


@pytest.fixture
def points(monkeypatch: pytest.MonkeyPatch) -> Callable[[], dict[int, int]]:
    """How many there are for vectors of each length."""
    opened: list[EdgeIndex] = []

    class Counted(EdgeIndex):
        async def open(self) -> None:
            await super().open()
            opened.append(self)

    monkeypatch.setattr(app, "EdgeIndex", Counted)
    everything = qdrant_edge.CountRequest()
    return lambda: {one._size: one._shard.count(everything) for one in opened[-1]._parts}


@pytest.mark.usefixtures("slowly")
async def test_searches_are_answered_all_along(shop: Library, points: Callable[[], Any]) -> None:
    async with shop.service():
        sources = await fill(shop)
        await configure(shop, 1, embedding_model=TINY)
        seen: set[tuple[str, int]] = set()
        added = None
        while (now := await state(shop)).embedding_model != TINY:
            seen.add((now.status, len((await search(shop, "parcel shelf")).passages)))
            await asyncio.sleep(0.02)
            if now.status == "switching" and added is None:
                added = await shop.add("late.md", b"# Late\n\nLate parcels wait for the evening van.\n")
                hidden, gone = sources[0], sources[1]
                await shop.gateway.ask(DELETE_SOURCE, GetSource(workspace_id=WORKSPACE, source_id=gone.id))
                ask = ChangeSource(workspace_id=WORKSPACE, source_id=hidden.id, audience="internal")
                await shop.gateway.ask(CHANGE_SOURCE, ask)
        assert added is not None
        counts = {count for _, count in seen}
        assert min(counts) >= (FILES - 2) * RULES
        await shop.settled(added)
        await ready(shop, TINY)
        after = await search(shop, "parcel shelf")
        assert len(after.passages) == (FILES - 2) * RULES + 1
        assert "Late parcels wait for the evening van." in {one.text for one in after.passages}
        assert {one.source_id for one in after.passages}.isdisjoint({hidden.id, gone.id})
        assert len({one.passage_id for one in after.passages}) == len(after.passages)
        await until(lambda: shop.rows("select from indexes where dropped"), lambda rows: len(rows) == 1)
        assert await shop.rows("select from shadows") == []
        assert points() == {384: 0, 8: (FILES - 1) * RULES + 1}


@pytest.mark.usefixtures("slowly")
async def test_what_is_chosen_last_counts(shop: Library, points: Callable[[], Any]) -> None:
    async with shop.service():
        await fill(shop)
        await configure(shop, 1, embedding_model=TINY)
        await until(lambda: state(shop), lambda now: now.status == "switching" and now.progress)
        await configure(shop, 2, knowledge_language="de")
        await until(lambda: state(shop), lambda now: now.knowledge_language == "de")
        assert (await state(shop)).embedding_model == PACKAGED_MODEL
        assert len((await search(shop, "parcel shelf")).passages) == FILES * RULES
        await until(lambda: shop.rows("select from indexes where dropped"), lambda rows: len(rows) == 2)
        assert points() == {384: FILES * RULES, 8: 0}


async def test_a_model_that_cannot_be_had_leaves_the_old_index(shop: Library) -> None:
    async with shop.service():
        await fill(shop, files=1)
        await configure(shop, 1, embedding_model="BAAI/bge-small-en-v1.5")
        failed = await until(lambda: state(shop), lambda now: now.status == "failed")
        assert failed.error.startswith("The weights of BAAI/bge-small-en-v1.5 could not be fetched")
        assert (failed.embedding_model, failed.next_embedding_model) == (
            PACKAGED_MODEL,
            "BAAI/bge-small-en-v1.5",
        )
        assert len((await search(shop, "parcel shelf")).passages) == RULES
        await configure(shop, 2)
        await until(lambda: state(shop), lambda now: now.status == "ready")


async def test_a_model_that_is_gone_after_a_restart_is_said_in_the_state(shop: Library) -> None:
    more = {"ANSWERBUS_MODELS_DIR": str(shop.settings.models_dir), "ANSWERBUS_FETCH_MODELS": "false"}
    with process(shop, **more):
        await until(lambda: patiently(state(shop)), bool, 60)
        await fill(shop, files=1)
        await configure(shop, 1, embedding_model=TINY)
        await ready(shop, TINY)
    shutil.rmtree(shop.settings.models_dir / TINY)
    with process(shop, **more):
        failed = await until(lambda: patiently(state(shop)), bool, 60)
        assert (failed.status, failed.embedding_model, failed.next_embedding_model) == ("failed", TINY, None)
        with pytest.raises(Refused) as refused:
            await search(shop, "parcel shelf")
        assert failed.error == f"Questions cannot be answered from this index. {refused.value}"
        assert "acme/tiny" in failed.error
        assert str(shop.settings.models_dir) not in failed.error


@asynccontextmanager
async def held_up(library: Library, at: int) -> AsyncIterator[None]:
    """In the block, nobody gets past the document of this number, in the first generation to come."""
    async with await psycopg.AsyncConnection.connect(library.settings.database_url) as conn:
        await conn.execute(
            "insert into shadows (bot_id, generation, document_id, workspace_id, stamp, language, vocabulary)"
            " select bot_id, 1, id, workspace_id, '', '', '' from documents order by id offset %s limit 1",
            [at],
        )
        yield
        await conn.rollback()


async def test_killed_in_the_middle_it_goes_on(shop: Library, model_dir: Path) -> None:
    shutil.copytree(model_dir, shop.settings.models_dir / "acme" / "again")
    more = {"ANSWERBUS_MODELS_DIR": str(shop.settings.models_dir), "ANSWERBUS_FETCH_MODELS": "false"}
    files = 3 * FILES
    with process(shop, **more) as child:
        await until(lambda: patiently(state(shop)), bool, 60)
        await fill(shop, files=files)
        async with held_up(shop, files // 2):
            await configure(shop, 1, embedding_model="acme/again")
            await until(lambda: shop.rows("select from shadows where stamp <> ''"), bool, 60)
            os.kill(child.pid, signal.SIGKILL)
            child.wait()
    written = len(await shop.rows("select from shadows where stamp <> ''"))
    assert 0 < written < files
    with process(shop, **more):
        await until(
            lambda: patiently(state(shop)), lambda now: now and now.embedding_model == "acme/again", 60
        )
        assert len({one.passage_id for one in (await search(shop, "parcel shelf")).passages}) == 50
        assert await shop.rows("select generation from indexes where status = 'serving'") == [(1,)]
    shard = qdrant_edge.EdgeShard.load(str(shop.settings.vector_dir))
    of_generation = qdrant_edge.FieldCondition("bot_id", qdrant_edge.MatchValue(f"{BOT}~1"))
    counted = qdrant_edge.CountRequest(filter=qdrant_edge.Filter(must=[of_generation]))
    assert shard.count(counted) == files * RULES
    shard.close()


async def test_documents_are_read_in_their_own_language(shop: Library) -> None:
    german = (
        "# Rückgabe\n\nUnsere Rückgaben werden innerhalb von vierzehn Tagen bearbeitet, und der Betrag wird "
        "auf das ursprüngliche Konto überwiesen. Bitte legen Sie dem Paket den Lieferschein bei.\n"
    )
    english = (
        "# Opening\n\nOur shops are open from nine in the morning, and every parcel may be collected there.\n"
    )
    async with shop.service():
        for name, text in (("de.md", german), ("en.md", english)):
            await shop.settled(await shop.add(name, text.encode()))
        assert await shop.rows("select language from documents order by 1") == [("de",), ("en",)]
        found = await search(shop, "Wie werden die Lieferscheine und Beträge bearbeitet?")
        assert found.passages[0].title == "Rückgabe"
        assert found.passages[0].bm25_score > 0.5
        await configure(shop, 1, knowledge_language="en")
        await until(lambda: state(shop), lambda now: now.knowledge_language == "en")
        again = await search(shop, "Wie werden die Lieferscheine und Beträge bearbeitet?")
        assert again.passages[0].bm25_score < found.passages[0].bm25_score
        assert {row[0] for row in await shop.rows("select language from documents")} == {"en"}


async def test_a_cross_encoder_orders_the_best_again(shop: Library, model_dir: Path) -> None:
    write_tiny_reranker(shop.settings.models_dir / "acme" / "judge", model_dir, "lighthouse")
    text = b"# Keys\n\nThe keys of the cellar hang in the hall.\n\n# Light\n\nThe lighthouse is lit at six.\n"
    async with shop.service():
        await shop.settled(await shop.add("keys.md", text))
        plain = await search(shop, "where are the keys of the cellar")
        assert [one.title for one in plain.passages[:1]] and plain.passages[0].heading.endswith("Keys")
        assert (plain.notes, plain.passages[0].rerank_score) == ([], None)
        await configure(shop, 1, reranker="acme/judge")
        ask = "where are the keys of the cellar"
        judged = await until(
            lambda: search(shop, ask), lambda found: found.passages[0].rerank_score is not None
        )
        assert judged.passages[0].heading.endswith("Light")
        assert [one.rerank_score for one in judged.passages] == [1.0, 0.0]
        assert "rerank" in judged.timings_ms
        assert judged.confidence == plain.confidence
        await configure(shop, 2, reranker="acme/none")
        without = await until(lambda: search(shop, ask), lambda found: "does not know" in str(found.notes))
        assert without.passages[0].heading.endswith("Keys")


async def test_where_are_you_finds_the_company_that_the_settings_name(shop: Library) -> None:
    text = b"# Plans\n\nPro has three users.\n\n# Imprint\n\nFlowdesk sits in Leipzig.\n"
    async with shop.service():
        await shop.settled(await shop.add("help.md", text))
        assert not (await search(shop, "where are you?")).passages[0].bm25_score
        await configure(shop, 1, company="Flowdesk")
        found = await until(
            lambda: search(shop, "where are you?"), lambda found: found.passages[0].bm25_score
        )
        assert found.passages[0].heading.endswith("Imprint")
