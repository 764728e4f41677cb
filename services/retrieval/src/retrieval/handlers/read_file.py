"""Reads an uploaded file, the one document of its source."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from hashlib import sha256

from retrieval.domain.document import Digest, Unreadable
from retrieval.domain.sources import Origin, Reading
from retrieval.ports import OriginalMissing, Originals, Reader
from retrieval.source_ports import Telling

LONG_BYTES, EARLY_PAGES = 100_000, 50
INCOMPLETE = "The upload of this file is incomplete; please upload it again."


def too_large(limit: int) -> str:
    return f"This file is larger than {limit >> 20} MB; please split it into smaller files."


@dataclass(frozen=True, slots=True)
class ReadFile:
    originals: Originals
    reader: Reader
    max_bytes: int

    async def __call__(self, origin: Origin, run: str, tell: Telling) -> AsyncIterator[list[Reading]]:  # noqa: ARG002
        body = await self._original(origin)
        name, kind, owner = origin.file_name, origin.media_type, origin.scope.workspace_id
        reading = asyncio.create_task(self.reader.read(body, name, kind, owner=owner))
        try:
            if first := await self._beginning(origin, body, reading):
                yield [Reading("", first, early=True)]
            digest = await reading
        finally:
            reading.cancel()
        tell.note(problems=digest.problems, notes=digest.notes)
        await tell.read(1, 1)
        yield [Reading("", digest)]

    async def _beginning(self, origin: Origin, body: bytes, whole: asyncio.Task[Digest]) -> Digest | None:
        """The first pages of a long PDF, None when the whole was read before them."""
        if len(body) < LONG_BYTES or b"%PDF-" not in body[:1024]:
            return None
        name, kind = origin.file_name, origin.media_type
        first = asyncio.create_task(self.reader.read(body, name, kind, pages=EARLY_PAGES))
        try:
            await asyncio.wait((whole, first), return_when=asyncio.FIRST_COMPLETED)
            return None if whole.done() or first.exception() else first.result()
        finally:
            first.cancel()

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
