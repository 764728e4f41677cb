"""Facts that are the whole effect: published at once, without a row of our own."""

from __future__ import annotations

from chassis.bus import Bus
from chassis.facts import FactMaker
from contracts.base import Fact


class FactPublisher:
    def __init__(self, maker: FactMaker, bus: Bus) -> None:
        self._maker = maker
        self._bus = bus

    async def publish(
        self, fact: Fact, *, event_id: str, workspace_id: str, conversation_id: str | None = None
    ) -> bool:
        """True once JetStream has stored it, False when it already had; raises Unavailable."""
        event = self._maker.make(
            fact, event_id=event_id, workspace_id=workspace_id, conversation_id=conversation_id
        )
        return await self._bus.publish(event)
