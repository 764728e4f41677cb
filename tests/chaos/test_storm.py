"""Nothing is lost and nothing happens twice while processes die; it runs alone, since it is timed."""

from __future__ import annotations

from pathlib import Path

from tests.chaos.storm import Storm
from tests.conftest import UNHURRIED
from tests.support.stack import stack

SLOW_MACHINE = 20.0
"""A machine that others use too is slow in the middle as well; what is gated is the tail a kill makes."""

SHORT = ("conversation", "ticketing", "nats-server", "retrieval", "postgres")


async def test_900_turns_and_5_kills(tmp_path: Path, model_dir: Path) -> None:
    with stack(tmp_path / "data", model=model_dir, **UNHURRIED) as running:
        verdict = await Storm(running, 900, 5, customers=12, victims=SHORT).run()
    print(verdict)
    assert verdict.kills == 5
    assert verdict.turns >= 900
    assert verdict.clean, verdict
    assert verdict.p99_ticket_seconds <= max(2.0, SLOW_MACHINE * verdict.p50_ticket_seconds), verdict
    assert verdict.dead_letters == 0
