"""What the turn path reads, before PostgreSQL has counted anything: whole keys, not all of a workspace."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest

from chassis.sql import Statement
from conversation.app import MIGRATIONS
from conversation.store.turn_sql import CLAIM, FINISH

WITHOUT_0011 = """
drop index turns_unfinished; drop index conversations_of_contact;
create index on turns (workspace_id, conversation_id, stream_seq) where status <> 'done';
create index on conversations (workspace_id, contact_id)
"""


def plan_of(statement: Statement, url: str, before: str = "") -> str:
    with psycopg.connect(url) as conn:
        conn.execute(before or "select 1")
        rows = conn.execute(f"explain (generic_plan, costs off) {statement._sql}").fetchall()
        conn.rollback()
    return "\n".join(row[0] for row in rows)


@pytest.mark.parametrize("statement", [CLAIM, FINISH])
def test_a_turn_and_its_conversation_are_found_by_their_keys(
    make_database: Callable[[Path], str], statement: Statement
) -> None:
    url = make_database(MIGRATIONS)
    for index in ("turns_pkey", "conversations_pkey"):
        assert index in plan_of(statement, url)
        assert index not in plan_of(statement, url, WITHOUT_0011), "the control: as it was before 0011"
