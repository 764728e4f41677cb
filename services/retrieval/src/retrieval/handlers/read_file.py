"""A source that was uploaded: its original is its one document."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from hashlib import sha256

from retrieval.domain.document import Unreadable
from retrieval.domain.sources import Origin, Reading
from retrieval.ports import OriginalMissing, Originals, Reader
from retrieval.source_ports import Telling

INCOMPLETE = "The upload of this file is incomplete; please upload it again."


def too_large(limit: int) -> str:
    return f"This file is larger than {limit >> 20} MB; please split it into smaller files."


@dataclass(frozen=True, slots=True)
class ReadFile:
    originals: Originals
    reader: Reader
    max_bytes: int

    async def __call__(self, origin: Origin, run: str, tell: Telling) -> AsyncIterator[list[Reading]]:  # noqa: ARG002
        digest = await self.reader.read(await self._original(origin), origin.file_name, origin.media_type)
        tell.note(problems=digest.problems, notes=digest.notes)
        await tell.read(1, 1)
        yield [Reading("", digest)]

    async def _original(self, origin: Origin) -> bytes:
        if origin.size_bytes > self.max_bytes:
            raise Unreadable(too_large(self.max_bytes))
        try:
            body = await self.originals.get(origin.object_key or "")
        except OriginalMissing as missing:
            raise Unreadable(INCOMPLETE) from missing
        if len(body) != origin.size_bytes or sha256(body).hexdigest() != origin.sha256.casefold():
            raise Unreadable(INCOMPLETE)
        return body
