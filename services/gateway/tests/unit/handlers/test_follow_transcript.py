"""The follower asks for what it misses, and for nothing else."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from chassis import clock
from chassis.errors import Unavailable
from contracts.glimpses import MessageStored, ReplyDelayed, ReplyDelta, Typing
from contracts.requests import LIVE_REPLY, Replayed
from contracts.shapes import Message, Outcome
from gateway.domain.public_event import PublicEvent
from gateway.domain.transcript_cursor import TranscriptCursor
from gateway.handlers.follow_transcript import TranscriptFollower
from gateway.outbound.mailbox import Mailbox

NOW = datetime.now(UTC)
REPLY = Message(
    id="msg_2",
    conversation_id="cnv_1",
    turn_id="trn_1",
    seq=2,
    role="bot",
    text="one two three",
    created_at=NOW,
    outcome=Outcome.ANSWERED,
)


@dataclass
class FakeBus:
    """Answers requests from what it is given; without an answer nobody is there."""

    live: ReplyDelta | None = None
    stored: Replayed | None = None
    asked: list[str] = field(default_factory=list)

    async def ask(self, rpc: Any, question: Any, *, timeout: float | None = None) -> Any:
        self.asked.append(rpc.name)
        answer = self.live if rpc is LIVE_REPLY else self.stored
        if answer is None:
            raise Unavailable
        return answer


def follower_of(bus: FakeBus) -> tuple[TranscriptFollower, Mailbox]:
    mailbox = Mailbox(lambda _: None, lambda: 0)
    cursor = TranscriptCursor(only="trn_1")
    cursor.accept("trn_1", datetime.now(UTC))
    return TranscriptFollower("wsp_1", "cnv_1", cursor=cursor, watch=mailbox, bus=bus), mailbox


async def told(follower: TranscriptFollower) -> list[PublicEvent]:
    events: list[PublicEvent] = []
    async with asyncio.timeout(60):
        async for batch in follower.follow():
            events += batch
            if any(event.name == "reply.completed" for event in batch):
                break
    follower.close()
    return events


def delta(offset: int, text: str) -> ReplyDelta:
    return ReplyDelta(turn_id="trn_1", attempt=1, offset=offset, text=text)


async def test_glimpses_alone_ask_nobody() -> None:
    bus = FakeBus()
    follower, mailbox = follower_of(bus)
    for item in (
        delta(0, "one "),
        delta(4, "two three"),
        MessageStored(event="reply.completed", message=REPLY),
    ):
        mailbox.put(item)
    events = await told(follower)
    assert [event.data.get("text") for event in events[:-1]] == ["one two three"]
    assert bus.asked == []


async def test_nobody_sees_themselves_typing_and_a_late_reply_is_excused() -> None:
    follower, mailbox = follower_of(FakeBus())
    for item in (
        Typing(role="contact", typing=True),
        Typing(role="agent", typing=True, name="Ann"),
        ReplyDelayed(turn_id="trn_1", text="It takes longer."),
        MessageStored(event="reply.completed", message=REPLY),
    ):
        mailbox.put(item)
    typing, delayed, *_ = await told(follower)
    assert (typing.name, typing.data) == ("typing", {"role": "agent", "typing": True, "name": "Ann"})
    assert (delayed.name, delayed.data["text"]) == ("reply.delayed", "It takes longer.")


async def test_a_lost_delta_is_asked_of_the_writer() -> None:
    bus = FakeBus(live=delta(0, "one two th"))
    follower, mailbox = follower_of(bus)
    mailbox.put(delta(0, "one "))
    mailbox.put(delta(8, "th"))
    asyncio.get_running_loop().call_later(
        0.1, mailbox.put, MessageStored(event="reply.completed", message=REPLY)
    )
    events = await told(follower)
    assert [event.data.get("text") for event in events[:-1]] == ["one ", "two th", "ree"]
    assert bus.asked == ["live_reply"]


async def test_silence_is_answered_by_the_stored_truth() -> None:
    bus = FakeBus(stored=Replayed(messages=[REPLY], pending=[]))
    follower, _ = follower_of(bus)
    assert [event.name for event in await told(follower)] == ["reply.delta", "reply.completed"]
    assert bus.asked == ["replay"]


async def test_whoever_is_away_is_asked_again_with_patience() -> None:
    bus = FakeBus()
    follower, mailbox = follower_of(bus)
    follower.look_now()

    async def end_after_four() -> None:
        while len(bus.asked) < 4:
            await asyncio.sleep(0.005)
        mailbox.end()

    began, ending = clock.monotonic(), asyncio.create_task(end_after_four())
    assert await told(follower) == []
    await ending
    assert clock.monotonic() - began > 0.1 + 0.2 + 0.4 - 0.05
