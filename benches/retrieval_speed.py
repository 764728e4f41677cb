"""How fast retrieval searches and ingests; writes its section of docs/performance.md.

    python -m benches.retrieval_speed [--passages 100000] [--workspaces 50] [--seconds 10]
    python -m benches.retrieval_speed --search --passages 1000000 --workspaces 500 --folder kept

The search corpus is made up: random vectors, words as unevenly frequent as a language's. The model, the
engine, the reader and the texts that are ingested are real. The database is left out: it is measured with
the whole turn by `make bench`.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import sys
import tempfile
from collections.abc import Awaitable, Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from itertools import count, pairwise
from pathlib import Path
from statistics import median
from time import monotonic, process_time
from typing import Any

from benches.report import TARGET
from benches.retrieval_bench import ALONE, USERS, Bench, Latency, opened
from benches.retrieval_corpus import faq, prose
from benches.retrieval_parsing import PAGES, handbook
from benches.sections import write_section
from retrieval.domain.document import Digest, Unreadable
from retrieval.outbound.sandbox import AT_ONCE, SandboxReader
from tests.security.hostile_files import FILES as HOSTILE

ROUNDS = 3
COPIES = 3
ENTRIES = 1_000


@dataclass(frozen=True)
class Ingestion:
    """Passages per second that the model embeds alone, and which part of it the whole way has.

    The same by CPU: seconds that the model needs alone, of those of all processes.
    """

    raw: float
    share: float
    cpu_share: float


async def ingestion(bench: Bench, files: list[tuple[str, bytes]]) -> Ingestion:
    """In turns of one run, so that both see the same machine; the medians."""
    reader = SandboxReader()
    digests: list[Digest] = [await reader.read(body, name, "") for name, body in files]
    texts = [text for one in digests for text in {draft.embedded for draft in one.drafts}]
    count = sum(len(one.drafts) for one in digests)
    await bench.embedder.passages(texts)  # the process is there
    rates = []
    for run in range(ROUNDS):
        moments = [(monotonic(), bench.cpu())]
        await bench.embedder.passages(texts)
        moments.append((monotonic(), bench.cpu()))
        passages = await bench.ingest(files, reader, f"run{run}")
        moments.append((monotonic(), bench.cpu()))
        (raw, raw_cpu), (whole, whole_cpu) = (
            (after[0] - before[0], after[1] - before[1]) for before, after in pairwise(moments)
        )
        assert passages == count
        rates.append((len(texts) / raw, raw / whole, raw_cpu / whole_cpu))
    return Ingestion(*(median(column) for column in zip(*rates, strict=True)))


def small_files() -> list[tuple[str, bytes]]:
    """Several times, so that the first, beside which nothing is embedded yet, counts little."""
    return [(f"{copy}-{name}", body) for copy in range(COPIES) for name, body in prose()]


def book() -> list[tuple[str, bytes]]:
    return [("handbook.pdf", handbook(PAGES))]


def entries() -> list[tuple[str, bytes]]:
    return [("faq.json", faq(ENTRIES))]


async def beside(bench: Bench, seed: int, work: Callable[[], Awaitable[object]]) -> tuple[Latency, Latency]:
    """Search alone, then while something is done again and again."""
    before = await bench.alone(seed)

    async def forever() -> None:
        while True:
            await work()

    working = asyncio.create_task(forever())
    await asyncio.sleep(2)
    during = await bench.alone(seed + 1)
    working.cancel()
    await asyncio.gather(working, return_exceptions=True)
    return before, during


async def beside_ingestion(bench: Bench) -> tuple[Latency, Latency]:
    """While passages are embedded and indexed without a pause."""
    reader, files, runs = SandboxReader(), prose(), count()
    return await beside(bench, 21, lambda: bench.ingest(files, reader, f"beside{next(runs)}"))


async def beside_hostile_files(bench: Bench) -> tuple[Latency, Latency]:
    """While files that were made to hurt are read, as many at a time as the service reads."""
    reader, files = SandboxReader(), [(name, make()) for name, make in HOSTILE.items()]

    async def worker(left: Iterator[tuple[str, bytes]]) -> None:
        for name, body in left:
            with suppress(Unreadable):
                await reader.read(body, name, "")

    async def all_of_them() -> None:
        left = iter(files)
        await asyncio.gather(*(worker(left) for _ in range(AT_ONCE)))

    return await beside(bench, 31, all_of_them)


def on_disk(folder: Path) -> int:
    """Megabytes."""
    return sum(one.stat().st_blocks for one in folder.rglob("*")) >> 11


def resident() -> dict[str, int]:
    """Megabytes: all; each page of a file once, however often it is mapped; what is in no file."""
    lines = (line.split() for line in Path("/proc/self/smaps_rollup").read_text().splitlines()[1:])
    sizes = {name: int(size) >> 10 for name, size, *_ in lines}
    return {name: sizes[f"{name}:"] for name in ("Rss", "Pss", "Anonymous")}


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
| raw embedding rate, every core (passages/s) | | {rates.raw:.1f} |
| ingestion of many small files, of the raw rate, by the clock | ≥ 90 % | {rates.share:.0%} |
| the same by CPU, reading included | ≥ 90 % | {rates.cpu_share:.0%} |
| ingestion of one PDF of {pages} pages, of its raw rate, by the clock | ≥ 90 % | {whole.share:.0%} |
| the same by CPU, reading included | ≥ 90 % | {whole.cpu_share:.0%} |
| ingestion of one FAQ of {entries:,} entries, of its raw rate, by the clock | ≥ 90 % | {answers.share:.0%} |
| the same by CPU, reading included | ≥ 90 % | {answers.cpu_share:.0%} |
| search p99 while ingesting, of the p99 before (p50: {beside:.1f}) | ≤ 2 | {worse:.1f} |
| search p50 and p99 while {hostile} hostile files are read, two at a time (ms) | | {bad.p50} and {bad.p99} |
| the same before (ms) | | {good.p50} and {good.p99} |
| memory of the service (MB) | ≤ 1500 with the next | {memory} |
| memory of the process that embeds passages, while there are some (MB) | | {more} |
"""


