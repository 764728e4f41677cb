"""A sync's whole world, in memory."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any

from chassis import clock
from chassis.facts import FactMaker
from chassis.outcome import Outcome
from chassis.testing.fakes import FakeBus, FakeDatabase, FakeWork, event_of
from contracts.facts.knowledge import SyncRequested
from contracts.shapes import Source, SourceKind
from retrieval.domain.passages import Scope
from retrieval.domain.sources import Origin, Reading
from retrieval.handlers.index_documents import IndexDocuments
from retrieval.handlers.plan_sync import PlanSync
from retrieval.handlers.read_entries import ReadEntries
from retrieval.handlers.read_file import ReadFile
from retrieval.handlers.remove_documents import RemoveDocuments
from retrieval.handlers.sync_source import SyncSource
from retrieval.source_ports import ReadsDocuments, Telling
from retrieval.testing.fakes import FakeEmbedder, FakeIndex, FakeLexicon, FakeOriginals, FakeReader
from retrieval.testing.index_stores import OneIndex, OneLanguage, OneModel
from retrieval.testing.part_stores import FakeEntries, FakePages, FakeRevisions, FakeSchedule
from retrieval.testing.source_stores import FakeDocuments, FakeSources, FakeSyncs

ORIGIN = Origin("src_1", Scope("wsp_1", "bot_1"), "file", "rules.md")


@dataclass
class FakeSite:
    """A source of several documents; each sync finds `readings`, or `error`."""

    readings: list[Reading] = field(default_factory=list)
    error: Exception | None = None

    async def __call__(self, origin: Origin, run: str, tell: Telling) -> AsyncIterator[list[Reading]]:
        if self.error is not None:
            raise self.error
        for number, reading in enumerate(self.readings, 1):
            await tell.read(number, len(self.readings))
            yield [reading]


@dataclass
class SyncDesk:
    sources: FakeSources = field(default_factory=FakeSources)
    documents: FakeDocuments = field(default_factory=FakeDocuments)
    entries: FakeEntries = field(default_factory=FakeEntries)
    pages: FakePages = field(default_factory=FakePages)
    index: FakeIndex = field(default_factory=FakeIndex)
    originals: FakeOriginals = field(default_factory=FakeOriginals)
    reader: FakeReader = field(default_factory=FakeReader)
    site: FakeSite = field(default_factory=FakeSite)
    embedder: FakeEmbedder = field(default_factory=FakeEmbedder)
    schedule: FakeSchedule = field(default_factory=FakeSchedule)
    database: FakeDatabase = field(default_factory=FakeDatabase)
    bus: FakeBus = field(default_factory=FakeBus)
    more: dict[SourceKind, ReadsDocuments] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.syncs = FakeSyncs(self.sources, self.documents)
        self.revisions = FakeRevisions(self.documents)
        self.runs = 0

    @property
    def plan(self) -> PlanSync:
        return PlanSync(self.schedule, FactMaker("retrieval"))

    @property
    def handler(self) -> SyncSource:
        indexes: Any = OneIndex()
        return SyncSource(
            self.database,
            self.bus,
            self.sources,
            self.syncs,
            readers={
                "file": ReadFile(self.originals, self.reader, 1 << 20),
                "faq": ReadEntries(self.database, self.entries),
                "website": self.site,
                **self.more,
            },
            index_documents=IndexDocuments(
                self.database,
                self.sources,
                self.documents,
                self.revisions,
                indexes,
                OneModel(self.embedder),
                OneLanguage(FakeLexicon()),
                self.index,
            ),
            remove_documents=RemoveDocuments(
                self.database, self.documents, indexes, self.originals, self.index
            ),
            plan=self.plan,
            index=self.index,
        )

    async def add(self, origin: Origin = ORIGIN) -> None:
        await self.sources.add(None, origin, clock.now())

    async def sync(self, *, delivery: int = 1, event_id: str = "") -> Outcome:
        """The next sync of src_1."""
        self.runs += 1
        event_id = event_id or f"sync:{self.runs}"
        asked = SyncRequested(source_id="src_1", bot_id="bot_1", reason="asked", requested_at=clock.now())
        work = FakeWork(self.database, event_id, delivery)
        return await self.handler(event_of(asked, event_id=event_id), work)

    @property
    def source(self) -> Source:
        return self.sources.shown["src_1"]

    def facts(self, kind: type[Any]) -> list[Any]:
        return [fact for fact in self.database.facts if isinstance(fact, kind)]
