"""A model that writes the worst it can: what reaches the customer is only what the passages say."""

from __future__ import annotations

import re
from collections.abc import AsyncGenerator
from datetime import timedelta

import pytest

from chassis import clock
from contracts.shapes import BotSettings, Outcome
from conversation.domain.answering.writing import Chunk, Delta, Restart, WriteRequest, Written
from conversation.domain.breaker import Breaker
from conversation.domain.providers import Provider
from conversation.domain.signs import Signs
from conversation.domain.turns import Bot, Grounding
from conversation.domain.usage import Usage
from conversation.outbound.cascade import CascadeWriter, Patience
from conversation.outbound.extractive import ExtractiveWriter
from conversation.outbound.roster import Roster
from conversation.testing.facts import passage

from .evil_outputs import EVIL

HONEST = "Parcelwing does not deliver on Sundays [1]."
FORBIDDEN = re.compile(r"[<>]|evil|!\[|javascript:|data:|\bsystem\b|[\u200b\u202e\x1b]", re.IGNORECASE)


class Scripted:
    """Says this, in pieces of seven characters."""

    def __init__(self, answer: str) -> None:
        self.answer = answer
        self.calls = 0

    async def stream(
        self, provider: Provider, messages: list[dict[str, str]], timeout: float
    ) -> AsyncGenerator[str | Usage, None]:
        self.calls += 1
        for at in range(0, len(self.answer), 7):
            yield self.answer[at : at + 7]
        yield Usage(100, 20, 0.001)


def request(text: str = "Do you deliver on Sundays?") -> WriteRequest:
    bot = Bot("bot_1", "Wingo", 1, BotSettings(company="Parcelwing"))
    grounding = Grounding(text, "en", (passage(),), 0.8)
    return WriteRequest("trn_1", text, "en", grounding, (), bot, clock.now() + timedelta(seconds=30))


async def write(answer: str) -> tuple[str, Written]:
    """What the customer saw at the end, and what is stored."""
    roster = Roster((Provider("openai/evil"),), Breaker())
    writer = CascadeWriter(roster, Scripted(answer), ExtractiveWriter(), Patience(), Signs())
    chunks: list[Chunk] = [chunk async for chunk in writer.write(request())]
    shown = ""
    for chunk in chunks:
        match chunk:
            case Delta(text=text):
                shown += text
            case Restart():
                shown = ""
    last = chunks[-1]
    assert isinstance(last, Written)
    return shown, last


def test_there_are_sixty() -> None:
    assert len(set(EVIL)) >= 60


@pytest.mark.parametrize("evil", EVIL)
async def test_after_an_honest_sentence_nothing_else_is_left(evil: str) -> None:
    shown, written = await write(f"{HONEST} {evil}")
    assert shown == written.text
    assert written.text.startswith(HONEST)
    assert not FORBIDDEN.search(written.text)
    assert written.text == HONEST
    assert written.outcome is Outcome.ANSWERED


@pytest.mark.parametrize("evil", EVIL)
async def test_alone_it_is_replaced_by_quotes(evil: str) -> None:
    shown, written = await write(evil)
    assert shown == written.text
    assert not FORBIDDEN.search(written.text)
    assert written.writer == "extractive"
    assert written.rule in ("unsupported", "llm_failed")
    assert "does not deliver on Sundays" in written.text
