"""Writes docs/performance.md from one run."""

from __future__ import annotations

import os
import platform
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from benches.counters import Counts
from benches.sections import write_section

TARGET = Path(__file__).parent.parent / "docs" / "performance.md"
TEXT = """Made by `make bench` on {cores} cores ({machine}, Python {python}), everything on one machine:
the load, the five services, nats-server (every message fsynced), PostgreSQL (every commit fsynced) and the
vector engine. A *turn* is one customer message over
`POST /v1/conversations/{{id}}/messages` as server-sent events until `reply.completed`.

| | target | {heads} |
|---|---|{rules}
{rows}

The stub (`benches/stub_llm.py`) is a process of its own that answers at once, word by word, with the
first sentence of the first passage. The provider's client is LiteLLM, measured alone against it: what
Answerbus adds to an answer is the rest. The yardstick is the CPU time of a loop that never changes
(`benches/yardstick.py`): on a machine that others use too, all times stretch with it.

Times are reported; counts are gated: the run fails when a count per turn grows by more than 5 % over
`benches/baseline.json` (`make bench ARGS=--accept` takes over new ones).
"""


@dataclass(frozen=True, slots=True)
class Figures:
    """Times in milliseconds; CPU over all processes, PostgreSQL and nats-server included.

    `answered`: percent of the turns that this writer answered itself.
    `client`: what the provider's client costs alone, to the first token and in CPU; `yardstick`: see there.
    """

    writer: str
    answered: int
    first_token_p50: float
    first_token_p95: float
    turns_per_second: float
    cpu_per_turn: float
    conversation_cpu: float
    busy_first_token_p50: float
    memory_megabytes: float
    counts: Counts
    yardstick: float
    client: tuple[float, float] = (0.0, 0.0)


def write(figures: Sequence[Figures]) -> None:
    rows = [
        ("turns that it answered itself (%)", "", [f.answered for f in figures]),
        ("first token, one user, p50 (ms)", "≤ 20", [f.first_token_p50 for f in figures]),
        ("– of which the provider's client", "", [f.client[0] for f in figures]),
        ("first token, one user, p95 (ms)", "", [f.first_token_p95 for f in figures]),
        ("turns per second, 64 users", "≥ 80", [f.turns_per_second for f in figures]),
        ("first token, 64 users, p50 (ms)", "", [f.busy_first_token_p50 for f in figures]),
        ("CPU per turn, all processes (ms)", "≤ 20", [f.cpu_per_turn for f in figures]),
        ("– of which the provider's client", "", [f.client[1] for f in figures]),
        ("– of which conversation, client and all", "", [f.conversation_cpu for f in figures]),
        ("the yardstick meanwhile (ms)", "", [f.yardstick for f in figures]),
        ("CPU per turn in yardsticks", "", [round(f.cpu_per_turn / f.yardstick, 2) for f in figures]),
        ("memory, all processes (MB)", "", [f.memory_megabytes for f in figures]),
        ("transactions per turn", "gated", [f.counts.transactions for f in figures]),
        ("facts published per turn", "gated", [f.counts.publishes for f in figures]),
        ("bytes of facts per turn", "gated", [f.counts.published_bytes for f in figures]),
    ]
    lines = [f"| {name} | {target} | {' | '.join(map(str, values))} |" for name, target, values in rows]
    text = TEXT.format(
        cores=os.cpu_count(),
        machine=platform.machine(),
        python=platform.python_version(),
        heads=" | ".join(f.writer for f in figures),
        rules="---|" * len(figures),
        rows="\n".join(lines),
    )
    write_section("turns", "A turn", text, TARGET)
    print(text)
