"""The writer without a model: it quotes the passages."""

from __future__ import annotations

import re
from collections.abc import AsyncGenerator

from contracts.requests import ProviderState
from conversation.domain.answering.asking import questions_before
from conversation.domain.answering.extract import extract, opened
from conversation.domain.answering.several import extract_each
from conversation.domain.answering.writing import Chunk, Delta, WriteRequest, Written

_BREATH = re.compile(r".{1,160}(?:\s+|$)|.{160}", re.DOTALL)


class ExtractiveWriter:
    """Writes with the passages' own sentences."""

    async def write(self, request: WriteRequest) -> AsyncGenerator[Chunk, None]:
        written = _each(request) or _one(request)
        if written.says:
            written = opened(written, request.kind_words)
            for part in _BREATH.findall(written.text):
                yield Delta(part)
        yield written

    def states(self) -> list[ProviderState]:
        return []


def _each(request: WriteRequest) -> Written | None:
    settings = request.bot.settings
    if request.unsure or not request.grounding.several:
        return None
    least = settings.escalation.offer_below
    return extract_each(request.grounding, least, request.language, settings.persona.tone)


def _one(request: WriteRequest) -> Written:
    before = questions_before([line.text for line in request.history if line.role == "contact"])
    length = request.bot.settings.persona.length
    return extract(request.grounding, length, before=before, brief=request.brief, unsure=request.unsure)