SEARCHED = """{passages:,} passages of {workspaces} workspaces, {disk:,} MB on disk, opened in {opening:.1f} s
memory (MB) after opening {fresh}, in the end {memory}
first search in each workspace {first}, later {later}, {crowd:.0f}/s of {users} clients
"""


async def search_alone(folder: Path, passages: int, workspaces: int, seconds: float) -> None:
    """Printed only: for more passages than there is time to ingest beside."""
    async with opened(folder, workspaces, passages) as bench:
        fresh = resident()
        first, later = await bench.alone(1, workspaces), await bench.alone(2)
        crowd = await bench.crowd(seconds)
        memory = resident()
    text = SEARCHED.format(
        passages=passages,
        workspaces=workspaces,
        disk=on_disk(folder),
        opening=bench.opening,
        fresh=fresh,
        memory=memory,
        first=first,
        later=later,
        crowd=crowd,
        users=USERS,
    )
    print(text)


async def measured(bench: Bench, seconds: float) -> dict[str, Any]:
    """What TEXT shows, by its names; printed as it comes."""
    await bench.alone(1, 200)
    cpu = process_time()
    alone = await bench.alone(2)
    cpu = (process_time() - cpu) * 1000 / ALONE
    crowd = await bench.crowd(seconds)
    memory = resident()["Rss"]
    print(f"{alone=} {cpu=:.2f} {crowd=:.0f} {memory=}", flush=True)
    rates, whole, answers = [await ingestion(bench, made()) for made in (small_files, book, entries)]
    print(f"{rates=} {whole=} {answers=}", flush=True)
    more = bench.embedding().memory_info().rss >> 20
    before, during = await beside_ingestion(bench)
    print(f"{before=} {during=} {more=}", flush=True)
    good, bad = await beside_hostile_files(bench)
    worse, beside = during.p99 / before.p99, during.p50 / before.p50
    return {
        **{"alone": alone, "cpu": cpu, "crowd": crowd, "memory": memory, "more": more},
        **{"rates": rates, "whole": whole, "answers": answers},
        **{"worse": worse, "beside": beside, "good": good, "bad": bad},
    }


async def main(passages: int, workspaces: int, seconds: float, write: bool) -> None:
    load = os.getloadavg()[0]
    with tempfile.TemporaryDirectory() as folder:
        async with opened(Path(folder), workspaces, passages) as bench:
            figures = await measured(bench, seconds)
    text = TEXT.format(
        passages=passages,
        workspaces=workspaces,
        users=USERS,
        pages=PAGES,
        entries=ENTRIES,
        hostile=len(HOSTILE),
        load=load,
        cores=os.cpu_count(),
        **figures,
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
    parser.add_argument("--search", action="store_true", help="search and memory alone, print only")
    parser.add_argument("--folder", type=Path, help="keep the index here, or search in the one that is")
    given = parser.parse_args()
    if given.search:
        with tempfile.TemporaryDirectory() as scratch:
            folder = given.folder or Path(scratch)
            folder.mkdir(parents=True, exist_ok=True)
            asyncio.run(search_alone(folder, given.passages, given.workspaces, given.seconds))
        sys.exit()
    asyncio.run(main(given.passages, given.workspaces, given.seconds, not given.dry))
