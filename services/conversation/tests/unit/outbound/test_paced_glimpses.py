"""Pieces of a reply, gathered on their way to the browser."""

from __future__ import annotations

import asyncio

from contracts.base import Frozen
from contracts.glimpses import ReplyDelta, ReplyReset
from conversation.outbound.paced_glimpses import PacedGlimpses


class Shown:
    def __init__(self) -> None:
        self.glimpses: list[Frozen] = []

    async def show(self, subject: str, glimpse: Frozen) -> None:
        assert subject == "glimpse.conversation.cnv_1"
        self.glimpses.append(glimpse)


def delta(offset: int, text: str) -> ReplyDelta:
    return ReplyDelta(turn_id="trn_1", attempt=1, offset=offset, text=text)


async def show(paced: PacedGlimpses, *glimpses: Frozen) -> None:
    for glimpse in glimpses:
        await paced.show("glimpse.conversation.cnv_1", glimpse)


async def flushed(paced: PacedGlimpses) -> None:
    async with asyncio.timeout(60):
        while paced._held or paced._flushing:
            await asyncio.sleep(0.005)


async def test_the_first_piece_goes_at_once_and_the_next_ones_together() -> None:
    shown = Shown()
    paced = PacedGlimpses(shown, pace=0.01)
    await show(paced, delta(0, "One "), delta(4, "two "), delta(8, "three"))
    assert shown.glimpses == [delta(0, "One ")]
    await flushed(paced)
    assert shown.glimpses == [delta(0, "One "), delta(4, "two three")]
    await show(paced, delta(13, "."))
    assert shown.glimpses[-1] == delta(13, ".")


async def test_nothing_overtakes_a_piece() -> None:
    shown = Shown()
    paced = PacedGlimpses(shown, pace=60)
    reset = ReplyReset(turn_id="trn_1", attempt=2)
    await show(paced, delta(0, "One "), delta(4, "two"), reset)
    assert shown.glimpses == [delta(0, "One "), delta(4, "two"), reset]


async def test_what_was_shown_is_not_kept() -> None:
    paced = PacedGlimpses(Shown(), pace=0.01)
    await show(paced, delta(0, "One"))
    assert paced._held != {}
    await flushed(paced)
