"""What streams, dead letters and the file store still hold of somebody who is gone."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pydantic_core import from_json

from chassis.bus import Bus
from chassis.dead_letters import STREAM as DEAD_LETTERS
from chassis.erasure import ANNOUNCEMENT, Doomed, erase_messages
from chassis.objects import Objects
from chassis.topology import UPLOADS
from contracts.catalogue import STREAMS


class StoredRemains:
    def __init__(self, bus: Bus) -> None:
        self._bus = bus

    async def of_workspace(self, workspace_id: str) -> None:
        """Every message but those that announce the end, and every file. Raises Unavailable."""
        files = Objects(self._bus, UPLOADS)
        for key in await files.keys(f"{workspace_id}/"):
            await files.delete(key)
        await self._erase(workspace_id, lambda event: event.get("workspaceid") == workspace_id)

    async def of_contact(self, workspace_id: str, contact_id: str, conversation_ids: Sequence[str]) -> None:
        """What was said in their conversations, and what came of it. Raises Unavailable."""
        theirs = frozenset(conversation_ids)

        def about_them(event: dict[str, Any]) -> bool:
            said = event.get("data")
            said = said if isinstance(said, dict) else {}
            named = (event.get("conversationid"), said.get("conversation_id"))
            mine = any(isinstance(one, str) and one in theirs for one in named)
            mine = mine or said.get("contact_id") == contact_id
            return event.get("workspaceid") == workspace_id and mine

        await self._erase(workspace_id, about_them)

    async def _erase(self, workspace_id: str, doomed: Any) -> None:
        for stream in STREAMS:
            for pattern in stream.subjects:
                everything = stream.name == DEAD_LETTERS or stream.schedules
                subject = pattern if everything else f"{pattern.removesuffix('>')}*.{workspace_id}"
                await erase_messages(self._bus.js, stream.name, subject, _reading(doomed))


def _reading(doomed: Any) -> Doomed:
    """By what the fact in a message says; the announcements of the end stay."""

    def judged(body: bytes) -> bool:
        try:
            event = from_json(body)
        except ValueError:
            return False
        kind = str(event.get("type", "")) if isinstance(event, dict) else ANNOUNCEMENT
        ends = kind.startswith((ANNOUNCEMENT, "contact.erased"))
        return not ends and bool(doomed(event))

    return judged
