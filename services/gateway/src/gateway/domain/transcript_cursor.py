"""Follows a conversation, or one turn of it, for one client: what to tell it next and what to ask for."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from contracts.glimpses import AnyGlimpse, MessageStored, ReplyDelayed, ReplyDelta, ReplyReset, TurnLeft
from contracts.requests import Replayed
from contracts.shapes import Message
from gateway.domain.event_id import Resume, format_event_id
from gateway.domain.public_event import PublicEvent
from gateway.domain.reply_cursor import ReplyCursor

PATIENCE = timedelta(seconds=35)
FULL_PAGE = 100
"""A replay with this many messages may not be all."""
_OVERDUE = {
    "status": 504,
    "title": "The answer is late",
    "detail": "The answer takes longer than it should. It will appear here when it is ready.",
}


class TranscriptCursor:
    """Turns glimpses and replays, in whatever order they come, into events that a client can rely on.

    With `only`, the id of a turn that was just accepted, everything else is left out.
    A client that resumes is told each reply by its deltas; a new one gets replies of the past in one piece.
    """

    def __init__(self, resume: Resume | None = None, *, only: str | None = None) -> None:
        self.seq = resume.seq if resume else 0
        self.behind = only is None
        self.pending: dict[str, datetime] = {}
        self.answered: set[str] = set()
        self._only = only
        self._by_deltas = resume is not None or only is not None
        self._replies = {part.turn_id: ReplyCursor.resumed(part) for part in (resume.shown if resume else ())}
        self._overdue: set[str] = set()
        self._accepted: set[str] = set()
        self._looked = 0
        self._heard_of = 0

    @property
    def after_seq(self) -> int:
        """From where the stored truth is wanted."""
        return self.seq if self._only is None else self._looked

    @property
    def missing(self) -> list[str]:
        """Turns of which a delta was lost."""
        return [turn for turn, reply in self._replies.items() if reply.missing]

    def accept(self, turn_id: str, now: datetime) -> PublicEvent:
        """JetStream has the turn; its message is on its way into the transcript."""
        self.pending[turn_id] = now
        self._accepted.add(turn_id)
        return PublicEvent("turn.accepted", {"turn_id": turn_id})

    def on_glimpse(self, glimpse: AnyGlimpse) -> list[PublicEvent]:
        if isinstance(glimpse, MessageStored):
            return self._on_stored(glimpse.message)
        if self._skips(glimpse.turn_id):
            return []
        if isinstance(glimpse, TurnLeft):
            return self._leave(glimpse.turn_id, glimpse.agent)
        if isinstance(glimpse, ReplyDelayed):
            data = {"turn_id": glimpse.turn_id, "text": glimpse.text}
            return [PublicEvent("reply.delayed", data)]
        reply = self._reply(glimpse.turn_id)
        if isinstance(glimpse, ReplyReset):
            return self._say(reply.on_reset(glimpse.attempt))
        return self._say(reply.on_delta(glimpse.attempt, glimpse.offset, glimpse.text))

    def on_live(self, live: ReplyDelta) -> list[PublicEvent]:
        """The writer says what it has written so far of a turn."""
        if self._skips(live.turn_id) or live.offset:
            return []
        reply = self._reply(live.turn_id)
        return self._say(reply.on_text(live.attempt, live.text))

    def on_replay(self, stored: Replayed) -> list[PublicEvent]:
        """The truth since `seq`."""
        events: list[PublicEvent] = []
        for message in stored.messages:
            if message.seq > self.seq:
                events += self._tell(message)
            self._looked = message.seq
        self.behind = len(stored.messages) >= FULL_PAGE or self.seq < self._heard_of
        for turn in stored.pending:
            if turn.left and not self._skips(turn.turn_id):
                events += self._leave(turn.turn_id, None)
            if not self._skips(turn.turn_id):
                self.pending.setdefault(turn.turn_id, turn.submitted_at)
        if self._only is None:
            still = {turn.turn_id for turn in stored.pending if not turn.left} | self._accepted
            self.pending = {turn: since for turn, since in self.pending.items() if turn in still}
        self._by_deltas = self._by_deltas or not self.behind
        return events

    def _leave(self, turn_id: str, agent: str | None) -> list[PublicEvent]:
        """An agent answers instead of the bot; who waits for this one turn is told so."""
        self.pending.pop(turn_id, None)
        self.answered.add(turn_id)
        if self._only is None:
            return []
        return [PublicEvent("agent.joined", {"turn_id": turn_id, "agent": {"name": agent}}, self._id())]

    def overdue(self, now: datetime) -> list[PublicEvent]:
        """A `problem` for each turn that waits too long, once."""
        late = [turn for turn, since in self.pending.items() if now - since > PATIENCE]
        new = [turn for turn in late if turn not in self._overdue]
        self._overdue.update(new)
        return [PublicEvent("problem", {**_OVERDUE, "turn_id": turn}) for turn in new]

    def _on_stored(self, message: Message) -> list[PublicEvent]:
        if message.seq <= self.seq:
            return []
        if self._only is not None:
            return self._tell(message)
        self._heard_of = message.seq
        self.behind = self.behind or message.seq > self.seq + 1
        return [] if self.behind else self._tell(message)

    def _tell(self, message: Message) -> list[PublicEvent]:
        if self._only is not None and message.turn_id != self._only:
            return []
        match message.role:
            case "contact":
                return self._tell_turn(message)
            case "bot":
                return self._tell_reply(message)
            case "agent":
                self._advance(message)
                return [PublicEvent("agent.message", {"message": message}, self._id())]
        self._advance(message)
        name, data = _of_system(message)
        return [PublicEvent(name, data, self._id())]

    def _tell_turn(self, message: Message) -> list[PublicEvent]:
        turn = message.turn_id or ""
        known = turn in self.pending
        self._accepted.discard(turn)
        self.pending[turn] = message.created_at
        self._advance(message)
        if known and self._only is not None:
            return []
        data = {"turn_id": turn, "message_id": message.id, "message": message}
        return [PublicEvent("turn.accepted", data, self._id())]

    def _tell_reply(self, message: Message) -> list[PublicEvent]:
        turn = message.turn_id or ""
        events: list[PublicEvent] = []
        if turn in self._replies or (turn and self._by_deltas):
            events = self._say(self._reply(turn).complete(message.text))
        before = self._id()
        self.pending.pop(turn, None)
        self.answered.add(turn)
        if self._advance(message):
            self._replies.pop(turn, None)
        completed = {"turn_id": message.turn_id, "message": message}
        if not any(block.get("type") == "handoff_offer" for block in message.blocks):
            return [*events, PublicEvent("reply.completed", completed, self._id())]
        offered = PublicEvent("handoff.offered", {"turn_id": message.turn_id}, self._id())
        return [*events, PublicEvent("reply.completed", completed, before), offered]

    def _advance(self, message: Message) -> bool:
        """Move on to this message, unless a client that resumes from there would miss what was left out."""
        if self._only is not None and self.seq and message.seq != self.seq + 1:
            return False
        self.seq = message.seq
        return True

    def _reply(self, turn_id: str) -> ReplyCursor:
        return self._replies.setdefault(turn_id, ReplyCursor(turn_id))

    def _skips(self, turn_id: str) -> bool:
        return turn_id in self.answered or (self._only is not None and turn_id != self._only)

    def _say(self, steps: Sequence[ReplyDelta | ReplyReset]) -> list[PublicEvent]:
        return [self._say_one(step) for step in steps]

    def _say_one(self, step: ReplyDelta | ReplyReset) -> PublicEvent:
        data: dict[str, Any] = {"turn_id": step.turn_id, "attempt": step.attempt}
        if isinstance(step, ReplyReset):
            return PublicEvent("reply.reset", data, self._id(without=step.turn_id))
        return PublicEvent("reply.delta", {**data, "offset": step.offset, "text": step.text}, self._id())

    def _id(self, without: str | None = None) -> str:
        replies = self._replies.values()
        shown = [part for reply in replies if reply.turn_id != without and (part := reply.shown) is not None]
        return format_event_id(self.seq, shown)


def _of_system(message: Message) -> tuple[str, dict[str, Any]]:
    blocks = {block.get("type"): block for block in message.blocks}
    if "appointment" in blocks:
        return "appointment.changed", {"message": message}
    agent = blocks.get("agent")
    if "ticket_done" in blocks:
        return "agent.message", {"message": message}
    if agent is None:
        return "ticket.opened", {"ticket": blocks.get("ticket"), "message": message}
    if agent.get("state") == "joined":
        return "agent.joined", {"agent": {"name": agent.get("name")}, "message": message}
    return "agent.message", {"message": message}
