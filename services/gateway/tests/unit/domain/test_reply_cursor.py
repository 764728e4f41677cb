"""Whatever is lost, doubled, cut or started over: a client that follows the rules shows the stored text."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from contracts.glimpses import ReplyDelta, ReplyReset
from gateway.domain.event_id import Shown, format_event_id, parse_event_id, unknown
from gateway.domain.reply_cursor import ReplyCursor, Step

TURN = "trn_1"
TEXTS = st.text(alphabet="abc é😀\n", min_size=1, max_size=40)


@dataclass
class Client:
    """Adds the text of deltas to what it shows, clears it at resets, and checks each offset."""

    shown: str = ""
    resets: int = 0
    steps: list[Step] = field(default_factory=list)

    def take(self, steps: list[Step]) -> None:
        for step in steps:
            self.steps.append(step)
            if isinstance(step, ReplyReset):
                self.shown, self.resets = "", self.resets + 1
            else:
                assert step.offset == len(self.shown)
                self.shown += step.text


def pieces(text: str, cuts: list[int], attempt: int) -> list[ReplyDelta]:
    edges = sorted({0, len(text), *(cut % (len(text) + 1) for cut in cuts)})
    spans = pairwise(edges)
    return [ReplyDelta(turn_id=TURN, attempt=attempt, offset=a, text=text[a:b]) for a, b in spans]


@st.composite
def journeys(draw: st.DrawFn) -> tuple[str, list[object]]:
    """Attempts of one reply as a client's gateway may meet them, the last one stored."""
    stored = draw(TEXTS)
    failed = draw(st.lists(TEXTS, max_size=2))
    happenings: list[object] = []
    for number, text in enumerate([*failed, stored], start=1):
        deltas = pieces(text, draw(st.lists(st.integers(0, 99), max_size=6)), number)
        if number > 1 and draw(st.booleans()):
            happenings.append(ReplyReset(turn_id=TURN, attempt=number))
        for delta in deltas:
            copies = draw(st.sampled_from([0, 1, 1, 1, 2]))
            happenings += [delta] * copies
            if draw(st.booleans()):
                happenings.append(("live", number, text[: delta.offset + len(delta.text)]))
            if draw(st.integers(0, 3)) == 0:
                happenings.append("cut")
    shuffled = draw(st.booleans())
    return stored, draw(st.permutations(happenings)) if shuffled else happenings


def drive(cursor: ReplyCursor, client: Client, happening: object) -> ReplyCursor:
    if happening == "cut":
        shown = [cursor.shown] if cursor.shown else []
        resume = parse_event_id(format_event_id(3, shown))
        assert resume is not None and resume.seq == 3
        return ReplyCursor.resumed(resume.shown[0]) if resume.shown else ReplyCursor(TURN)
    if isinstance(happening, ReplyReset):
        client.take(cursor.on_reset(happening.attempt))
    elif isinstance(happening, ReplyDelta):
        client.take(cursor.on_delta(happening.attempt, happening.offset, happening.text))
    else:
        assert isinstance(happening, tuple)
        client.take(cursor.on_text(happening[1], happening[2]))
    return cursor


@given(journeys())
def test_ends_in_the_stored_text(journey: tuple[str, list[object]]) -> None:
    stored, happenings = journey
    client, cursor = Client(), ReplyCursor(TURN)
    for happening in happenings:
        cursor = drive(cursor, client, happening)
    client.take(cursor.complete(stored))
    assert client.shown == stored


@given(TEXTS, st.lists(st.integers(0, 99), max_size=6), st.sets(st.integers(0, 6)), st.integers(0, 6))
def test_a_single_attempt_never_starts_over(text: str, cuts: list[int], lost: set[int], cut_at: int) -> None:
    client, cursor = Client(), ReplyCursor(TURN)
    for index, delta in enumerate(pieces(text, cuts, 1)):
        if index not in lost:
            client.take(cursor.on_delta(1, delta.offset, delta.text))
        if index == cut_at:
            cursor = drive(cursor, client, "cut")
    client.take(cursor.complete(text))
    assert (client.shown, client.resets) == (text, 0)


def test_a_gap_waits_for_the_live_text() -> None:
    client, cursor = Client(), ReplyCursor(TURN)
    client.take(cursor.on_delta(1, 0, "one "))
    client.take(cursor.on_delta(1, 8, "three"))
    assert (client.shown, cursor.missing) == ("one ", True)
    client.take(cursor.on_text(1, "one two three"))
    assert (client.shown, cursor.missing, client.resets) == ("one two three", False, 0)


def test_an_older_attempt_is_ignored() -> None:
    cursor = ReplyCursor(TURN)
    cursor.on_delta(2, 0, "new")
    assert cursor.on_delta(1, 0, "old") == []
    assert cursor.on_reset(1) == []


@given(TEXTS, TEXTS)
def test_unproven_text_is_replaced(shown: str, stored: str) -> None:
    client = Client(shown)
    client.take(ReplyCursor.resumed(Shown(TURN, 1, len(shown))).complete(stored))
    assert (client.shown, client.resets) == (stored, 1)


@given(TEXTS, TEXTS)
def test_whoever_shows_something_unknown_is_reset(shown: str, stored: str) -> None:
    client, cursor = Client(shown), ReplyCursor.resumed(unknown(TURN))
    client.take(cursor.on_delta(1, 0, stored[:1]))
    client.take(cursor.complete(stored))
    assert client.shown == stored
    assert isinstance(client.steps[0], ReplyReset)


@given(
    st.integers(0, 10**9),
    st.lists(
        st.builds(
            Shown,
            st.from_regex(r"trn_[a-z2-7]{26}", fullmatch=True),
            st.integers(0, 99),
            st.integers(1, 9999),
            st.none() | st.integers(0, 2**32 - 1),
        ),
        max_size=3,
    ),
)
def test_event_ids_come_back_as_they_went(seq: int, shown: list[Shown]) -> None:
    resume = parse_event_id(format_event_id(seq, shown))
    assert resume is not None
    assert (resume.seq, list(resume.shown)) == (seq, shown)


@given(st.text(max_size=60))
def test_any_text_may_come_as_event_id(text: str) -> None:
    parse_event_id(text)
