"""What a claim finds, whatever happens between its statements."""

from __future__ import annotations

from typing import Any

import pytest

from conversation.store import turn_sql
from conversation.store import turns as store
from conversation.store.turns import TurnStore


class Answers:
    """A statement that gives one answer after the other."""

    def __init__(self, *answers: Any) -> None:
        self._answers = list(answers)

    async def first(self, *_: Any) -> Any:
        return self._answers.pop(0)

    value = first


@pytest.mark.parametrize(
    ("claims", "status", "found"),
    [
        ((None,), None, "missing"),
        ((None,), "done", "done"),
        ((None, None), "open", "blocked"),
        ((None, {"turn_id": "trn_1"}), "open", {"turn_id": "trn_1"}),
    ],
)
async def test_a_turn_that_comes_between_two_statements_is_not_taken_for_blocked(
    claims: tuple[Any, ...], status: str | None, found: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store, "turn_of", lambda row: row)
    monkeypatch.setattr(turn_sql, "CLAIM", Answers(*claims))
    monkeypatch.setattr(turn_sql, "STATUS", Answers(status))
    conn: Any = None
    assert await TurnStore().claim(conn, "wsp_1", "trn_1") == found
