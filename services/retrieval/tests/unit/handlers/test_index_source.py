from __future__ import annotations

import hashlib
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any

import pytest

from chassis.consume import MAX_DELIVERIES
from chassis.errors import Unavailable
from chassis.outcome import DONE
from chassis.testing.fakes import FakeBus, FakeDatabase, FakeWork, event_of
from contracts.facts.knowledge import DocumentIndexed, SourceAdded, SourceFailed, SourceSynced
from contracts.requests import AddSource
from contracts.shapes import SourceStatus
from retrieval.domain.document import Digest, Draft
from retrieval.domain.passages import IndexedPassage
from retrieval.handlers.index_source import INCOMPLETE, OUR_FAULT, IndexSource
from retrieval.testing.fakes import FakeEmbedder, FakeIndex, FakeLexicon, FakeOriginals, FakeReader
from retrieval.testing.stores import FakeDocuments, FakeSources

BODY = b"the file"
DIGEST = Digest(
    "Rules",
    (Draft("No dogs.", "Pets"), Draft("Within 14 days.", "Returns", page=2)),
    pages=2,
    notes=("1 image was not read.",),
)


@dataclass
class Desk:
    sources: FakeSources = field(default_factory=FakeSources)
    documents: FakeDocuments = field(default_factory=FakeDocuments)
    index: FakeIndex = field(default_factory=FakeIndex)
    originals: FakeOriginals = field(default_factory=lambda: FakeOriginals({"key": BODY}))
    reader: FakeReader = field(default_factory=lambda: FakeReader(DIGEST))
    database: FakeDatabase = field(default_factory=FakeDatabase)
    bus: FakeBus = field(default_factory=FakeBus)

    async def add(self, **changed: Any) -> None:
        ask = AddSource(
            workspace_id="wsp_1",
            bot_id="bot_1",
            source_kind="file",
            name="rules.md",
            media_type="text/markdown",
            object_key="key",
            size_bytes=len(BODY),
            sha256=hashlib.sha256(BODY).hexdigest(),
        )
        await self.sources.add(None, ask.model_copy(update=changed), "src_1", datetime.now(UTC))

    @property
    def handler(self) -> IndexSource:
        return IndexSource(
            self.database,
            self.bus,
            self.sources,
            self.documents,
            self.originals,
            self.reader,
            FakeEmbedder(),
            FakeLexicon(),
            self.index,
            1000,
        )

    async def handle(self, *, delivery: int = 1, event_id: str = "source:src_1:added") -> object:
        added = SourceAdded(
            source_id="src_1",
            bot_id="bot_1",
            source_kind="file",
            name="rules.md",
            media_type="text/markdown",
            object_key="key",
            size_bytes=len(BODY),
            added_at=datetime.now(UTC),
        )
        work = FakeWork(self.database, event_id, delivery)
        return await self.handler(event_of(added, event_id=event_id), work)

    @property
    def source(self) -> Any:
        return self.sources.rows["src_1"]


@pytest.fixture
def desk() -> Desk:
    return Desk()



async def test_a_file_becomes_passages_rows_and_facts(desk: Desk) -> None:
    await desk.add()
    assert await desk.handle() == DONE
    assert desk.source.status is SourceStatus.READY
    assert (desk.source.passages, desk.source.documents, desk.source.revision) == (2, 1, 1)
    assert desk.source.notes == ["1 image was not read."]
    stored = [one.stored for one in desk.index.points.values()]
    assert {(one.heading, one.page, one.title) for one in stored} == {
        ("Pets", None, "Rules"),
        ("Returns", 2, "Rules"),
    }
    indexed, synced = desk.database.facts
    assert isinstance(indexed, DocumentIndexed)
    assert isinstance(synced, SourceSynced)
    assert indexed.content_hash == stored[0].content_hash
    shown = [glimpse for _, glimpse in desk.bus.shown]
    assert [one.progress for one in shown] == sorted(one.progress for one in shown)
    assert shown[-1].status is SourceStatus.READY


async def test_the_same_file_twice_is_the_same_document(desk: Desk) -> None:
    await desk.add()
    await desk.handle()
    before = dict(desk.index.points)
    await desk.handle(event_id="again")
    assert desk.index.points.keys() == before.keys()
    assert desk.source.revision == 2
    first, _, again, _ = desk.database.facts
    assert (again.revision, again.document_id) == (first.revision, first.document_id)


async def test_a_changed_file_is_a_new_revision(desk: Desk) -> None:
    await desk.add()
    await desk.handle()
    desk.reader.digest = replace(DIGEST, drafts=DIGEST.drafts[:1])
    await desk.handle(event_id="again")
    assert [one.stored.revision for one in desk.index.points.values()] == [2]


@pytest.mark.parametrize("changed", [{"object_key": "elsewhere"}, {"size_bytes": 99}, {"sha256": "0" * 64}])
async def test_an_upload_that_is_not_whole_fails(desk: Desk, changed: dict[str, Any]) -> None:
    await desk.add(**changed)
    assert await desk.handle() == DONE
    assert (desk.source.status, desk.source.error) == (SourceStatus.FAILED, INCOMPLETE)
    (failed,) = desk.database.facts
    assert isinstance(failed, SourceFailed)
    assert failed.reason == INCOMPLETE


async def test_a_bad_file_fails_with_its_sentence(desk: Desk) -> None:
    await desk.add()
    desk.reader = FakeReader(None, "This file is empty.")
    await desk.handle()
    assert desk.source.error == "This file is empty."


async def test_a_deleted_source_is_not_indexed(desk: Desk) -> None:
    assert await desk.handle() == DONE
    assert desk.index.points == {}


async def test_a_source_deleted_meanwhile_leaves_nothing(desk: Desk) -> None:
    await desk.add()

    class Slow(FakeIndex):
        async def replace(self, document_id: str, passages: Any) -> None:
            await super().replace(document_id, passages)
            desk.sources.hidden.add("src_1")

    desk.index = Slow()
    assert await desk.handle() == DONE
    assert desk.index.points == {}
    assert desk.database.facts == []


class Broken(FakeIndex):
    error: Exception = RuntimeError("no")

    async def replace(self, document_id: str, passages: list[IndexedPassage]) -> None:  # type: ignore[override]
        raise self.error


async def test_our_own_fault_is_tried_again_and_then_told(desk: Desk) -> None:
    await desk.add()
    desk.index = Broken()
    with pytest.raises(RuntimeError):
        await desk.handle(delivery=MAX_DELIVERIES - 1)
    assert await desk.handle(delivery=MAX_DELIVERIES) == DONE
    assert (desk.source.status, desk.source.error) == (SourceStatus.FAILED, OUR_FAULT)


async def test_what_is_away_is_waited_for_however_long(desk: Desk) -> None:
    await desk.add()
    desk.index = Broken()
    desk.index.error = Unavailable()
    with pytest.raises(Unavailable):
        await desk.handle(delivery=MAX_DELIVERIES + 7)
    assert desk.source.status is SourceStatus.INDEXING
