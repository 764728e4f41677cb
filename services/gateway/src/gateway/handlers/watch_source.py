"""The progress of a source, from glimpses while they come and from retrieval when they do not."""

from __future__ import annotations

from collections.abc import AsyncIterator

from chassis.errors import Refusal
from contracts.glimpses import SourceProgress
from contracts.requests import GET_SOURCE, GetSource
from contracts.shapes import Source, SourceStatus
from gateway.ports import Asking, Watch

LOOK_AGAIN = 2.0
SILENCE = 15.0
_FINAL = (SourceStatus.READY, SourceStatus.FAILED)


async def watch_source(
    source: Source, workspace_id: str, *, watch: Watch, bus: Asking
) -> AsyncIterator[SourceProgress | None]:
    """Every change until the source is ready or failed; None after 15 seconds without one."""
    last, silent = _progress(source), 0.0
    yield last
    question = GetSource(workspace_id=workspace_id, source_id=source.id)
    while last.status not in _FINAL and not watch.ended:
        news: list[SourceProgress] = await watch.take(LOOK_AGAIN)
        if not news and not watch.ended:
            silent += LOOK_AGAIN
            news = await _look(question, bus)
        for progress in news:
            if progress != last:
                last, silent = progress, 0.0
                yield progress
        if silent >= SILENCE:
            silent = 0.0
            yield None


async def _look(question: GetSource, bus: Asking) -> list[SourceProgress]:
    try:
        return [_progress(await bus.ask(GET_SOURCE, question))]
    except Refusal:
        return []


def _progress(source: Source) -> SourceProgress:
    return SourceProgress(
        source_id=source.id,
        status=source.status,
        progress=source.progress,
        passages=source.passages,
        error=source.error,
    )
