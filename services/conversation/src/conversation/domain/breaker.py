"""A circuit breaker per provider: after some failures in a row it is left alone for a while."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

State = Literal["closed", "open", "half_open"]


@dataclass(frozen=True, slots=True)
class Breaker:
    """`cooldown` and all moments in seconds of one monotonic clock."""

    threshold: int = 3
    cooldown: float = 20.0
    state: State = "closed"
    in_a_row: int = 0
    opened_at: float = 0.0
    successes: int = 0
    failures: int = 0

    def admits(self, now: float) -> bool:
        """Whether a call may go out: always when closed, one trial after the cooldown when open."""
        return self.state == "closed" or now - self.opened_at >= self.cooldown

    def started(self, now: float) -> Breaker:
        """A call goes out. The trial of an open breaker keeps others away for another cooldown."""
        return self if self.state == "closed" else replace(self, state="half_open", opened_at=now)

    def succeeded(self) -> Breaker:
        return replace(self, state="closed", in_a_row=0, successes=self.successes + 1)

    def failed(self, now: float) -> Breaker:
        failed = replace(self, in_a_row=self.in_a_row + 1, failures=self.failures + 1)
        if self.state != "closed" or failed.in_a_row >= self.threshold:
            return replace(failed, state="open", opened_at=now)
        return failed

    def refused_request(self) -> Breaker:
        """The provider lives but did not want this request: that says nothing about the next one."""
        state: State = "closed" if self.state == "half_open" else self.state
        return replace(self, state=state, failures=self.failures + 1)
