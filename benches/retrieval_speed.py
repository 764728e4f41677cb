"""How fast retrieval searches and ingests; writes its section of docs/performance.md.

    python -m benches.retrieval_speed [--passages 100000] [--workspaces 50] [--seconds 10]

The search corpus is made up: random vectors, words as unevenly frequent as a language's. The model, the
engine, the reader and the texts that are ingested are real. The database is left out: it is measured with
the whole turn by `make bench`.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from itertools import cycle, pairwise
from pathlib import Path
from statistics import median, quantiles
from time import monotonic, perf_counter, process_time
from typing import Any

from answerbus.embedded.model import ensure_model
from benches.report import TARGET
from benches.retrieval_corpus import ROOT, Words, knowledge, prose, questions, scope
from benches.sections import write_section
from chassis import clock
from chassis.testing.fakes import FakeBus, FakeDatabase
from retrieval.domain.document import Digest
from retrieval.domain.passages import Scope
from retrieval.domain.sources import Origin, Reading
from retrieval.domain.vocabulary import Vocabulary
from retrieval.handlers.find_passages import Finder
from retrieval.handlers.index_documents import IndexDocuments
from retrieval.handlers.tell_progress import Progress
from retrieval.outbound.bm25 import Bm25Lexicon
from retrieval.outbound.edge_index import EdgeIndex
from retrieval.outbound.embedder import FastembedEmbedder
from retrieval.outbound.sandbox import SandboxReader
from retrieval.settings import Settings
from retrieval.testing.index_stores import OneIndex, OneLanguage, OneModel
from retrieval.testing.part_stores import FakeRevisions
from retrieval.testing.source_stores import FakeDocuments, FakeSources, FakeSyncs

LIMIT = 6
ALONE = 1_500
USERS = 16
ROUNDS = 3
WORKERS = 2
"""Files that the service reads and indexes at a time."""
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

    async def one(self, question: str, number: int) -> float:
        started = perf_counter()
        await self.finder.find(scope(number % self.workspaces), question, LIMIT)
        return (perf_counter() - started) * 1000

    async def alone(self, seed: int, count: int = ALONE) -> Latency:
        return Latency.of([await self.one(text, at) for at, text in enumerate(questions(count, seed))])

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
        left = iter(files)
        passages = 0

        async def worker() -> None:
            nonlocal passages
            for name, body in left:
                origin = Origin(f"src_{run}_{name}", INGESTED, "file", name, "")
                await sources.add(None, origin, clock.now())
                await syncs.begin(None, origin, run, clock.now())
                digest = await reader.read(body, name, "")
                progress = Progress(database, bus, syncs, origin, run)
                await handler(origin, [Reading(f"{run}/{name}", digest)], progress)
                passages += len(digest.drafts)

        await asyncio.gather(*(worker() for _ in range(WORKERS)))
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


@asynccontextmanager
async def opened(folder: Path, workspaces: int, passages: int) -> AsyncIterator[Bench]:
    embedder = FastembedEmbedder(await ensure_model(ROOT / ".answerbus" / "models"), apart=True)
    await embedder.load()
    index = EdgeIndex(folder / "vectors")
    await index.open()
    words: Any = await fill(index, workspaces, passages)
    weight = Settings.model_fields["dense_weight"].default
    finder = Finder(OneModel(embedder), OneLanguage(Bm25Lexicon()), index, words, weight)
    yield Bench(finder, index, embedder, workspaces)
    await index.close()
    await embedder.rest()
    embedder.close()


@dataclass(frozen=True)
class Ingestion:
    """Passages per second by the clock, of the model alone and of the whole way, and the same of CPU."""

    raw: float
    whole: float
    raw_cpu: float
    whole_cpu: float


async def ingestion(bench: Bench) -> Ingestion:
    """In turns of one run, so that both see the same machine; the medians."""
    reader, files = SandboxReader(), prose()
    digests: list[Digest] = [await reader.read(body, name, "") for name, body in files]
    texts = [draft.embedded for digest in digests for draft in digest.drafts]
    rates = []
    for run in range(ROUNDS):
        moments = [(monotonic(), process_time())]
        await bench.embedder.passages(texts)
        moments.append((monotonic(), process_time()))
        passages = await bench.ingest(files, reader, f"run{run}")
        moments.append((monotonic(), process_time()))
        (raw, raw_cpu), (whole, whole_cpu) = (
            (after[0] - before[0], after[1] - before[1]) for before, after in pairwise(moments)
        )
        rates.append((len(texts) / raw, passages / whole, len(texts) / raw_cpu, passages / whole_cpu))
    return Ingestion(*(median(column) for column in zip(*rates, strict=True)))


async def beside_ingestion(bench: Bench) -> tuple[Latency, Latency]:
    """Search alone, then while passages are embedded and indexed without a pause."""
    before = await bench.alone(21)

    async def forever() -> None:
        reader, files = SandboxReader(), prose()
        for run in cycle(range(1_000)):
            await bench.ingest(files, reader, f"beside{run}")

    ingesting = asyncio.create_task(forever())
    await asyncio.sleep(2)
    during = await bench.alone(22)
    ingesting.cancel()
    await asyncio.gather(ingesting, return_exceptions=True)
    return before, during


def resident_megabytes() -> int:
    status = Path("/proc/self/status").read_text()
    return int(status.partition("VmRSS:")[2].split()[0]) // 1024


TEXT = """Made by `make bench-retrieval`: {passages:,} passages of {workspaces} workspaces in the embedded
engine, all-MiniLM-L6-v2 in int8, one thread a question. A search is context, embedding, both rankings,
fusion, confidence and the passages themselves, without the database. The corpus is made up; what is ingested
is the demo company's handbook and this project's decisions, read by the sandbox. Other work on the machine
shows in every wall-clock figure: load average at the start {load:.1f} on {cores} cores.

