"""Summaries in the background: one that cannot be written holds up no other."""

from __future__ import annotations

from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

from chassis.testing.fakes import FakeDatabase
from contracts.shapes import Message
from contracts.summary_requests import Summary
from conversation.handlers.summarize_conversation import Shelf, summarize_some

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)


class Rooms:
    """Bots, conversations, transcript and summaries of one bot; `broken` cannot be read."""

    def __init__(self, conversations: list[str], broken: str) -> None:
        self.conversations = conversations
        self.broken = broken
        self.saved: list[str] = []
        self.wanted = True

    async def asked(self, *_: Any) -> list[tuple[str, str]]:
        return [("wsp_1", "bot_1")] if self.wanted else []

    async def missing(self, *_: Any) -> list[str]:
        return [each for each in self.conversations if each not in self.saved]

    async def ask(self, *_: Any, asked: bool) -> None:
        self.wanted = asked

    async def hold(self, _: Any, __: str, conversation_id: str) -> Any:
        if conversation_id == self.broken:
            raise ValueError("This cannot be read.")
        return SimpleNamespace(bot_id="bot_1", locale="en")

    async def after(self, _: Any, __: str, conversation_id: str, *___: Any) -> list[Message]:
        said = {"role": "contact", "text": "Open on Sundays?", "seq": 1, "turn_id": "trn_1"}
        return [Message(id="msg_1", conversation_id=conversation_id, created_at=NOW, **said)]

    async def get(self, *_: Any) -> None:
        return None

    async def save(self, _: Any, __: str, summary: Summary) -> bool:
        self.saved.append(summary.conversation_id)
        return True


async def test_a_conversation_that_cannot_be_summarized_holds_up_no_other() -> None:
    rooms: Any = Rooms(["cnv_1", "cnv_2", "cnv_3"], broken="cnv_2")
    shelf = Shelf(FakeDatabase(), rooms, rooms, rooms, rooms, rooms)
    assert await summarize_some(shelf)
    assert rooms.saved == ["cnv_1", "cnv_3"] and rooms.wanted
    assert await summarize_some(shelf)
    assert not rooms.wanted
    assert not await summarize_some(shelf)
