"""The writer without a model: it quotes the passages."""

from __future__ import annotations

import re
from collections.abc import AsyncGenerator

from contracts.requests import ProviderState
from conversation.domain.answering.extract import extract, opened
from conversation.domain.answering.writing import Chunk, Delta, WriteRequest

_BREATH = re.compile(r".{1,160}(?:\s+|$)|.{160}", re.DOTALL)


class ExtractiveWriter:
    """Writes with the passages' own sentences."""

    async def write(self, request: WriteRequest) -> AsyncGenerator[Chunk, None]:
        length = request.bot.settings.persona.length
        before = next((line.text for line in reversed(request.history) if line.role == "contact"), "")
        written = extract(
            request.grounding, length, before=before, brief=request.brief, unsure=request.unsure
        )
        if written.says:
            written = opened(written, request.kind_words)
            for part in _BREATH.findall(written.text):
                yield Delta(part)
        yield written

    def states(self) -> list[ProviderState]:
        return []
