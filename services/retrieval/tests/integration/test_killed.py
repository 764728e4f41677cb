"""kill -9 in the middle of indexing: after a restart every document is there once, and whole."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

import psutil
import pytest

from answerbus.embedded.ports import free_port
from contracts.requests import ADD_SOURCE, GET_SOURCE, SEARCH, AddSource, GetSource, Search
from contracts.rpc import Rpc
from contracts.shapes import SourceStatus
from retrieval.outbound.embedder import FEW
from services.retrieval.tests.site_server import Site, page

from .conftest import BOT, WORKSPACE, Library, until

SECTIONS = 90
PAGES = 40


def document(sections: int) -> bytes:
    rules = (
        f"## Rule {number}\n\nParcel rule number {number} says that box {number * 7} goes to shelf "
        f"{number * 3}. "
        f"{'It is checked every morning by the people of the depot. ' * 2}\n\n"
        for number in range(sections)
    )
    return f"# Rules\n\n{''.join(rules)}".encode()


@contextmanager
def process(library: Library, **more: str) -> Iterator[subprocess.Popen[bytes]]:
    """The service as a process of its own."""
    settings = library.settings
    child = subprocess.Popen(
        [sys.executable, "-m", "retrieval"],
        env={
            **os.environ,
            "ANSWERBUS_NATS_URL": settings.nats_url,
            "ANSWERBUS_DATABASE_URL": settings.database_url,
            "ANSWERBUS_VECTOR_DIR": str(settings.vector_dir),
            "ANSWERBUS_MODEL_DIR": str(settings.model_dir),
            "ANSWERBUS_HTTP_PORT": str(free_port()),
            "ANSWERBUS_OPENED_HOSTS": json.dumps(sorted(settings.opened_hosts)),
            "ANSWERBUS_CRAWL_DELAY": "0",
            **more,
        },
        stderr=subprocess.DEVNULL,
    )
    try:
        yield child
    finally:
        child.kill()
        child.wait()


@pytest.mark.parametrize("embedded", [0.3, 0.9])
async def test_a_document_is_indexed_once_and_whole(library: Library, embedded: float) -> None:
    progress = await watched(library)
    with process(library) as child:
        source = await until(lambda: _added(library), bool, 60)
        ask = GetSource(workspace_id=WORKSPACE, source_id=source.id)
        await killed_at(progress, child, embedded)

    with process(library):
        ready = await until(
            lambda: _asked(library, GET_SOURCE, ask), lambda now: now and now.status is SourceStatus.READY, 60
        )
        assert (ready.documents, ready.passages, ready.revision) == (1, SECTIONS, 1)
        search = Search(workspace_id=WORKSPACE, bot_id=BOT, query="parcel rule shelf", limit=50)
        found = await library.gateway.ask(SEARCH, search)
        assert len({one.passage_id for one in found.passages}) == len(found.passages)
        synced = await until(
            lambda: library.facts("KNOWLEDGE", "knowledge.source_synced"), lambda found: len(found) > 0
        )
        assert len(synced) == 1
        assert len(await library.facts("KNOWLEDGE", "knowledge.document_indexed")) == 1
    assert await _points(library) == SECTIONS


async def test_a_website_is_indexed_once_and_whole(library: Library) -> None:
    async with Site().running() as site:
        site.pages["/"] = page("Start", "All rules of the depot.", *(f"/{n}" for n in range(PAGES)))
        for number in range(PAGES):
            site.pages[f"/{number}"] = page(f"Rule {number}", f"Box {number * 7} goes to shelf {number * 3}.")
        library.settings = library.settings.model_copy(update={"opened_hosts": site.opened})
        given = {"source_kind": "website", "name": "Site", "url": f"{site.url}/"}
        ask = AddSource(workspace_id=WORKSPACE, bot_id=BOT, **given)
        progress = await watched(library)
        with process(library) as child:
            source = await until(lambda: _asked(library, ADD_SOURCE, ask), bool, 60)
            await killed_at(progress, child, 0.7)
        asked = len(site.asked)
        with process(library):
            get = GetSource(workspace_id=WORKSPACE, source_id=source.id)
            ready = await until(
                lambda: _asked(library, GET_SOURCE, get),
                lambda now: now and now.status is SourceStatus.READY,
                100,
            )
            assert (ready.documents, ready.passages, ready.revision) == (PAGES + 1, PAGES + 1, 1)
            indexed = await until(  # the relay sends what the killed process had not
                lambda: library.facts("KNOWLEDGE", "knowledge.document_indexed"),
                lambda found: len(found) > PAGES,
            )
            assert len({one.document_id for one in indexed}) == len(indexed) == PAGES + 1
        assert len(site.asked) - asked < PAGES
    assert await _points(library) == PAGES + 1


async def test_a_killed_process_of_embeddings_costs_a_document_nothing(library: Library) -> None:
    many = 4 * FEW  # seconds of work: it is found and killed in the middle
    with process(library) as child:
        source = await until(lambda: _added(library, many), bool, 60)
        embedding = await until(lambda: _embedding(child.pid), bool, 60)
        os.kill(embedding.pid, signal.SIGKILL)
        ask = GetSource(workspace_id=WORKSPACE, source_id=source.id)
        ready = await until(
            lambda: _asked(library, GET_SOURCE, ask),
            lambda now: now and now.status is SourceStatus.READY,
            100,
        )
        assert (ready.documents, ready.passages, ready.revision) == (1, many, 1)
        indexed = await until(
            lambda: library.facts("KNOWLEDGE", "knowledge.document_indexed"), lambda found: len(found) > 0
        )
        assert len(indexed) == 1
        again = await _embedding(child.pid)
        assert again is not None and again.pid != embedding.pid
    await until(lambda: _running(again), lambda alive: not alive)
    assert await _points(library) == many


async def _embedding(parent: int) -> psutil.Process | None:
    for one in psutil.Process(parent).children():
        with suppress(psutil.NoSuchProcess):
            if "retrieval.outbound.embedding" in one.cmdline():
                return one
    return None


async def _running(process: psutil.Process) -> bool:
    return process.is_running() and process.status() != psutil.STATUS_ZOMBIE


async def watched(library: Library) -> asyncio.Queue[float]:
    """How far the sources come that are added from now on."""
    progress = asyncio.Queue[float]()

    async def on_glimpse(body: bytes) -> None:
        progress.put_nowait(float(body.split(b'"progress":')[1].split(b",")[0]))

    await library.admin.watch(f"glimpse.source.{WORKSPACE}.*", on_glimpse)
    await library.admin.client.flush()
    return progress


async def killed_at(progress: asyncio.Queue[float], child: subprocess.Popen[bytes], share: float) -> None:
    """Kill the process as soon as its source has come this far."""
    async with asyncio.timeout(60):
        while await progress.get() < share:
            pass
    os.kill(child.pid, signal.SIGKILL)
    child.wait()


async def _added(library: Library, sections: int = SECTIONS) -> Any:
    try:
        return await library.add("rules.md", document(sections))
    except Exception:
        return None


async def _asked(library: Library, rpc: Rpc[Any, Any], ask: Any) -> Any:
    try:
        return await library.gateway.ask(rpc, ask, timeout=1)
    except Exception:
        return None


async def _points(library: Library) -> int:
    import qdrant_edge

    shard = qdrant_edge.EdgeShard.load(str(library.settings.vector_dir))
    count: int = shard.count(qdrant_edge.CountRequest())
    shard.close()
    return count
