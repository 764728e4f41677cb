"""Forks that have read a small text and wait a moment for the next of the same owner and kind."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field

from retrieval.outbound.reading_fork import ReadingFork

MOST_FILES = 100
MOST_FORKS = 2

Shared = tuple[str, str]
"""The owner and the kind of the files that one fork may read."""


@dataclass(slots=True)
class RestingForks:
    _resting: list[tuple[Shared, ReadingFork]] = field(default_factory=list)

    def take(self, shared: Shared) -> ReadingFork | None:
        at = next((at for at, (mine, _) in enumerate(self._resting) if mine == shared), None)
        return None if at is None else self._resting.pop(at)[1]

    def keep(self, shared: Shared, fork: ReadingFork, seconds: float) -> None:
        if fork.files >= MOST_FILES:
            fork.close()
            return
        one = (shared, fork)
        self._resting.append(one)
        if len(self._resting) > MOST_FORKS:
            self._resting.pop(0)[1].close()
        asyncio.get_running_loop().call_later(seconds, self._tire, one, fork.files)

    def _tire(self, one: tuple[Shared, ReadingFork], files: int) -> None:
        """Unless it has read since."""
        if one in self._resting and one[1].files == files:
            self._resting.remove(one)
            one[1].close()
