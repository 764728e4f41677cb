"""A conversation is summed up once at a time, however fast its turns follow each other."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Any

from chassis.testing.fakes import FakeDatabase
from contracts.shapes import BotSettings, Message
from conversation.domain.turns import Bot, Turn
from conversation.handlers.keep_memory import LEFT_OUT, STEP, Memory

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
DUE = LEFT_OUT + STEP


class Rooms:
    """Transcript, conversations and summarizer in one; each summary waits until it may go on."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.may_go_on = asyncio.Semaphore(0)

    async def after(self, *_: Any) -> list[Message]:
        return []

    async def recall(self, *_: Any) -> None:
        raise AssertionError("nothing was summed up")

    async def summarize(self, _: str, conversation_id: str, __: Sequence[Message], **___: Any) -> None:
        self.asked.append(conversation_id)
        await self.may_go_on.acquire()


def turn(conversation_id: str) -> Turn:
    bot = Bot("bot_1", "Ada", 1, BotSettings())
    later = NOW + timedelta(seconds=20)
    return Turn("wsp_1", conversation_id, "trn_1", bot, "And on Sundays?", "en", 1, NOW, later)


async def asked(rooms: Rooms, count: int) -> None:
    async with asyncio.timeout(10):
        while len(rooms.asked) < count:
            await asyncio.sleep(0)


async def test_turns_that_follow_at_once_ask_for_nothing_more() -> None:
    rooms = Rooms()
    memory = Memory(FakeDatabase(), rooms, rooms, rooms)
    keeping = asyncio.create_task(memory.keep())
    memory.note(turn("cnv_1"), DUE - 1)
    memory.note(turn("cnv_1"), DUE)
    await asked(rooms, 1)
    memory.note(turn("cnv_1"), DUE + 2)
    memory.note(turn("cnv_2"), DUE)
    rooms.may_go_on.release()
    await asked(rooms, 2)
    memory.note(turn("cnv_1"), DUE + 4)
    rooms.may_go_on.release()
    await asked(rooms, 3)
    assert rooms.asked == ["cnv_1", "cnv_2", "cnv_1"]
    keeping.cancel()
    with suppress(asyncio.CancelledError):
        await keeping
