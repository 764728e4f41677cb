"""The replies that this process is writing right now."""

from __future__ import annotations

from dataclasses import dataclass, field

from contracts.glimpses import ReplyDelta


@dataclass(slots=True)
class _Writing:
    workspace_id: str
    attempt: int
    parts: list[str]
    length: int = 0


@dataclass(slots=True)
class LiveReplies:
    """The text of each reply so far, for whoever starts watching in the middle."""

    _turns: dict[str, _Writing] = field(default_factory=dict)

    def begin(self, workspace_id: str, turn_id: str, attempt: int) -> None:
        """Start an attempt, with no text."""
        self._turns[turn_id] = _Writing(workspace_id, attempt, [])

    def add(self, turn_id: str, attempt: int, text: str) -> ReplyDelta | None:
        """Append `text` and return the delta to show; None when a later attempt is being written here."""
        writing = self._turns.get(turn_id)
        if writing is None or writing.attempt != attempt:
            return None
        delta = ReplyDelta(turn_id=turn_id, attempt=writing.attempt, offset=writing.length, text=text)
        writing.parts.append(text)
        writing.length += len(text)
        return delta

    def end(self, turn_id: str, attempt: int) -> None:
        """Forget the turn, unless a later attempt of it is being written here."""
        writing = self._turns.get(turn_id)
        if writing is not None and writing.attempt <= attempt:
            del self._turns[turn_id]

    def so_far(self, workspace_id: str, turn_id: str) -> ReplyDelta | None:
        """The text of the current attempt as one delta; None when it is not written here."""
        writing = self._turns.get(turn_id)
        if writing is None or writing.workspace_id != workspace_id:
            return None
        return ReplyDelta(turn_id=turn_id, attempt=writing.attempt, offset=0, text="".join(writing.parts))
