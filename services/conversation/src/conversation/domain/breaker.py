"""A circuit breaker: after some failures in a row a provider is not called for a while."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

State = Literal["closed", "open", "half_open"]


@dataclass(frozen=True, slots=True)
class Breaker:
    """Of one provider. `cooldown` and all moments are seconds of one monotonic clock."""

    threshold: int = 3
    cooldown: float = 20.0
    state: State = "closed"
    in_a_row: int = 0
    opened_at: float = 0.0
    successes: int = 0
    failures: int = 0

    def admits(self, now: float) -> bool:
        """Whether a call may go out: always when closed; when open, one trial after the cooldown."""
        return self.state == "closed" or now - self.opened_at >= self.cooldown

    def started(self, now: float) -> Breaker:
        """Note a call; the trial of an open breaker starts another cooldown, to stay the only one."""
        return self if self.state == "closed" else replace(self, state="half_open", opened_at=now)

    def succeeded(self) -> Breaker:
        return replace(self, state="closed", in_a_row=0, successes=self.successes + 1)

    def failed(self, now: float) -> Breaker:
        failed = replace(self, in_a_row=self.in_a_row + 1, failures=self.failures + 1)
        if self.state != "closed" or failed.in_a_row >= self.threshold:
            return replace(failed, state="open", opened_at=now)
        return failed

    def refused_request(self) -> Breaker:
        """Note that the provider is alive but refused this one request."""
        state: State = "closed" if self.state == "half_open" else self.state
        return replace(self, state=state, failures=self.failures + 1)
