"""How long to wait before a child is started again."""

from __future__ import annotations

DELAYS = (0.0, 0.2, 0.5, 1.0, 2.0, 5.0)
STEADY_SECONDS = 30.0


class Backoff:
    """At once the first time, then later and later; forgotten after half a minute of steady running."""

    def __init__(self) -> None:
        self._failures = 0

    def after(self, uptime: float) -> float:
        """Seconds to wait after a run that lasted `uptime` seconds."""
        if uptime >= STEADY_SECONDS:
            self._failures = 0
        delay = DELAYS[min(self._failures, len(DELAYS) - 1)]
        self._failures += 1
        return delay
