from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import Any

import pytest

from chassis.consume import MAX_DELIVERIES
from chassis.errors import Unavailable
from chassis.outcome import DONE, Retry
from contracts.facts.knowledge import DocumentIndexed, DocumentRemoved, SourceFailed, SourceSynced, SyncDue
from contracts.shapes import SourceStatus
from retrieval.domain.document import Digest, Draft, Unreadable
from retrieval.domain.sources import Reading
from retrieval.handlers.read_file import INCOMPLETE
from retrieval.handlers.sync_source import OUR_FAULT
from retrieval.testing.desk import ORIGIN, SyncDesk
from retrieval.testing.fakes import FakeIndex, FakeReader

BODY = b"the file"
FILE = replace(ORIGIN, object_key="key", size_bytes=len(BODY), sha256=hashlib.sha256(BODY).hexdigest())
SITE = replace(ORIGIN, kind="website", url="https://example.com/")
DIGEST = Digest(
    "Rules",
    (Draft("No dogs.", "Pets"), Draft("Within 14 days.", "Returns", page=2)),
    pages=2,
    problems=("Row 3 has no answer.",),
    notes=("1 image is left out.",),
)


def page(name: str, *texts: str) -> Reading:
    digest = Digest(name, tuple(Draft(text, anchor=f"at{n}") for n, text in enumerate(texts)))
    return Reading(name, digest, f"https://example.com/{name}")


@pytest.fixture
def desk() -> SyncDesk:
    desk = SyncDesk()
    desk.originals.files["key"] = BODY
    desk.reader.digest = DIGEST
    return desk


async def test_a_file_becomes_passages_rows_and_facts(desk: SyncDesk) -> None:
    await desk.add(FILE)
    assert await desk.sync() == DONE
    assert (desk.source.status, desk.source.error) == (SourceStatus.READY, "Row 3 has no answer.")
    assert desk.source.notes == ["1 image is left out."]
    assert (desk.source.passages, desk.source.documents, desk.source.revision) == (2, 1, 1)
    stored = [one.stored for one in desk.index.points.values()]
    assert {(one.heading, one.page, one.title) for one in stored} == {
        ("Pets", None, "Rules"),
        ("Returns", 2, "Rules"),
    }
    indexed, synced = desk.database.facts
    assert isinstance(indexed, DocumentIndexed) and isinstance(synced, SourceSynced)
    assert indexed.content_hash == stored[0].content_hash
    shown: list[Any] = [glimpse for _, glimpse in desk.bus.shown]
    assert [one.progress for one in shown] == sorted(one.progress for one in shown)
    assert shown[-1].status is SourceStatus.READY


async def test_what_is_as_it_was_is_not_embedded_again(desk: SyncDesk) -> None:
    await desk.add(FILE)
    await desk.sync()
    points, read = dict(desk.index.points), list(desk.embedder.read)
    await desk.sync()
    assert (desk.index.points, desk.embedder.read) == (points, read)
    assert desk.source.revision == 2
    assert len(desk.facts(DocumentIndexed)) == 1


async def test_a_change_embeds_only_the_passages_that_changed(desk: SyncDesk) -> None:
    await desk.add(FILE)
    await desk.sync()
    before = {one.stored.text: one.dense for one in desk.index.points.values()}
    desk.embedder.read.clear()
    desk.reader.digest = replace(DIGEST, drafts=(*DIGEST.drafts[:1], Draft("Within 30 days.", "Returns")))
    await desk.sync()
    assert desk.embedder.read == ["Returns\nWithin 30 days."]
    after = {one.stored.text: one for one in desk.index.points.values()}
    assert after.keys() == {"No dogs.", "Within 30 days."}
    assert after["No dogs."].dense == before["No dogs."]
    assert {one.stored.revision for one in after.values()} == {2}


async def test_old_revisions_stay_readable(desk: SyncDesk) -> None:
    await desk.add(FILE)
    await desk.sync()
    desk.reader.digest = replace(DIGEST, drafts=(Draft("Cats too."),))
    await desk.sync()
    [document] = desk.documents.rows
    old = await desk.revisions.get(None, "wsp_1", document, 1)
    new = await desk.revisions.get(None, "wsp_1", document, None)
    assert old and [one.text for one in old.passages] == ["No dogs.", "Within 14 days."]
    assert new and ([one.text for one in new.passages], new.latest) == (["Cats too."], 2)


async def test_documents_gone_at_the_source_are_removed_within_the_sync(desk: SyncDesk) -> None:
    await desk.add(SITE)
    desk.site.readings = [page("a", "One."), page("b", "Two.")]
    await desk.sync()
    desk.site.readings = desk.site.readings[:1]
    await desk.sync()
    assert [one.stored.text for one in desk.index.points.values()] == ["One."]
    assert (desk.source.documents, desk.source.passages) == (1, 1)
    [removed] = desk.facts(DocumentRemoved)
    kept = await desk.revisions.get(None, "wsp_1", removed.document_id, 1)
    assert kept and (kept.removed, kept.passages[0].text) == (True, "Two.")

    desk.site.readings = [page("a", "One."), page("b", "Two.")]
    await desk.sync()
    assert [one.revision for one in desk.facts(DocumentIndexed)] == [1, 1, 2]
    assert len({event.id for event in desk.database.committed}) == len(desk.database.committed)


