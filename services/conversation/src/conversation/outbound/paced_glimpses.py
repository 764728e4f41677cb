"""Shows replies at a pace that eyes can follow."""

from __future__ import annotations

import asyncio

from contracts.base import Frozen
from contracts.glimpses import ReplyDelta
from conversation.ports import Glimpses

PACE_SECONDS = 0.03


class PacedGlimpses:
    """Shows the first piece of a reply at once and gathers later ones for 30 ms.

    Models write faster than anybody reads, and every piece costs each hop to the browser.
    """

    def __init__(self, glimpses: Glimpses, pace: float = PACE_SECONDS) -> None:
        self._glimpses = glimpses
        self._pace = pace
        self._held: dict[str, list[ReplyDelta]] = {}
        self._flushing: set[asyncio.Task[None]] = set()

    async def show(self, subject: str, glimpse: Frozen) -> None:
        """Anything but a piece of a reply is shown at once, after the pieces that are held."""
        if not isinstance(glimpse, ReplyDelta):
            await self._flush(subject)
        elif subject in self._held:
            self._held[subject].append(glimpse)
            return
        else:
            self._held[subject] = []
            asyncio.get_running_loop().call_later(self._pace, self._due, subject)
        await self._glimpses.show(subject, glimpse)

    def _due(self, subject: str) -> None:
        task = asyncio.create_task(self._flush(subject))
        self._flushing.add(task)
        task.add_done_callback(self._flushing.discard)

    async def _flush(self, subject: str) -> None:
        held = self._held.pop(subject, None)
        if held:
            together = {"text": "".join(delta.text for delta in held)}
            await self._glimpses.show(subject, held[0].model_copy(update=together))
