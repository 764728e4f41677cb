"""Latency, throughput, CPU and counts of a turn, on the stack as users start it."""

from __future__ import annotations

import argparse
import asyncio
import itertools
import json
import statistics
import sys
import tempfile
from dataclasses import asdict, replace
from pathlib import Path
from time import monotonic

from benches import provider, stub_llm, yardstick
from benches.counters import Counts, answered_by, read_counts
from benches.processes import cpu_seconds, resident_megabytes
from benches.report import Figures, write
from tests.support.customers import Customer
from tests.support.stack import Stack, stack

BASELINE = Path(__file__).parent / "baseline.json"
SLACK = 1.05
QUESTIONS = (
    "How much does a standard parcel within one city cost?",
    "When is the depot open on Saturday?",
    "My parcel arrived damaged, how do I claim?",
    "Can I change the delivery address while the parcel is on its way?",
)
_ORDERS = itertools.count(10_000)
"""No two questions are the same, so that no cache answers them."""
QUIET = {"ANSWERBUS_MESSAGE_RATE": "0", "ANSWERBUS_CONVERSATION_RATE": "0"}


async def measure(running: Stack, writer: str, *, seconds: float, users: int) -> Figures:
    """`writer` is the one whose answers are meant, as receipts name it."""
    pids, conversation = list(running.ready["pids"].values()), [running.ready["pids"]["conversation"]]
    urls = list(running.ready["services"].values())
    await _talk(running, 20)
    alone = await _talk(running, 200)
    counts, begun = await read_counts(urls), monotonic()
    answered = await answered_by(writer, running)
    used = _cpu(pids, conversation)
    deadline = begun + seconds
    async with yardstick.beside() as laps:
        crowd = await asyncio.gather(*(_talk(running, 10_000, deadline) for _ in range(users)))
    elapsed = monotonic() - begun
    await asyncio.sleep(2)
    turns = sum(map(len, crowd))
    cpu = [_per_turn(now - then, turns) for now, then in zip(_cpu(pids, conversation), used, strict=True)]
    return Figures(
        writer=writer,
        answered=round(100 * (await answered_by(writer, running) - answered) / turns),
        first_token_p50=_ms(alone, 50),
        first_token_p95=_ms(alone, 95),
        turns_per_second=round(turns / elapsed, 1),
        cpu_per_turn=cpu[0],
        conversation_cpu=cpu[1],
        busy_first_token_p50=_ms([wait for one in crowd for wait in one], 50),
        memory_megabytes=round(resident_megabytes(pids)),
        counts=(await read_counts(urls)).since(counts).per(turns),
        yardstick=laps[0],
    )


def _cpu(*groups: list[int]) -> list[float]:
    return [cpu_seconds(group) for group in groups]


def _per_turn(seconds: float, turns: int) -> float:
    return round(seconds * 1000 / turns, 2)


async def _talk(running: Stack, turns: int, deadline: float = float("inf")) -> list[float]:
    """Seconds to the first token of each turn; a new conversation every ten turns."""
    waits: list[float] = []
    while len(waits) < turns and monotonic() < deadline:
        customer = Customer(running.gateway_url, running.public_key)
        await customer.start()
        for number in range(10):
            if len(waits) >= turns or monotonic() > deadline:
                break
            answer = await customer.ask(f"{QUESTIONS[number % len(QUESTIONS)]} Order {next(_ORDERS)}.")
            waits.append(answer.first_token or answer.total)
        customer.close()
    return waits


def _ms(seconds: list[float], percentile: int) -> float:
    return round(statistics.quantiles(seconds, n=100)[percentile - 1] * 1000, 1)


def gate(counts: Counts) -> list[str]:
    """Sentences on every count that grew beyond the baseline."""
    baseline = json.loads(BASELINE.read_text()) if BASELINE.exists() else {}
    return [
        f"{name}: {value} a turn, the baseline is {baseline[name]}"
        for name, value in asdict(counts).items()
        if name in baseline and value > baseline[name] * SLACK
    ]


async def run(seconds: float, users: int) -> list[Figures]:
    figures = []
    with tempfile.TemporaryDirectory(prefix="answerbus-bench-") as folder:
        with stack(Path(folder), **QUIET) as running:
            figures.append(await measure(running, "extractive", seconds=seconds, users=users))
        async with stub_llm.running() as base:
            client = await provider.measured(base)
            models = f"openai/{stub_llm.MODEL}@{base}"
            environment = {"ANSWERBUS_LLM_MODELS": models, "OPENAI_API_KEY": "unused"}
            with stack(Path(folder), **QUIET, **environment) as running:
                answered = await measure(running, "llm", seconds=seconds, users=users)
                figures.append(replace(answered, writer="stub LLM", client=client))
    return figures


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=20)
    parser.add_argument("--users", type=int, default=64)
    parser.add_argument("--accept", action="store_true", help="make these counts the baseline")
    options = parser.parse_args()
    figures = asyncio.run(run(options.seconds, options.users))
    write(figures)
    if options.accept:
        BASELINE.write_text(json.dumps(asdict(figures[0].counts), indent=2) + "\n")
    worse = gate(figures[0].counts)
    print(*worse, sep="\n")
    return 1 if worse else 0


if __name__ == "__main__":
    sys.exit(main())
