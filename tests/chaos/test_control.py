"""The same storm without the defences sees what they keep away."""

from __future__ import annotations

import textwrap
from pathlib import Path

import psycopg

from tests.chaos.storm import Storm
from tests.conftest import UNHURRIED
from tests.support.stack import Stack, stack

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
