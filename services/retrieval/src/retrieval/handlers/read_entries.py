"""Reads FAQ entries, each as a document of its own, so that a change of one leaves the others alone."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass

from contracts.shapes import FaqEntry
from retrieval.domain.chunking import digest
from retrieval.domain.document import Digest, Faq, Parsed
from retrieval.domain.sources import Origin, Reading
from retrieval.ports import Database
from retrieval.source_ports import Entries, Telling

BATCH = 64


@dataclass(frozen=True, slots=True)
class ReadEntries:
    database: Database
    entries: Entries

    async def __call__(self, origin: Origin, run: str, tell: Telling) -> AsyncIterator[list[Reading]]:  # noqa: ARG002
        async with self.database.read() as conn:
            found = await self.entries.page(conn, origin.scope.workspace_id, origin.source_id, None, None)
        for start in range(0, len(found), BATCH):
            part = found[start : start + BATCH]
            await tell.read(start + len(part), len(found))
            yield [Reading(entry.id, _digest(entry)) for entry in part]


def _digest(entry: FaqEntry) -> Digest:
    faq = Faq(entry.question, entry.answer, tuple(entry.keywords))
    return digest(Parsed(faqs=(faq,)), entry.question)
