"""Which turn of a conversation was accepted last, by this process, as far as it remembers."""

from __future__ import annotations

from collections import OrderedDict

REMEMBERED = 20_000


class LastTurns:
    """By conversation; who was not heard of for longest is forgotten first."""

    def __init__(self) -> None:
        self._turns: OrderedDict[str, str] = OrderedDict()

    def before(self, conversation_id: str, turn_id: str) -> str | None:
        """The turn that was accepted before this one."""
        last = self._turns.get(conversation_id)
        return last if last != turn_id else None

    def accepted(self, conversation_id: str, turn_id: str) -> None:
        self._turns[conversation_id] = turn_id
        self._turns.move_to_end(conversation_id)
        if len(self._turns) > REMEMBERED:
            self._turns.popitem(last=False)