| | target | measured |
|---|---|---|
| search, one client, p50 (ms) | ≤ 5 | {alone.p50} |
| search, one client, p99 (ms) | ≤ 20 | {alone.p99} |
| CPU of a search (ms) | | {cpu:.2f} |
| searches per second, {users} clients | ≥ 200 | {crowd:.0f} |
| raw embedding rate, every core (passages/s) | | {raw:.1f} |
| ingestion, of the raw rate, by the clock | ≥ 90 % | {share:.0%} |
| ingestion, of the raw rate, by this process's CPU | ≥ 90 % | {cpu_share:.0%} |
| search p99 while ingesting, of the p99 before (p50: {beside:.1f}) | ≤ 2 | {worse:.1f} |
| memory of the process (MB) | ≤ 1500 | {memory} |
"""


async def main(passages: int, workspaces: int, seconds: float, write: bool) -> None:
    load = os.getloadavg()[0]
    with tempfile.TemporaryDirectory() as folder:
        async with opened(Path(folder), workspaces, passages) as bench:
            await bench.alone(1, 200)
            cpu = process_time()
            alone = await bench.alone(2)
            cpu = (process_time() - cpu) * 1000 / ALONE
            crowd = await bench.crowd(seconds)
            memory = resident_megabytes()
            print(f"{alone=} {cpu=:.2f} {crowd=:.0f} {memory=}", flush=True)
            rates = await ingestion(bench)
            print(f"{rates=}", flush=True)
            before, during = await beside_ingestion(bench)
    text = TEXT.format(
        passages=passages,
        workspaces=workspaces,
        users=USERS,
        alone=alone,
        cpu=cpu,
        crowd=crowd,
        raw=rates.raw,
        share=rates.whole / rates.raw,
        cpu_share=rates.whole_cpu / rates.raw_cpu,
        worse=during.p99 / before.p99,
        beside=during.p50 / before.p50,
        memory=memory,
        load=load,
        cores=os.cpu_count(),
    )
    print(text)
    if write:
        write_section("retrieval", "Retrieval", text, TARGET)


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--passages", type=int, default=100_000)
    parser.add_argument("--workspaces", type=int, default=50)
    parser.add_argument("--seconds", type=float, default=10)
    parser.add_argument("--dry", action="store_true", help="print only")
    given = parser.parse_args()
    asyncio.run(main(given.passages, given.workspaces, given.seconds, not given.dry))
