"""What customers recently had to do without, for whoever runs the service."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

Trouble = Literal["retrieval", "models", "database"]
FRESH_SECONDS = 60.0
SLOW_SECONDS = 0.5
_SENTENCES: dict[Trouble, str] = {
    "retrieval": "Turns were not grounded in time; their customers were offered a person.",
    "models": "No model could write; customers were answered with quotes.",
    "database": "The database is slow; customers wait longer than usual.",
}


@dataclass(slots=True)
class Signs:
    """When this replica last met each trouble, in seconds of one monotonic clock."""

    _met: dict[Trouble, float] = field(default_factory=dict)

    def met(self, trouble: Trouble, now: float) -> None:
        self._met[trouble] = now

    def took(self, seconds: float, now: float) -> None:
        """Note how long a look into the database took."""
        if seconds > SLOW_SECONDS:
            self.met("database", now)

    def sentences(self, now: float) -> dict[str, str]:
        """A sentence for each trouble of the last minute."""
        return {trouble: _SENTENCES[trouble] for trouble, at in self._met.items() if now - at < FRESH_SECONDS}
