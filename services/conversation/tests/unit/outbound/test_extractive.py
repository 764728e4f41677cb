"""The persona's length counts when the bot quotes, too."""

from __future__ import annotations

from datetime import timedelta

import pytest

from chassis import clock
from contracts.bot_settings import Length, Persona
from contracts.shapes import BotSettings, Outcome
from conversation.domain.answering.writing import Delta, WriteRequest, Written
from conversation.domain.turns import Bot, Grounding
from conversation.outbound.extractive import ExtractiveWriter
from conversation.testing.facts import passage

LONG = " ".join(
    f"A parcel to zone {number} is delivered by our couriers within {number + 2} working days."
    for number in range(1, 31)
)


async def words_of(length: Length) -> int:
    settings = BotSettings(persona=Persona(length=length))
    question = "How long is a parcel under way?"
    request = WriteRequest(
        "trn_1",
        question,
        "en",
        Grounding(question, "en", (passage(LONG), passage(LONG.replace("courier", "rider"), key="2")), 0.8),
        (),
        Bot("bot_1", "Wingo", 1, settings),
        clock.now() + timedelta(seconds=20),
    )
    chunks = [chunk async for chunk in ExtractiveWriter().write(request)]
    written = chunks[-1]
    assert isinstance(written, Written) and written.outcome is Outcome.ANSWERED
    assert "".join(chunk.text for chunk in chunks if isinstance(chunk, Delta)) == written.text
    return len(written.text.split())


@pytest.mark.parametrize("order", [("short", "medium", "long")])
async def test_short_is_shorter_than_medium_and_long_is_longer(order: tuple[Length, ...]) -> None:
    short, medium, long = [await words_of(length) for length in order]
    assert short < medium < long
