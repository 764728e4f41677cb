"""Keeps one client up to date: glimpses as they come, the stored truth where they do not."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Coroutine
from dataclasses import dataclass
from typing import Any, Literal

from chassis import clock, logs
from chassis.errors import Refusal
from contracts.glimpses import MessageStored, ReplyDelayed, ReplyDelta, ReplyReset, TurnLeft, Typing
from contracts.requests import LIVE_REPLY, REPLAY, LiveReply, Replay, Replayed
from gateway.domain.joined import joined
from gateway.domain.public_event import PublicEvent, access_ended
from gateway.domain.transcript_cursor import TranscriptCursor
from gateway.ports import Asking, Watch

FIRST_LOOK = 1.0
SAFETY = 2.0
LIVE_AGAIN = 0.2
IDLE = 15.0
RETRY = 0.1
LONGEST_RETRY = 5.0
Role = Literal["contact", "agent"]
log = logs.get(__name__)


@dataclass(frozen=True, slots=True)
class Submitting:
    """A turn was accepted on this very connection."""

    turn_id: str


@dataclass(frozen=True, slots=True)
class _Live:
    reply: ReplyDelta


class _NoReplay:
    """The stored truth could not be had."""


class TranscriptFollower:
    """Drives one cursor from one watch until the service stops or the caller stops iterating.

    `role` is whose eyes these are: nobody is shown that they themselves are typing. Requests run beside the
    glimpses and their answers join them, so that nothing waits for a silent writer.
    """

    def __init__(
        self,
        workspace_id: str,
        conversation_id: str,
        *,
        cursor: TranscriptCursor,
        watch: Watch,
        bus: Asking,
        role: Role = "contact",
    ) -> None:
        self.cursor = cursor
        self._scope = {"workspace_id": workspace_id, "conversation_id": conversation_id}
        self._watch = watch
        self._bus = bus
        self._role = role
        self._tasks: set[asyncio.Task[None]] = set()
        self._live_at: dict[str, float] = {}
        self._replaying = False
        self._replay_at = clock.monotonic() + (0.0 if cursor.behind else FIRST_LOOK)
        self._retry = RETRY
        self._reconnects = watch.reconnects

    @property
    def why(self) -> str | None:
        """Why the client may look no more, once it has ended for that."""
        return self._watch.why

    def look_now(self) -> None:
        """Ask for the stored truth at once, such as when the turn is known to be an old one."""
        self._replay_at = 0.0

    async def follow(self) -> AsyncIterator[list[PublicEvent]]:
        """What to tell the client next; an empty list after every 15 seconds of silence."""
        silent_since = clock.monotonic()
        try:
            while not self._watch.ended:
                self._ask_what_is_missing()
                events = self._digest(await self._watch.take(self._patience(silent_since)))
                if events or clock.monotonic() - silent_since >= IDLE:
                    silent_since = clock.monotonic()
                    yield events
            if self.why is not None:
                yield [access_ended(self.why)]
        finally:
            self.close()

    def put(self, item: Submitting | PublicEvent) -> None:
        """Something this connection itself has to say, in turn with the rest."""
        self._watch.put(item)

    def close(self) -> None:
        """Let go of the subscription and of open requests."""
        for task in self._tasks:
            task.cancel()
        self._watch.close()

    def _digest(self, items: list[Any]) -> list[PublicEvent]:
        events: list[PublicEvent] = []
        for item in joined(items):
            match item:
                case ReplyDelta() | ReplyReset() | ReplyDelayed() | TurnLeft() | MessageStored():
                    events += self.cursor.on_glimpse(item)
                    self._replay_at = clock.monotonic() + SAFETY
                case _Live(reply):
                    events += self.cursor.on_live(reply)
                case Replayed():
                    events += self._on_replay(item)
                case _NoReplay():
                    self._put_off()
                case Submitting(turn):
                    events.append(self.cursor.accept(turn, clock.now()))
                    self._replay_at = clock.monotonic() + FIRST_LOOK
                case Typing(role=role) if role != self._role:
                    events.append(
                        PublicEvent("typing", item.model_dump(exclude={"event"}, exclude_none=True))
                    )
                case PublicEvent():
                    events.append(item)
        return events + self.cursor.overdue(clock.now()) if self.cursor.pending else events

    def _on_replay(self, stored: Replayed) -> list[PublicEvent]:
        events = self.cursor.on_replay(stored)
        if self.cursor.behind and not stored.messages:
            self._put_off()
        else:
            self._replaying, self._retry = False, RETRY
            self._replay_at = clock.monotonic() + SAFETY
        for turn in self.cursor.pending:
            self._ask_live(turn)
        return events

    def _put_off(self) -> None:
        self._replaying = False
        self._replay_at = clock.monotonic() + self._retry
        self._retry = min(self._retry * 2, LONGEST_RETRY)

    def _patience(self, silent_since: float) -> float:
        now = clock.monotonic()
        due = silent_since + IDLE
        if not self._replaying and (self.cursor.behind or self.cursor.pending):
            due = min(due, now if self._behind_now() else self._replay_at)
        if self.cursor.missing:
            due = min(due, now + LIVE_AGAIN)
        return max(0.001, due - now)

    def _behind_now(self) -> bool:
        return self.cursor.behind and self._retry == RETRY

    def _ask_what_is_missing(self) -> None:
        for turn in self.cursor.missing:
            self._ask_live(turn)
        if self._watch.reconnects != self._reconnects:
            self._reconnects, self._replay_at = self._watch.reconnects, 0.0
            self.cursor.behind = self.cursor.behind or not self.cursor.pending
        due = clock.monotonic() >= self._replay_at and (self.cursor.behind or self.cursor.pending)
        if not self._replaying and (due or self._behind_now()):
            self._replaying = True
            self._spawn(self._replay())

    def _ask_live(self, turn: str) -> None:
        now = clock.monotonic()
        if now - self._live_at.get(turn, -1.0) >= LIVE_AGAIN:
            self._live_at[turn] = now
            self._spawn(self._live(turn))

    async def _replay(self) -> None:
        question = Replay(**self._scope, after_seq=self.cursor.after_seq)
        try:
            self._watch.put(await self._bus.ask(REPLAY, question))
        except Refusal as refusal:
            log.info("follow.no_replay", reason=refusal.detail)
            self._watch.put(_NoReplay())

    async def _live(self, turn: str) -> None:
        try:
            self._watch.put(_Live(await self._bus.ask(LIVE_REPLY, LiveReply(**self._scope, turn_id=turn))))
        except Refusal:
            return

    def _spawn(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
