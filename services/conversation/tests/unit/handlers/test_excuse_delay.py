"""Nobody waits without a word."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from chassis.outcome import DONE
from chassis.testing.fakes import FakeBus, FakeDatabase, FakeWork
from contracts.envelope import AnyEvent
from contracts.glimpses import ReplyDelayed
from conversation.domain.live import LiveReplies
from conversation.domain.signs import FRESH_SECONDS, Signs
from conversation.handlers.excuse_delay import Excuse, excusing
from conversation.testing.facts import WORKSPACE, turn_grounded, turn_submitted


async def wait(event: AnyEvent, live: LiveReplies, seconds: float, after: float = 0.02) -> list[Any]:
    """What is shown while a delivery takes so many seconds, with an excuse due `after` some."""
    bus = FakeBus()

    async def slow(*_: Any) -> Any:
        await asyncio.sleep(seconds)
        return DONE

    handle = excusing(slow, Excuse(bus, live, after))
    assert await handle(event, FakeWork(FakeDatabase(), event.id)) == DONE
    return [glimpse for _, glimpse in bus.shown]


@pytest.mark.parametrize(
    ("event", "word"),
    [
        (turn_submitted("Wo ist mein Paket, das gestern kommen sollte?"), "Geduld"),
        (turn_submitted("Where is the parcel that should have come?"), "patience"),
        (turn_grounded("Where is my parcel?"), "patience"),
    ],
)
async def test_a_late_reply_is_excused_in_the_customers_language(event: AnyEvent, word: str) -> None:
    [delayed] = await wait(event, LiveReplies(), 0.1)
    assert isinstance(delayed, ReplyDelayed)
    assert word in delayed.text


async def test_who_is_quick_says_nothing() -> None:
    assert await wait(turn_submitted("Hello"), LiveReplies(), 0, after=60) == []


async def test_a_reply_that_is_being_shown_needs_no_excuse() -> None:
    event, live = turn_grounded("Where is my parcel?"), LiveReplies()
    live.begin(WORKSPACE, event.data.turn_id, 1)
    live.add(event.data.turn_id, 1, "It is")
    assert await wait(event, live, 0.1) == []


def test_operators_hear_of_a_trouble_for_a_minute() -> None:
    signs = Signs()
    signs.met("retrieval", 10.0)
    signs.took(0.1, 11.0)
    assert list(signs.sentences(12.0)) == ["retrieval"]
    signs.took(1.5, 13.0)
    assert set(signs.sentences(14.0)) == {"retrieval", "database"}
    assert signs.sentences(13.0 + FRESH_SECONDS) == {}
