"""Follows one reply from lossy glimpses to its stored text, so that what a client shows ends up exact."""

from __future__ import annotations

from dataclasses import dataclass
from zlib import crc32

from contracts.glimpses import ReplyDelta, ReplyReset
from gateway.domain.event_id import Shown

Step = ReplyDelta | ReplyReset


@dataclass(slots=True)
class ReplyCursor:
    """What one client shows of one reply.

    A client adds the text of each delta to what it shows and clears it at each reset. Whatever is lost,
    doubled or started over on the way here, the steps given out keep that client right: `offset` of a
    delta is always what the client shows, and after `complete(text)` it shows `text`.
    """

    turn_id: str
    attempt: int = -1
    length: int = 0
    checksum: int | None = 0
    missing: bool = False

    @classmethod
    def resumed(cls, shown: Shown) -> ReplyCursor:
        return cls(shown.turn_id, shown.attempt, shown.length, shown.checksum if shown.length else 0)

    @property
    def shown(self) -> Shown | None:
        """None as long as the client shows nothing."""
        if self.length == 0:
            return None
        return Shown(self.turn_id, self.attempt, self.length, self.checksum)

    def on_delta(self, attempt: int, offset: int, text: str) -> list[Step]:
        """A piece of `attempt`, `offset` characters from its start, in any order and any number of times."""
        if attempt < self.attempt:
            return []
        steps = self._start(attempt)
        if offset > self.length:
            self.missing = True
            return steps
        rest = text[self.length - offset :]
        return [*steps, self._show(rest)] if rest else steps

    def on_reset(self, attempt: int) -> list[Step]:
        """A new attempt began and has written nothing yet."""
        return self._start(attempt) if attempt > self.attempt else []

    def on_text(self, attempt: int, text: str) -> list[Step]:
        """All that `attempt` has written so far."""
        if attempt == self.attempt and len(text) >= self.length and not self._continues(text):
            return self._replace(attempt, text)
        return self.on_delta(attempt, 0, text)

    def complete(self, text: str) -> list[Step]:
        """The stored text, which is the truth whatever was shown."""
        self.missing = False
        if not self._continues(text):
            return self._replace(self.attempt + 1, text)
        self.attempt = max(self.attempt, 0)
        rest = text[self.length :]
        return [self._show(rest)] if rest else []

    def _start(self, attempt: int) -> list[Step]:
        if attempt == self.attempt:
            return []
        shown, self.attempt, self.length, self.checksum = self.length, attempt, 0, 0
        self.missing = False
        return [ReplyReset(turn_id=self.turn_id, attempt=attempt)] if shown else []

    def _replace(self, attempt: int, text: str) -> list[Step]:
        self.attempt, self.length, self.checksum, self.missing = attempt, 0, 0, False
        reset = ReplyReset(turn_id=self.turn_id, attempt=attempt)
        return [reset, self._show(text)] if text else [reset]

    def _show(self, text: str) -> ReplyDelta:
        delta = ReplyDelta(turn_id=self.turn_id, attempt=self.attempt, offset=self.length, text=text)
        if self.checksum is not None:
            self.checksum = crc32(text.encode(), self.checksum)
        self.length += len(text)
        self.missing = False
        return delta

    def _continues(self, text: str) -> bool:
        return len(text) >= self.length and crc32(text[: self.length].encode()) == self.checksum
