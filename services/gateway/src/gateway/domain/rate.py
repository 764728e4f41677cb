"""How often something may happen: a steady rate with room for a burst."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Rate:
    """`per_minute` on average, `burst` at once. Zero per minute means without limit."""

    per_minute: float
    burst: int

    def admit(self, free_at: float, now: float) -> tuple[float, float]:
        """Seconds to wait (0 when admitted) and the value to remember, by the generic cell rate algorithm.

        `free_at` is what the previous call gave back, 0 at first; `now` in seconds of a steady clock.
        """
        if self.per_minute <= 0:
            return 0.0, free_at
        interval = 60.0 / self.per_minute
        due = max(free_at, now)
        wait = due - now - interval * (self.burst - 1)
        return (wait, free_at) if wait > 1e-9 else (0.0, due + interval)
