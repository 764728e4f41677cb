"""Poison on a durable must not slow the others down."""

from __future__ import annotations

import asyncio
from statistics import median
from time import perf_counter
from typing import Any

import pytest

from chassis import dead_letters
from chassis.consume import Work
from chassis.outcome import DONE, Outcome

from .conftest import Bench, handoff, record

GOOD, POISON = 400, 8
FLOOR = 0.02


class Timed:
    """Seconds from the publish of a good event to the end of its handler."""

    def __init__(self) -> None:
        self.sent: dict[str, float] = {}
        self.waits: list[float] = []

    async def handle(self, event: Any, work: Work) -> Outcome:
        if event.data.handoff_id.startswith("hnd_9"):
            raise ValueError("poison")
        async with work.transaction() as tx:
            await record(event, tx)
        self.waits.append(perf_counter() - self.sent[event.id])
        return DONE


async def p99(bench: Bench, timed: Timed, first: int, *, poison: int) -> float:
    """p99 of a steady stream of good events, with poison spread among them."""
    timed.waits.clear()
    for number in range(GOOD):
        if poison and number % (GOOD // poison) == 0:
            bad = handoff(9_000_000 + first + number)
            await bench.publish(bad.to_json(), bad.id)
            await bench.publish(b"{not json", f"bad-{first + number}")
        event = handoff(first + number)
        timed.sent[event.id] = perf_counter()
        await bench.publish(event.to_json(), event.id)
        await asyncio.sleep(0.005)
    async with asyncio.timeout(60):
        while len(timed.waits) < GOOD:
            await asyncio.sleep(0.02)
    return sorted(timed.waits)[int(GOOD * 0.99)]


@pytest.mark.timeout(500)
async def test_others_are_as_fast_as_without_poison(bench: Bench) -> None:
    """Up to ten rounds: a busy machine can hold up any of them, poison that costs would hold up all."""
    timed = Timed()
    clean, poisoned = [], []
    async with bench.running(timed.handle, workers=4):
        await p99(bench, timed, 1_000, poison=0)
        for number in range(20, 40, 2):  # no id begins like poison
            clean.append(await p99(bench, timed, number * 1_000, poison=0))
            poisoned.append(await p99(bench, timed, (number + 1) * 1_000, poison=POISON))
            if min(poisoned) <= 1.2 * max(median(clean), FLOOR):
                return
    raise AssertionError(f"Poison slowed the others down in every round: {clean} {poisoned}")


async def test_every_poison_is_buried_and_redriven_once_mended(bench: Bench) -> None:
    timed = Timed()
    async with bench.running(timed.handle, workers=4):
        for number in range(3):
            bad = handoff(9_000_000 + number)
            await bench.publish(bad.to_json(), bad.id)
        await bench.settled(3)
    letters = await dead_letters.find(bench.js)
    assert [letter.grave.deliveries for letter in letters] == [5, 5, 5]

    async def mended(event: Any, work: Work) -> Outcome:
        async with work.transaction() as tx:
            await record(event, tx)
        return DONE

    async with bench.running(mended):
        for letter in letters:
            await dead_letters.redrive(bench.js, letter)
        await bench.settled(6)
    assert await bench.effects() == 3
    assert await dead_letters.find(bench.js) == []
