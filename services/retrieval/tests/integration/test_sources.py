"""Sources that are kept in step, on real parts: websites, entries, tickets, audiences, removals."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import pytest
from nats.js.errors import NotFoundError

from chassis.bus import Bus
from chassis.facts import FactMaker
from chassis.topology import UPLOADS
from contracts.facts.ticket import TicketReopened, TicketResolved
from contracts.facts.workspace import ContactErased, WorkspaceDeleted
from contracts.requests import (
    ADD_SOURCE,
    DELETE_SOURCE,
    GET_SOURCE,
    GET_TICKET,
    LIST_DOCUMENTS,
    LIST_SOURCES,
    SEARCH,
    AddSource,
    GetSource,
    ListDocuments,
    ListSources,
    Search,
)
from contracts.shapes import Requester, Source, SourceStatus, Ticket
from contracts.source_requests import (
    CHANGE_DOCUMENT,
    CHANGE_ENTRY,
    CHANGE_SOURCE,
    LIST_ENTRIES,
    READ_DOCUMENT,
    READ_DOCUMENT_ORIGINAL,
    ChangeDocument,
    ChangeEntry,
    ChangeSource,
    ListEntries,
    NewFaq,
    ReadDocument,
    ReadDocumentOriginal,
)
from retrieval.domain.sources import EVERY
from services.retrieval.tests.integration.conftest import BOT, WORKSPACE, Library, until
from services.retrieval.tests.site_server import Site, page

TICKET = Ticket(
    id="tkt_1",
    number="T-1001",
    status="resolved",
    priority="medium",
    subject="Locker",
    description="My locker code does not open the blue locker.",
    requester=Requester(),
    bot_id=BOT,
    resolution="The code is new every night: send it again.",
    created_at=datetime.now(UTC),
    updated_at=datetime.now(UTC),
    version=2,
)


@pytest.fixture
async def site() -> AsyncIterator[Site]:
    async with Site().running() as site:
        site.pages = {
            "/": page("Parcels", "We carry parcels of every size.", "/wine"),
            "/wine": page("Wine", "Wine travels in boxes of six bottles."),
        }
        yield site


@pytest.fixture
def near(library: Library, site: Site) -> Library:
    """A library that may read the site."""
    opened = {"opened_hosts": site.opened, "crawl_delay": 0.0}
    library.settings = library.settings.model_copy(update=opened)
    return library


async def add(library: Library, **values: Any) -> Source:
    given = {"workspace_id": WORKSPACE, "bot_id": BOT, "source_kind": "website", "name": "Site", **values}
    return await library.settled(await library.gateway.ask(ADD_SOURCE, AddSource(**given)))


async def texts(library: Library, query: str, audience: Any = "public") -> list[str]:
    ask = Search(workspace_id=WORKSPACE, bot_id=BOT, query=query, audience=audience)
    return [one.text for one in (await library.gateway.ask(SEARCH, ask)).passages]


async def documents(library: Library, source: Source) -> Any:
    ask = ListDocuments(workspace_id=WORKSPACE, source_id=source.id)
    return (await library.gateway.ask(LIST_DOCUMENTS, ask)).items


async def test_a_website_is_searched_hidden_and_removed(near: Library, site: Site) -> None:
    async with near.service():
        source = await add(near, url=f"{site.url}/")
        assert (source.status, source.documents, source.error) == (SourceStatus.READY, 2, None)
        assert {one.url for one in await documents(near, source)} == {f"{site.url}/", f"{site.url}/wine"}
        assert (await texts(near, "how does wine travel"))[0].startswith("Wine travels")

        page = next(one for one in await documents(near, source) if one.url == f"{site.url}/wine")
        ask = ReadDocumentOriginal(workspace_id=WORKSPACE, document_id=page.id)
        original = await near.gateway.ask(READ_DOCUMENT_ORIGINAL, ask)
        assert (original.name, original.url) == ("wine.html", page.url)
        assert original.media_type.startswith("text/html")
        files = await near.gateway.js.object_store(UPLOADS)
        assert (await files.get(original.object_key)).data == site.pages["/wine"].encode()
        assert len(await files.list()) == 2

        hide = ChangeSource(workspace_id=WORKSPACE, source_id=source.id, audience="internal")
        assert (await near.gateway.ask(CHANGE_SOURCE, hide)).audience == "internal"
        assert await texts(near, "how does wine travel") == []
        assert (await near.turn("trn_1", "how does wine travel")).passages == []
        assert len(await texts(near, "how does wine travel", "internal")) == 2
        assert {one.audience for one in await documents(near, source)} == {"internal"}

        await near.gateway.ask(DELETE_SOURCE, GetSource(workspace_id=WORKSPACE, source_id=source.id))
        assert await texts(near, "how does wine travel", "internal") == []
        for table in ("sources", "documents", "revisions", "pages"):
            assert await near.rows(f"select count(*) from {table}") == [(0,)]
        with pytest.raises(NotFoundError):
            await files.list()


async def test_an_entry_that_changes_is_a_new_revision(library: Library) -> None:
    async with library.service():
        faqs = [
            NewFaq(question="Open?", answer="Always."),
            NewFaq(question="Can I send wine?", answer="Yes."),
        ]
        source = await add(library, source_kind="faq", faqs=faqs)
        assert (source.documents, source.passages) == (2, 2)
        where = {"workspace_id": WORKSPACE, "source_id": source.id}
        entries = (await library.gateway.ask(LIST_ENTRIES, ListEntries(**where))).items
        wine = next(one for one in entries if "wine" in one.question)
        faq = NewFaq(question=wine.question, answer="Up to six bottles.")
        changed = await library.gateway.ask(CHANGE_ENTRY, ChangeEntry(**where, entry_id=wine.id, faq=faq))
        assert changed.revision == 2
        await until(lambda: texts(library, "Can I send wine?"), lambda found: "Up to six bottles." in found)
        listed = await until(
            lambda: documents(library, source), lambda now: 2 in [one.revision for one in now]
        )
        [document] = [one for one in listed if one.revision == 2]
        old = ReadDocument(workspace_id=WORKSPACE, document_id=document.id, revision=1)
        assert (await library.gateway.ask(READ_DOCUMENT, old)).passages[0].text == "Yes."
        indexed = await until(
            lambda: library.facts("KNOWLEDGE", "knowledge.document_indexed"), lambda found: len(found) == 3
        )
        assert sorted(one.revision for one in indexed) == [1, 1, 2]


@dataclass
class Ticketing:
    """The other service: its facts, and its answer to who asks for the ticket."""

    bus: Bus
    ticket: Ticket = TICKET

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        await self.bus.connect()
        await self.bus.client.subscribe(GET_TICKET.subject, cb=self._answer)
        yield
        await self.bus.close()

    async def _answer(self, message: Any) -> None:
        await message.respond(b'{"answer":' + self.ticket.model_dump_json().encode() + b"}")

    async def tell(self, fact: Any, event_id: str) -> None:
        await self.bus.publish(FactMaker("ticketing").make(fact, event_id=event_id, workspace_id=WORKSPACE))


async def test_solved_tickets_help_agents_and_customers_only_once_approved(library: Library) -> None:
    ticketing = Ticketing(Bus(library.nats_url("ticketing"), "ticketing"))
    same = {"ticket_id": "tkt_1", "number": "T-1001", "conversation_id": None, "bot_id": BOT}
    now = datetime.now(UTC)
    question = "the blue locker does not open with my code"
    async with ticketing.running(), library.service():
        await ticketing.tell(TicketResolved(**same, ticket_version=2, resolved_at=now), "resolved:2")
        found = await until(lambda: texts(library, question, "internal"), bool)
        assert found == [TICKET.resolution]
        assert await texts(library, question) == []
        assert (await library.turn("trn_1", question)).passages == []

        [source] = (
            await library.gateway.ask(LIST_SOURCES, ListSources(workspace_id=WORKSPACE, bot_id=BOT))
        ).items
        with pytest.raises(Exception, match="one by one"):
            ask = ChangeSource(workspace_id=WORKSPACE, source_id=source.id, audience="public")
            await library.gateway.ask(CHANGE_SOURCE, ask)
        [document] = await documents(library, source)
        approve = ChangeDocument(workspace_id=WORKSPACE, document_id=document.id, audience="public")
        await library.gateway.ask(CHANGE_DOCUMENT, approve)
        assert await until(lambda: texts(library, question), bool) == [TICKET.resolution]

        ticketing.ticket = TICKET.model_copy(update={"version": 4, "resolution": "Ask the depot to open it."})
        await ticketing.tell(TicketResolved(**same, ticket_version=4, resolved_at=now), "resolved:4")
        again = await until(lambda: texts(library, question, "internal"), lambda now: now != found)
        assert again == ["Ask the depot to open it."]
        assert await texts(library, question) == []

        await ticketing.tell(TicketReopened(**same, ticket_version=5, reopened_at=now), "reopened:5")
        await until(lambda: texts(library, question, "internal"), lambda now: not now)


async def test_a_planned_sync_comes_by_itself(
    near: Library, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(EVERY, "hour", EVERY["hour"] / 1800)
    async with near.service():
        source = await add(near, url=f"{site.url}/", sync_every="hour")
        assert source.next_sync_at is not None
        site.pages["/wine"] = page("Wine", "Wine travels in boxes of twelve bottles.")
        await until(lambda: texts(near, "wine"), lambda found: any("twelve" in one for one in found))
        never = ChangeSource(workspace_id=WORKSPACE, source_id=source.id, sync_never=True)
        stopped = await until(lambda: near.gateway.ask(CHANGE_SOURCE, never), bool)
        assert (stopped.sync_every, stopped.next_sync_at) == (None, None)
        await asyncio.sleep(0.2)
        ask = GetSource(workspace_id=WORKSPACE, source_id=source.id)
        await until(lambda: near.gateway.ask(GET_SOURCE, ask), lambda now: now.status is SourceStatus.READY)
        reasons = [one.reason for one in await near.facts("KNOWLEDGE", "knowledge.sync_requested")]
        assert reasons and set(reasons) == {"scheduled"}


async def test_an_erased_workspace_leaves_no_vector_and_no_row(near: Library, site: Site) -> None:
    async with near.service():
        await add(near, url=f"{site.url}/")
        await near.turn("trn_1", "how does wine travel")
        await near.tell(WorkspaceDeleted(workspace_id=WORKSPACE, deleted_at=datetime.now(UTC)), "gone")
        await until(lambda: near.rows("select count(*) from sources"), lambda rows: rows == [(0,)])
        for table in ("documents", "revisions", "pages", "entries", "turns"):
            await until(lambda: near.rows(f"select count(*) from {table}"), lambda rows: rows == [(0,)])  # noqa: B023
        assert await texts(near, "how does wine travel", "internal") == []


async def test_what_an_erased_contact_asked_is_forgotten(library: Library) -> None:
    async with library.service():
        await library.turn("trn_1", "anything at all?")
        await library.turn("trn_2", "and more?", conversation_id="cnv_2")
        erased = ContactErased(
            contact_id="cnt_other", conversation_ids=["cnv_2"], erased_at=datetime.now(UTC)
        )
        await library.tell(erased, "erased:1")
        await until(lambda: library.rows("select turn_id from turns"), lambda rows: rows == [("trn_1",)])
        await library.tell(erased.model_copy(update={"contact_id": "cnt_1"}), "erased:2")
        await until(lambda: library.rows("select count(*) from turns"), lambda rows: rows == [(0,)])


async def test_a_foreign_address_is_refused_with_a_sentence(library: Library) -> None:
    async with library.service():
        failed = await add(library, url="http://127.0.0.1:1/")
        assert failed.status is SourceStatus.FAILED
        assert "port" in (failed.error or "")
        inside = await add(library, source_kind="url", url="http://[::ffff:10.0.0.1]/")
        assert "does not lead to a public website" in (inside.error or "")
