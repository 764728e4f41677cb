"""One client's view of a whole conversation, whatever order and losses its news come in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from contracts.glimpses import MessageStored, ReplyDelta
from contracts.requests import PendingTurn, Replayed
from contracts.shapes import Message, Outcome
from gateway.domain.event_id import parse_event_id
from gateway.domain.public_event import PublicEvent
from gateway.domain.transcript_cursor import TranscriptCursor

NOW = datetime(2026, 1, 1, tzinfo=UTC)


def message(seq: int, role: str, text: str, turn: str | None, outcome: Outcome | None = None) -> Message:
    return Message.read(
        {
            "id": f"msg_{seq}",
            "conversation_id": "cnv_1",
            "turn_id": turn,
            "seq": seq,
            "role": role,
            "text": text,
            "created_at": NOW,
            "outcome": outcome,
            "blocks": [{"type": "handoff_offer"}] if outcome is Outcome.DECLINED else [],
        }
    )


def stored(item: Message) -> MessageStored:
    return MessageStored(event="turn.accepted" if item.role == "contact" else "reply.completed", message=item)


@dataclass
class Client:
    """Shows replies by the rules and counts what it was told."""

    replies: dict[str, str] = field(default_factory=dict)
    told: list[str] = field(default_factory=list)
    last_id: str | None = None

    def take(self, events: list[PublicEvent]) -> None:
        for event in events:
            self.last_id = event.id or self.last_id
            turn = str(event.data.get("turn_id"))
            if event.name == "reply.delta":
                assert event.data["offset"] == len(self.replies.get(turn, ""))
                self.replies[turn] = self.replies.get(turn, "") + event.data["text"]
            elif event.name == "reply.reset":
                self.replies[turn] = ""
            elif "message" in event.data:
                self.told.append(event.data["message"].id)


def conversation(turns: int) -> list[Message]:
    messages: list[Message] = []
    for turn in range(turns):
        messages.append(message(len(messages) + 1, "contact", "Why?", f"trn_{turn}"))
        text = f"Because of reason {turn}. " * 3
        messages.append(message(len(messages) + 1, "bot", text, f"trn_{turn}", Outcome.ANSWERED))
    return messages


def news_of(messages: list[Message], draw: Callable[[st.SearchStrategy[Any]], Any]) -> list[object]:
    """Glimpses in order, each perhaps lost or doubled, with replays and cuts between them."""
    news: list[object] = []
    for item in messages:
        if item.role == "bot":
            for offset in range(0, len(item.text), 7):
                piece = item.text[offset : offset + 7]
                news += [ReplyDelta(turn_id=item.turn_id or "", attempt=1, offset=offset, text=piece)]
        news.append(stored(item))
    kept: list[object] = []
    for index, one in enumerate(news):
        kept += [one] * draw(st.sampled_from([0, 1, 1, 2]))
        kept += draw(st.sampled_from([[], [], [], ["cut"], [("replay", index)]]))
    return kept


@given(st.data())
def test_everything_is_told_once_and_replies_end_as_stored(data: st.DataObject) -> None:
    messages = conversation(data.draw(st.integers(1, 3)))
    client, cursor = Client(), TranscriptCursor(parse_event_id("0"))
    for item in news_of(messages, data.draw):
        if item == "cut":
            cursor = TranscriptCursor(parse_event_id(client.last_id or "0"))
        elif isinstance(item, tuple):
            client.take(cursor.on_replay(Replayed(messages=messages_until(messages, item[1]), pending=[])))
        else:
            assert isinstance(item, ReplyDelta | MessageStored)
            client.take(cursor.on_glimpse(item))
    client.take(cursor.on_replay(Replayed(messages=messages, pending=[])))
    assert client.told == [item.id for item in messages]
    assert client.replies == {item.turn_id: item.text for item in messages if item.role == "bot"}


def messages_until(messages: list[Message], news: int) -> list[Message]:
    return messages[: news // 12]


def test_a_gap_is_not_told_before_it_is_filled() -> None:
    cursor = TranscriptCursor(parse_event_id("0"))
    one, two, three = (message(seq, "agent", "Hi", None) for seq in (1, 2, 3))
    cursor.on_replay(Replayed(messages=[one], pending=[]))
    assert cursor.on_glimpse(stored(three)) == []
    assert cursor.behind
    events = cursor.on_replay(Replayed(messages=[two, three], pending=[]))
    assert [event.id for event in events] == ["2", "3"]


def test_a_replay_that_is_older_than_the_news_is_not_the_last() -> None:
    cursor = TranscriptCursor()
    cursor.accept("trn_0", NOW)
    asked, answered = conversation(1)
    assert cursor.on_glimpse(stored(asked)) == cursor.on_glimpse(stored(answered)) == []
    assert cursor.on_replay(Replayed(messages=[], pending=[])) == []
    assert (cursor.behind, list(cursor.pending)) == (True, ["trn_0"])
    events = cursor.on_replay(Replayed(messages=[asked, answered], pending=[]))
    assert [event.name for event in events] == ["turn.accepted", "reply.completed"]
    assert (cursor.behind, cursor.pending) == (False, {})


def test_a_cut_between_reply_and_offer_repeats_the_reply() -> None:
    cursor = TranscriptCursor(parse_event_id("1"))
    declined = message(2, "bot", "I do not know.", "trn_1", Outcome.DECLINED)
    events = cursor.on_replay(Replayed(messages=[declined], pending=[]))
    assert [event.name for event in events] == ["reply.delta", "reply.completed", "handoff.offered"]
    again = TranscriptCursor(parse_event_id(events[1].id))
    resumed = again.on_replay(Replayed(messages=[declined], pending=[]))
    assert [event.name for event in resumed] == ["reply.completed", "handoff.offered"]
    assert resumed[-1].id == "2"


def test_a_new_listener_gets_the_past_in_one_piece() -> None:
    events = TranscriptCursor().on_replay(Replayed(messages=conversation(2), pending=[]))
    assert [event.name for event in events] == ["turn.accepted", "reply.completed"] * 2


def test_a_turn_that_waits_too_long_is_a_problem_once() -> None:
    cursor = TranscriptCursor()
    waiting = PendingTurn(turn_id="trn_1", attempt=1, submitted_at=NOW)
    cursor.on_replay(Replayed(messages=[], pending=[waiting]))
    assert cursor.overdue(NOW + timedelta(seconds=34)) == []
    late = cursor.overdue(NOW + timedelta(seconds=36))
    assert [(event.name, event.data["turn_id"]) for event in late] == [("problem", "trn_1")]
    assert cursor.overdue(NOW + timedelta(seconds=40)) == []


def test_following_one_turn_leaves_the_others_to_be_replayed() -> None:
    cursor = TranscriptCursor(only="trn_1")
    cursor.accept("trn_1", NOW)
    messages = conversation(2)
    reordered = [messages[2], messages[0], messages[3], messages[1]]
    told = [
        item.model_copy(
            update={"seq": seq, "turn_id": {"trn_0": "trn_1", "trn_1": "trn_0"}[item.turn_id or ""]}
        )
        for seq, item in enumerate(reordered, start=1)
    ]
    events = [event for item in told for event in cursor.on_glimpse(stored(item))]
    assert [event.name for event in events] == ["reply.delta", "reply.completed"]
    resume = parse_event_id(events[-1].id)
    assert resume is not None and resume.seq == 2
    client = Client(replies={"trn_1": told[3].text})
    client.take(TranscriptCursor(resume).on_replay(Replayed(messages=told[2:], pending=[])))
    assert client.replies["trn_1"] == told[3].text
