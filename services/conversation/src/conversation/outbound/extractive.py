"""The writer that needs no model: it quotes."""

from __future__ import annotations

import re
from collections.abc import AsyncGenerator

from contracts.requests import ProviderState
from contracts.shapes import Outcome
from conversation.domain.extract import extract
from conversation.domain.writing import Chunk, Delta, WriteRequest

_BREATH = re.compile(r".{1,160}(?:\s+|$)|.{160}", re.DOTALL)


class ExtractiveWriter:
    """Writes with the passages' own sentences."""

    async def write(self, request: WriteRequest) -> AsyncGenerator[Chunk, None]:
        written = extract(request.grounding)
        if written.outcome is Outcome.ANSWERED:
            for part in _BREATH.findall(written.text):
                yield Delta(part)
        yield written

    def states(self) -> list[ProviderState]:
        return []
