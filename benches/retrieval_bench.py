"""An index full of made-up knowledge, to search in and to ingest into."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from statistics import quantiles
from time import monotonic, perf_counter
from typing import Any

import psutil

from answerbus.embedded.model import ensure_model
from benches.retrieval_corpus import ROOT, Words, knowledge, questions, scope
from chassis import clock
from chassis.testing.fakes import FakeBus, FakeDatabase
from retrieval.domain.passages import Scope
from retrieval.domain.sources import Origin
from retrieval.domain.vocabulary import Vocabulary
from retrieval.handlers.find_passages import Finder
from retrieval.handlers.index_documents import IndexDocuments
from retrieval.handlers.read_file import ReadFile
from retrieval.handlers.tell_progress import Progress
from retrieval.inbound.events import NEW_SOURCES
from retrieval.outbound.bm25 import Bm25Lexicon
from retrieval.outbound.edge_index import EdgeIndex
from retrieval.outbound.embedder import FastembedEmbedder
from retrieval.outbound.sandbox import SandboxReader
from retrieval.settings import Settings
from retrieval.testing.fakes import FakeOriginals
from retrieval.testing.index_stores import OneIndex, OneLanguage, OneModel
from retrieval.testing.part_stores import FakeRevisions
from retrieval.testing.source_stores import FakeDocuments, FakeSources, FakeSyncs

LIMIT = 6
ALONE = 1_500
USERS = 16
INGESTED = Scope("wsp_ingest", "bot_ingest")


@dataclass(frozen=True)
class Latency:
    p50: float
    p99: float

    @classmethod
    def of(cls, milliseconds: list[float]) -> Latency:
        cuts = quantiles(milliseconds, n=100)
        return cls(round(cuts[49], 2), round(cuts[98], 2))


@dataclass
class Bench:
    finder: Finder
    index: EdgeIndex
    embedder: FastembedEmbedder
    workspaces: int
    opening: float
    """Seconds."""

    def embedding(self) -> psutil.Process:
        """What embeds passages; raises where nothing was embedded yet."""
        assert self.embedder.process is not None and self.embedder.process.pid is not None
        return psutil.Process(self.embedder.process.pid)

    def cpu(self) -> float:
        """Seconds of this process and of those that embed and read for it, gone ones included."""
        every = [psutil.Process(), *psutil.Process().children(recursive=True)]
        return sum(sum(one.cpu_times()[:4]) for one in every if one.is_running())

    async def one(self, question: str, number: int) -> float:
        started = perf_counter()
        await self.finder.find(scope(number % self.workspaces), question, LIMIT)
        return (perf_counter() - started) * 1000

    async def alone(self, seed: int, asked: int = ALONE) -> Latency:
        return Latency.of([await self.one(text, at) for at, text in enumerate(questions(asked, seed))])

    async def crowd(self, seconds: float) -> float:
        """Searches per second of several users at once."""
        asked: Iterator[tuple[int, str]] = enumerate(questions(200_000, 7))
        begun = monotonic()
        done = 0

        async def user() -> None:
            nonlocal done
            while monotonic() - begun < seconds:
                number, text = next(asked)
                await self.one(text, number)
                done += 1

        await asyncio.gather(*(user() for _ in range(USERS)))
        return done / (monotonic() - begun)

    async def ingest(self, files: list[tuple[str, bytes]], reader: SandboxReader, run: str) -> int:
        """Passages read, cut, embedded and indexed."""
        database: Any = FakeDatabase()
        sources: Any = FakeSources()
        documents = FakeDocuments()
        revisions: Any = FakeRevisions(documents)
        indexes: Any = OneIndex()
        handler = IndexDocuments(
            database,
            sources,
            documents,
            revisions,
            indexes,
            OneModel(self.embedder),
            OneLanguage(Bm25Lexicon()),
            self.index,
        )
        bus: Any = FakeBus()
        syncs = FakeSyncs(sources, documents)
        originals = FakeOriginals(dict(files))
        left = iter(files)
        passages = 0

        async def worker() -> None:
            nonlocal passages
            for name, body in left:
                digest = sha256(body).hexdigest()
                origin = Origin(f"src_{run}_{name}", INGESTED, "file", name, "", name, len(body), digest)
                await sources.add(None, origin, clock.now())
                await syncs.begin(None, origin, run, clock.now())
                progress = Progress(database, bus, syncs, origin, run)
                async for readings in ReadFile(originals, reader, len(body))(origin, run, progress):
                    if any(one.early for one in readings):
                        await handler.begin(origin, readings, progress)
                        continue
                    await handler(origin, readings, progress)
                    passages += sum(len(one.digest.drafts) for one in readings if one.digest)

        await asyncio.gather(*(worker() for _ in range(NEW_SOURCES)))
        return passages


async def fill(index: EdgeIndex, workspaces: int, passages: int) -> Words:
    words = Words({})
    for number in range(workspaces):
        parts = []
        for document, made in knowledge(scope(number), passages // workspaces):
            await index.replace(scope(number), document, made)
            parts.append(Vocabulary.of(one.sparse for one in made))
        words.known[scope(number)] = Vocabulary.merged(parts)
    return words


def alike(workspaces: int, passages: int) -> Words:
    """Every workspace's words are as frequent as those of the first."""
    made = [one for _, part in knowledge(scope(0), passages // workspaces) for one in part]
    first = Vocabulary.of(one.sparse for one in made)
    return Words({scope(number): first for number in range(workspaces)})


@asynccontextmanager
async def opened(folder: Path, workspaces: int, passages: int) -> AsyncIterator[Bench]:
    """An index that is there already is taken as it is."""
    embedder = FastembedEmbedder(await ensure_model(ROOT / ".answerbus" / "models"), apart=True)
    await embedder.load()
    index, begun, there = EdgeIndex(folder / "vectors"), monotonic(), (folder / "vectors").exists()
    await index.open()
    opening = monotonic() - begun
    words: Any = alike(workspaces, passages) if there else await fill(index, workspaces, passages)
    weight = Settings.model_fields["dense_weight"].default
    finder = Finder(OneModel(embedder), OneLanguage(Bm25Lexicon()), index, words, weight)
    yield Bench(finder, index, embedder, workspaces, opening)
    await index.close()
    await embedder.rest()
    embedder.close()
