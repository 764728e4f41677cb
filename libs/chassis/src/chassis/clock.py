"""The only place that asks what time it is."""

from __future__ import annotations

import time
from datetime import UTC, datetime


def now() -> datetime:
    """The current moment, aware, in UTC."""
    return datetime.now(UTC)


def now_ns() -> int:
    """Nanoseconds since the epoch, as spans count."""
    return time.time_ns()


def monotonic() -> float:
    """Seconds that never run backwards, for measuring durations."""
    return time.perf_counter()


def elapsed_ms(since: float) -> float:
    """Milliseconds since a `monotonic()` reading."""
    return round((time.perf_counter() - since) * 1000, 3)
