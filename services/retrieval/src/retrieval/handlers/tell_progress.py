"""Tells how far a sync is: once a second in the source's row, at every step in glimpses."""

from __future__ import annotations

from dataclasses import dataclass, field

from chassis import clock
from contracts.glimpses import SourceProgress, source_subject
from contracts.shapes import SourceStatus
from retrieval.domain.sources import Origin, Tally
from retrieval.handlers.embed_ahead import Beginning
from retrieval.ports import Bus, Database
from retrieval.source_ports import Syncs

SAVE_SECONDS = 1.0
GLIMPSE_SHARE = 0.01
READ_SHARE = 0.1
EMBEDDED_SHARE = 0.95


class Gone(Exception):
    """The source was deleted meanwhile, or another sync took it over."""


@dataclass(slots=True)
class Progress:
    """The progress of one sync; it never goes backwards."""

    database: Database
    bus: Bus
    syncs: Syncs
    origin: Origin
    run: str
    tally: Tally = field(default_factory=Tally)
    share: float = 0.0
    passages: int = 0
    beginning: Beginning = field(default_factory=Beginning)
    _done: int = 0
    _expected: int = 1
    _saved: float = 0.0
    _shown: float = -1.0

    def note(self, *, problems: tuple[str, ...] = (), notes: tuple[str, ...] = ()) -> None:
        self.tally = self.tally.plus(problems, notes)

    async def read(self, done: int, expected: int) -> None:
        """`done` of `expected` documents are read. Raises Gone."""
        self._expected = max(expected, 1)
        await self._tell(READ_SHARE * min(done / self._expected, 1) + self._embedded(0.0))

    async def embedded(self, documents: float, passages: int) -> None:
        """So many more documents (or parts of them) and passages are embedded. Raises Gone."""
        self.passages += passages
        await self._tell(READ_SHARE + self._embedded(documents))

    def finished(self, documents: int) -> None:
        self._done += documents

    async def show(self, status: SourceStatus, share: float, error: str | None = None) -> None:
        glimpse = SourceProgress(
            source_id=self.origin.source_id,
            status=status,
            progress=round(share, 3),
            passages=self.passages,
            error=error,
        )
        await self.bus.show(source_subject(self.origin.scope.workspace_id, self.origin.source_id), glimpse)

    def _embedded(self, more: float) -> float:
        return (EMBEDDED_SHARE - READ_SHARE) * min((self._done + more) / self._expected, 1)

    async def _tell(self, share: float) -> None:
        self.share = max(self.share, share)
        now = clock.monotonic()
        if now - self._saved > SAVE_SECONDS:
            self._saved = now
            async with self.database.transaction() as tx:
                if not await self.syncs.progress(tx.conn, self.origin, self.run, self.share, clock.now()):
                    raise Gone
        if self.share - self._shown >= GLIMPSE_SHARE:
            self._shown = self.share
            await self.show(SourceStatus.INDEXING, self.share)
