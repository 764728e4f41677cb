"""Nothing is lost and nothing happens twice while processes die; without its defences it would."""

from __future__ import annotations

import textwrap
from pathlib import Path

import psycopg

from tests.chaos.storm import Storm
from tests.conftest import UNHURRIED
from tests.support.stack import Stack, stack

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


WITHOUT_INBOX = """
    import chassis.db

    async def let_everything_through(*_):
        return None

    chassis.db._claim = let_everything_through
"""


async def test_control_without_the_inbox_sees_duplicates(tmp_path: Path, model_dir: Path) -> None:
    (tmp_path / "sitecustomize.py").write_text(textwrap.dedent(WITHOUT_INBOX))
    with stack(tmp_path / "data", model=model_dir, **UNHURRIED, PYTHONPATH=str(tmp_path)) as running:
        _drop_the_second_lines_of_defence(running)
        verdict = await Storm(running, 120, 0, calm_within=5).run()
    print(verdict)
    assert verdict.duplicate_tickets > 0


def _drop_the_second_lines_of_defence(running: Stack) -> None:
    """Unique keys that would refuse what the inbox let through."""
    key = "tickets_one_per_handoff"
    with psycopg.connect(running.ready["postgres"]["ticketing"], autocommit=True) as conn:
        conn.execute(f"alter table tickets drop constraint {key}, add constraint {key} unique (id)")
        conn.execute("alter table outbox drop constraint outbox_event_id_key")
