"""Moves a bot's passages between the embedded index and a server by a file: `answerbus knowledge`."""

from __future__ import annotations

import gzip
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from retrieval.domain.knowledge_file import NotKnowledge
from retrieval.domain.passages import Scope
from retrieval.handlers.move_knowledge import export_knowledge, import_knowledge
from retrieval.outbound.edge_index import EdgeIndex
from retrieval.ports import PassageIndex

NO_PASSAGES = 2
"""The lines of a file without passages: its head and its end."""
NOTHING = (
    "There are no passages of {scope.bot_id} in generation {scope.generation} of its index; "
    "`index.generation` of `GET /v1/bots/{scope.bot_id}` is the one that serves."
)


@asynccontextmanager
async def opened(
    vector_dir: Path, qdrant_url: str | None, api_key: str | None
) -> AsyncIterator[PassageIndex]:
    """The server's index if there is a URL, else the folder's. Raises NotReady with a sentence."""
    from retrieval.outbound.qdrant_index import QdrantIndex

    index = QdrantIndex.at(qdrant_url, api_key, timeout=30) if qdrant_url else EdgeIndex(vector_dir)
    await index.open()
    try:
        yield index
    finally:
        await index.close()


async def export_file(index: PassageIndex, scope: Scope, file: Path) -> int:
    """Returns how many passages were written; the file appears when it is complete. Raises NotKnowledge."""
    unfinished = file.with_name(f"{file.name}.part")
    lines = 0
    with gzip.open(unfinished, "wt", encoding="utf-8", compresslevel=1) as out:
        async for text in export_knowledge(index, scope):
            out.write(f"{text}\n")
            lines += 1
    if lines == NO_PASSAGES:
        unfinished.unlink()
        raise NotKnowledge(NOTHING.format(scope=scope))
    unfinished.replace(file)
    return lines - NO_PASSAGES


async def import_file(index: PassageIndex, scope: Scope, file: Path) -> int:
    """Returns how many passages came in. Raises NotKnowledge, EOFError or OSError for other files."""
    with gzip.open(file, "rt", encoding="utf-8") as lines:
        return await import_knowledge(index, scope, lines)
