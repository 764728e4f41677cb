"""Counts calls in this process. The rate is a pure rule, so a check costs a microsecond and no timer."""

from __future__ import annotations

from chassis import clock
from gateway.domain.rate import Rate
from gateway.refusals import TooMany

MOST = 50_000


class Throttle:
    """One rate for many callers."""

    def __init__(self, rate: Rate) -> None:
        self._rate = rate
        self._free_at: dict[str, float] = {}

    def check(self, caller: str) -> None:
        """Raises TooMany with the seconds to wait."""
        now = clock.monotonic()
        wait, free_at = self._rate.admit(self._free_at.get(caller, 0.0), now)
        if wait:
            raise TooMany(wait)
        if len(self._free_at) >= MOST:
            self._free_at = {key: at for key, at in self._free_at.items() if at > now}
        self._free_at[caller] = free_at
