"""Passages in a process of its own: the same vectors, whatever happens to it."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from chassis.errors import Unavailable
from retrieval.outbound.embedder import FEW, FastembedEmbedder
from retrieval.outbound.embedding.recipe import Recipe
from retrieval.outbound.embedding_process import EmbeddingProcess
from retrieval.outbound.models import Models
from services.retrieval.tests.tiny_model import WIDTH, write_tiny_model

PARENT = """
import asyncio, json, sys, time
from retrieval.outbound.embedding_process import EmbeddingProcess

async def main():
    process = EmbeddingProcess(json.loads(sys.argv[1]))
    await process.passages(["a"])
    print(process.pid, flush=True)
    time.sleep(600)

asyncio.run(main())
"""
LOWEST_PRIORITY = 19
TEXTS = [f"Parcel number {at} goes to shelf {at * 3}." for at in range(FEW + 1)]


@pytest.fixture
async def embedder(model_dir: Path, tmp_path: Path) -> AsyncIterator[FastembedEmbedder]:
    """The tiny model, which fastembed has to be told of in either process."""
    write_tiny_model(tmp_path / "acme" / "tiny", model_dir)
    found = await Models(FastembedEmbedder(model_dir), tmp_path, fetch=False, apart=True).of("acme/tiny")
    yield found
    await found.rest()
    found.close()


def process_of(embedder: FastembedEmbedder) -> EmbeddingProcess:
    assert embedder.process is not None
    return embedder.process


async def gone(pid: int) -> None:
    async with asyncio.timeout(30):
        while _alive(pid):
            await asyncio.sleep(0.02)


def _alive(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return False
    return state != "Z"


async def test_few_passages_are_embedded_here_and_many_in_a_process_of_low_priority(
    embedder: FastembedEmbedder,
) -> None:
    process = process_of(embedder)
    here = await embedder.passages(TEXTS[:FEW])
    assert process.pid is None
    there = await embedder.passages(TEXTS)
    assert process.pid is not None
    least = min(os.getpriority(os.PRIO_PROCESS, 0) + 5, LOWEST_PRIORITY)
    assert os.getpriority(os.PRIO_PROCESS, process.pid) >= least
    assert [list(one) for one in there[:FEW]] == [list(one) for one in here]
    assert len(there) == len(TEXTS) and len(there[0]) == WIDTH


async def test_answers_to_several_at_once_are_not_mixed_up(embedder: FastembedEmbedder) -> None:
    process = process_of(embedder)
    parts = [TEXTS[at : at + 10] for at in range(0, 100, 10)]
    together = await asyncio.gather(*(process.passages(part) for part in parts))
    for part, found in zip(parts, together, strict=True):
        assert [list(one) for one in found] == [list(one) for one in await embedder.queries(part)]


async def test_a_process_that_is_killed_is_started_again(embedder: FastembedEmbedder) -> None:
    process = process_of(embedder)
    [before] = await process.passages(TEXTS[:1])
    first = process.pid
    assert first is not None
    os.kill(first, signal.SIGSTOP)
    asked = asyncio.create_task(process.passages(TEXTS[:1]))
    await asyncio.sleep(0)
    os.kill(first, signal.SIGKILL)
    [after] = await asked
    assert list(after) == list(before)
    assert process.pid not in (None, first)


async def test_it_ends_when_there_is_nothing_to_do(embedder: FastembedEmbedder, model_dir: Path) -> None:
    recipe = process_of(embedder)._recipe
    process = EmbeddingProcess(recipe, idle_seconds=0.0)
    await process.passages(TEXTS[:1])
    pid = process.pid
    await asyncio.sleep(0)
    if pid is not None:
        await gone(pid)
    assert len(await process.passages(TEXTS[:2])) == 2
    await process.close()


async def test_what_cannot_be_opened_is_said_in_a_sentence(tmp_path: Path) -> None:
    process = EmbeddingProcess(Recipe(model="acme/none", folder=str(tmp_path), custom=None))
    with pytest.raises(Unavailable, match="does not answer"):
        await process.passages(["a"])
    await process.close()


async def test_it_dies_with_its_parent(embedder: FastembedEmbedder) -> None:
    """A parent that is killed closes nothing itself."""
    recipe = json.dumps(process_of(embedder)._recipe)
    parent = await asyncio.create_subprocess_exec(
        sys.executable, "-c", PARENT, recipe, stdout=asyncio.subprocess.PIPE
    )
    assert parent.stdout is not None
    pid = int(await parent.stdout.readline())
    assert _alive(pid)
    parent.kill()
    await parent.wait()
    await gone(pid)
