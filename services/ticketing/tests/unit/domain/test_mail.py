from __future__ import annotations

from datetime import UTC, datetime, timedelta

from ticketing.domain.mail import message_id, next_attempt

WRITTEN = datetime(2026, 3, 1, tzinfo=UTC)


def test_waits_grow_and_end_after_a_day() -> None:
    waits: list[float] = []
    now, attempt = WRITTEN, 1
    while (again := next_attempt(attempt, WRITTEN, now)) is not None:
        waits.append((again - now).total_seconds())
        now, attempt = again, attempt + 1
    assert waits[:4] == [2, 4, 8, 16]
    assert waits == sorted(waits)
    assert max(waits) == 900
    assert timedelta(hours=24) <= now - WRITTEN <= timedelta(hours=24, minutes=15)


def test_message_ids_follow_from_the_ticket() -> None:
    assert message_id("tkt_1", "support") == "<tkt_1.support@answerbus>"
    assert message_id("tkt_1", "customer") != message_id("tkt_1", "support")
