from __future__ import annotations

import asyncio
import hashlib
from dataclasses import replace

import pytest

from chassis.outcome import DONE
from retrieval.domain.document import Digest, Draft, Unreadable
from retrieval.handlers.embed_ahead import EMBED_BATCH, Beginning
from retrieval.handlers.read_file import LONG_BYTES
from retrieval.testing.desk import ORIGIN, SyncDesk
from retrieval.testing.fakes import FakeEmbedder, FakeReader

BODY = b"%PDF-".ljust(LONG_BYTES)
BOOK = replace(
    ORIGIN,
    name="book.pdf",
    object_key="key",
    size_bytes=len(BODY),
    sha256=hashlib.sha256(BODY).hexdigest(),
)
WHOLE = Digest("Book", tuple(Draft(f"Page {at}.") for at in range(3 * EMBED_BATCH)))
FIRST = Digest("Book", (*WHOLE.drafts[:EMBED_BATCH], Draft("A header, as it will turn out.")))


@pytest.fixture
def desk() -> SyncDesk:
    desk = SyncDesk(reader=FakeReader(WHOLE, beginning=FIRST))
    desk.originals.files["key"] = BODY
    return desk


async def test_the_beginning_is_embedded_once_while_the_rest_is_read(desk: SyncDesk) -> None:
    await desk.add(BOOK)
    assert await desk.sync() == DONE
    assert len(desk.embedder.read) == len(set(desk.embedder.read)) == len(WHOLE.drafts) + 1
    assert desk.embedder.read[: len(FIRST.drafts)] == [one.text for one in FIRST.drafts]
    stored = {one.stored.text: one.dense for one in desk.index.points.values()}
    assert stored.keys() == {one.text for one in WHOLE.drafts}
    assert stored == dict(zip(stored, await FakeEmbedder().passages(list(stored)), strict=True))
    assert desk.source.passages == len(WHOLE.drafts)


async def test_what_is_as_it_was_is_not_embedded_before_the_rest_is_read(desk: SyncDesk) -> None:
    await desk.add(BOOK)
    await desk.sync()
    desk.embedder.read.clear()
    await desk.sync()
    assert desk.embedder.read == []


async def test_a_book_that_is_soon_read_is_embedded_whole(desk: SyncDesk) -> None:
    class Brief(FakeReader):
        async def read(
            self, body: bytes, name: str, media_type: str, *, pages: int | None = None, owner: str = ""
        ) -> Digest:
            if pages:
                raise Unreadable("This PDF is soon read whole.")
            return await super().read(body, name, media_type)

    desk.reader = Brief(WHOLE)
    await desk.add(BOOK)
    assert await desk.sync() == DONE
    assert desk.embedder.read == [one.text for one in WHOLE.drafts]


async def test_nobody_waits_for_the_beginning(desk: SyncDesk) -> None:
    class Stuck(FakeReader):
        async def read(
            self, body: bytes, name: str, media_type: str, *, pages: int | None = None, owner: str = ""
        ) -> Digest:
            if pages:
                await asyncio.Event().wait()
            return await super().read(body, name, media_type)

    desk.reader = Stuck(WHOLE)
    await desk.add(BOOK)
    assert await asyncio.wait_for(desk.sync(), 60) == DONE
    assert len(desk.index.points) == len(WHOLE.drafts)


async def test_a_file_that_turns_out_unreadable_fails_although_it_was_begun(desk: SyncDesk) -> None:
    desk.reader = FakeReader(None, "This PDF is damaged.", FIRST)
    await desk.add(BOOK)
    assert await desk.sync() == DONE
    assert (desk.source.error, desk.index.points) == ("This PDF is damaged.", {})


async def test_vectors_of_another_model_are_of_no_use() -> None:
    begun = Beginning()
    begun.start("one", FakeEmbedder(), {"key": Draft("text")})
    assert await begun.vectors("another") == {}
    begun.start("one", FakeEmbedder(), {"key": Draft("text")})
    assert (await begun.vectors("one")).keys() == {"key"}
    assert await begun.vectors("one") == {}


async def test_a_file_may_share_a_fork_with_those_of_its_workspace_alone(desk: SyncDesk) -> None:
    class Noting(FakeReader):
        async def read(
            self, body: bytes, name: str, media_type: str, *, pages: int | None = None, owner: str = ""
        ) -> Digest:
            assert owner == (ORIGIN.scope.workspace_id if pages is None else "")
            return await super().read(body, name, media_type, pages=pages)

    desk.reader = Noting(WHOLE)
    await desk.add(BOOK)
    assert await desk.sync() == DONE
