from __future__ import annotations

from contracts.glimpses import ReplyDelta, ReplyReset
from gateway.domain.joined import joined


def delta(offset: int, text: str, attempt: int = 1, turn: str = "trn_1") -> ReplyDelta:
    return ReplyDelta(turn_id=turn, attempt=attempt, offset=offset, text=text)


def test_what_continues_is_told_as_one() -> None:
    assert list(joined([delta(0, "a"), delta(1, "bc"), delta(3, "d")])) == [delta(0, "abcd")]


def test_gaps_other_turns_and_other_attempts_stay_apart() -> None:
    items = [delta(0, "a"), delta(2, "c"), delta(3, "d", attempt=2), delta(4, "e", attempt=2, turn="trn_2")]
    assert list(joined(items)) == items


def test_the_order_of_everything_else_is_kept() -> None:
    reset = ReplyReset(turn_id="trn_1", attempt=2)
    items = [delta(0, "a"), reset, delta(0, "b", 2), delta(1, "c", 2), "stored"]
    assert list(joined(items)) == [delta(0, "a"), reset, delta(0, "bc", 2), "stored"]
