"""The writer that gives an earlier answer again before it asks a model."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from contextlib import aclosing

from chassis.metrics import Counter
from contracts.requests import ProviderState
from conversation.domain.answering.writing import Chunk, Delta, WriteRequest
from conversation.domain.reuse import answered_again
from conversation.ports import Writer

_REUSED = Counter("answerbus_answers_reused_total", "Answers given again without a model.", [])


class ReusingWriter:
    """For questions that retrieval found to have been asked before."""

    def __init__(self, models: Writer) -> None:
        self._models = models

    def states(self) -> list[ProviderState]:
        return self._models.states()

    async def write(self, request: WriteRequest) -> AsyncGenerator[Chunk, None]:
        again = answered_again(request)
        if again is not None:
            _REUSED.inc()
            yield Delta(again.text)
            yield again
            return
        async with aclosing(self._models.write(request)) as chunks:
            async for chunk in chunks:
                yield chunk
