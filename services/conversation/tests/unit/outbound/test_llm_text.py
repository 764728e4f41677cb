"""A short text of a model: whole, in time and of a length that can be read, or not at all."""

from __future__ import annotations

from collections.abc import AsyncGenerator

import pytest

from conversation.domain.providers import Provider
from conversation.domain.usage import Usage
from conversation.outbound.llm import Fault
from conversation.outbound.llm_text import MAX_TEXT, whole_text


class Repeating:
    """Says this, so often."""

    def __init__(self, piece: str, times: int) -> None:
        self.piece, self.times, self.said = piece, times, 0

    async def stream(
        self, provider: Provider, messages: list[dict[str, str]], timeout: float
    ) -> AsyncGenerator[str | Usage, None]:
        while self.said < self.times:
            self.said += 1
            yield self.piece
        yield Usage(3, 2)


async def test_a_text_is_given_whole_with_what_it_cost() -> None:
    assert await whole_text(Repeating("ab", 3), Provider("m"), [], 5.0) == ("ababab", Usage(3, 2))


async def test_a_text_that_does_not_end_is_given_up() -> None:
    model = Repeating("x" * 1_000, 1_000)
    with pytest.raises(Fault, match="does not end"):
        await whole_text(model, Provider("m"), [], 5.0)
    assert model.said <= MAX_TEXT / 1_000 + 1