async def test_a_document_without_news_stays(desk: SyncDesk) -> None:
    await desk.add(SITE)
    desk.site.readings = [page("a", "One.")]
    await desk.sync()
    desk.site.readings = [Reading("a", None)]
    await desk.sync()
    [point] = desk.index.points.values()
    assert point.stored.url == "https://example.com/a#at0"


async def test_a_site_that_cannot_be_read_keeps_what_it_had(desk: SyncDesk) -> None:
    await desk.add(SITE)
    desk.site.readings = [page("a", "One.")]
    await desk.sync()
    desk.site.error = Unreadable("The website does not answer.")
    await desk.sync()
    assert (desk.source.status, desk.source.error) == (SourceStatus.FAILED, "The website does not answer.")
    assert len(desk.index.points) == 1


async def test_internal_sources_make_internal_passages(desk: SyncDesk) -> None:
    await desk.add(replace(SITE, audience="internal"))
    desk.site.readings = [page("a", "One.")]
    await desk.sync()
    assert [one.stored.audience for one in desk.index.points.values()] == ["internal"]


async def test_an_audience_that_changes_meanwhile_is_not_overwritten(desk: SyncDesk) -> None:
    await desk.add(SITE)

    class Slow(FakeIndex):
        async def replace(self, scope: Any, document_id: str, passages: Any) -> None:
            await super().replace(scope, document_id, passages)
            desk.sources.origins["src_1"] = replace(SITE, audience="internal")

    desk.index = Slow()
    desk.site.readings = [page("a", "One.")]
    outcome = await desk.sync(event_id="one")
    assert isinstance(outcome, Retry)
    assert await desk.sync(event_id="one") == DONE
    assert [one.stored.audience for one in desk.index.points.values()] == ["internal"]


async def test_one_sync_at_a_time(desk: SyncDesk) -> None:
    await desk.add(FILE)
    desk.syncs.held["src_1"] = "another"
    assert isinstance(await desk.sync(), Retry)
    assert desk.index.points == {}


async def test_the_next_sync_waits_in_jetstream(desk: SyncDesk) -> None:
    await desk.add(replace(SITE, sync_every="day"))
    await desk.sync()
    at, due = desk.schedule.waiting["src_1"]
    assert isinstance(due, SyncDue)
    assert due.due_at == at == desk.source.next_sync_at
    assert desk.source.last_synced_at and 0 <= (desk.source.last_synced_at - at).total_seconds() + 86_400 <= 1


@pytest.mark.parametrize("changed", [{"object_key": "elsewhere"}, {"size_bytes": 99}, {"sha256": "0" * 64}])
async def test_an_upload_that_is_not_whole_fails(desk: SyncDesk, changed: dict[str, Any]) -> None:
    await desk.add(replace(FILE, **changed))
    assert await desk.sync() == DONE
    assert (desk.source.status, desk.source.error) == (SourceStatus.FAILED, INCOMPLETE)
    (failed,) = desk.database.facts
    assert isinstance(failed, SourceFailed)
    assert failed.reason == INCOMPLETE


async def test_a_bad_file_fails_with_its_sentence(desk: SyncDesk) -> None:
    await desk.add(FILE)
    desk.reader = FakeReader(None, "This file is empty.")
    await desk.sync()
    assert desk.source.error == "This file is empty."


async def test_a_deleted_source_is_not_indexed(desk: SyncDesk) -> None:
    assert await desk.sync() == DONE
    assert desk.index.points == {}


async def test_a_source_deleted_meanwhile_leaves_nothing(desk: SyncDesk) -> None:
    await desk.add(FILE)

    class Slow(FakeIndex):
        async def replace(self, scope: Any, document_id: str, passages: Any) -> None:
            await super().replace(scope, document_id, passages)
            desk.sources.hidden.add("src_1")

    desk.index = Slow()
    assert await desk.sync() == DONE
    assert desk.index.points == {}
    assert desk.database.facts == []


class Broken(FakeIndex):
    error: Exception = RuntimeError("no")

    async def replace(self, scope: Any, document_id: str, passages: Any) -> None:
        raise self.error


async def test_our_own_fault_is_tried_again_and_then_told(desk: SyncDesk) -> None:
    await desk.add(FILE)
    desk.index = Broken()
    with pytest.raises(RuntimeError):
        await desk.sync(delivery=MAX_DELIVERIES - 1, event_id="one")
    assert await desk.sync(delivery=MAX_DELIVERIES, event_id="one") == DONE
    assert (desk.source.status, desk.source.error) == (SourceStatus.FAILED, OUR_FAULT)


async def test_what_is_away_is_waited_for_however_long(desk: SyncDesk) -> None:
    await desk.add(FILE)
    desk.index = Broken()
    desk.index.error = Unavailable()
    with pytest.raises(Unavailable):
        await desk.sync(delivery=MAX_DELIVERIES + 7)
    assert desk.source.status is SourceStatus.INDEXING
