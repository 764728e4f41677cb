"""From an upload to a grounded turn, on real parts."""

from __future__ import annotations

import json

import pytest
from nats.js.errors import ObjectNotFoundError

from chassis.errors import Refused
from contracts.facts.workspace import BotConfigured
from contracts.requests import (
    ADD_SOURCE,
    DELETE_SOURCE,
    GET_SOURCE,
    LIST_DOCUMENTS,
    LIST_SOURCES,
    SEARCH,
    GetSource,
    ListDocuments,
    ListSources,
    Search,
)
from contracts.shapes import BotSettings, SourceStatus
from services.retrieval.tests.integration.conftest import BOT, WORKSPACE, Library, announcement, until

FAQ = json.dumps(
    {
        "faqs": [
            {"question": "When do you open on Sunday?", "keywords": ["hours"], "answer": "From 10 to 14."},
            {"question": "Can I send wine?", "keywords": [], "answer": "Yes, up to six bottles a parcel."},
            {"question": "How much is a small parcel?", "keywords": ["price"], "answer": "4.90 EUR."},
            {"question": "And this one has no answer"},
        ]
    }
).encode()
MARKDOWN = b"""# Rules

## Returns

A parcel can be returned within 14 days.

## Pets

We never carry animals.
"""


PETS = b"""# Rules

## Pets

### Dogs

Dogs never travel in a van.

### Cats

Cats never travel in a van.

### Birds

Birds never travel in a van.
"""


async def test_a_faq_becomes_grounding(library: Library) -> None:
    async with library.service():
        source = await library.add("faq.json", FAQ)
        assert source.status is SourceStatus.QUEUED
        again = await library.gateway.ask(
            ADD_SOURCE, announcement("faq.json", FAQ, f"{WORKSPACE}/{BOT}/faq.json")
        )
        assert again.id == source.id

        ready = await library.settled(source)
        assert ready.status is SourceStatus.READY
        assert (ready.documents, ready.passages, ready.revision) == (1, 3, 1)
        assert ready.error == "Entry 4 has no answer."

        grounded = await library.turn("trn_1", "may I ship a bottle of wine to a friend")
        assert grounded.passages[0].question == "Can I send wine?"
        assert (grounded.language, grounded.read_as) == ("en", [])
        mistyped = await library.turn("trn_2", "can a botle be sent", conversation_id="cnv_2")
        assert mistyped.read_as == ["bottle"]
        assert mistyped.passages[0].question == "Can I send wine?"
        assert len(await library.facts("KNOWLEDGE", "knowledge.document_indexed")) == 1
        assert len(await library.facts("KNOWLEDGE", "knowledge.source_added")) == 1


async def test_a_follow_up_is_understood(library: Library) -> None:
    async with library.service():
        await library.settled(await library.add("rules.md", MARKDOWN))
        await library.settled(await library.add("faq.json", FAQ))
        await library.turn("trn_1", "I want to return a parcel")
        grounded = await library.turn("trn_2", "how many days do I have for it?")
        assert grounded.passages[0].heading == "Returns"
        other = await library.turn("trn_3", "how many days do I have for it?", conversation_id="cnv_2")
        assert other.confidence < grounded.confidence


async def test_what_the_bot_named_is_what_the_next_question_is_about(library: Library) -> None:
    async with library.service():
        await library.settled(await library.add("rules.md", MARKDOWN))
        await library.settled(await library.add("pets.md", PETS))
        await library.turn("trn_1", "hello, I am new here")
        before = await library.turn("trn_2", "tell me more")
        await library.tell_answered("trn_2", "I could explain our Pets rules.")
        await until(
            lambda: library.rows("select turn_id from turns where reply is not null"),
            lambda rows: rows == [("trn_2",)],
        )
        after = await library.turn("trn_3", "tell me more")
        assert after.passages[0].heading.startswith("Pets")
        assert after.passages[0].boost_score > 0
        assert after.passages[0].score > max(one.score for one in before.passages)


async def test_a_turn_delivered_twice_is_grounded_once(library: Library) -> None:
    async with library.service() as service:
        await library.settled(await library.add("faq.json", FAQ))
        await library.turn("trn_1", "may I ship wine?")
        await library.admin.js.publish(
            f"chat.turn_submitted.{WORKSPACE}",
            (await library.admin.js.get_msg("CHAT", 1)).data or b"",
            headers={"Nats-Msg-Id": "once more"},
        )
        durable = "retrieval-chat-turn_submitted"
        await until(
            lambda: service.bus.js.consumer_info("CHAT", durable),
            lambda info: (
                info.num_pending == 0 and info.num_ack_pending == 0 and info.delivered.consumer_seq >= 2
            ),
        )
        assert len(await library.facts("CHAT", "chat.turn_grounded")) == 1
        assert await library.rows("select count(*) from turns") == [(1,)]


async def test_deleting_a_source_leaves_nothing(library: Library) -> None:
    async with library.service():
        source = await library.add("faq.json", FAQ)
        await library.settled(source)
        documents = await library.gateway.ask(
            LIST_DOCUMENTS, ListDocuments(workspace_id=WORKSPACE, source_id=source.id)
        )
        assert [one.passages for one in documents.items] == [3]
        await library.gateway.ask(DELETE_SOURCE, GetSource(workspace_id=WORKSPACE, source_id=source.id))

        found = await library.gateway.ask(
            SEARCH, Search(workspace_id=WORKSPACE, bot_id=BOT, query="Can I send wine?")
        )
        assert found.passages == []
        assert await library.rows("select count(*) from documents") == [(0,)]
        removed = await until(
            lambda: library.facts("KNOWLEDGE", "knowledge.document_removed"), lambda facts: len(facts) == 1
        )
        assert removed[0].document_id == documents.items[0].id
        bucket = await library.admin.js.object_store("uploads")
        with pytest.raises(ObjectNotFoundError):
            await bucket.get_info(f"{WORKSPACE}/{BOT}/faq.json")


async def test_a_deleted_bot_forgets(library: Library) -> None:
    async with library.service():
        source = await library.settled(await library.add("faq.json", FAQ))
        bot = BotConfigured(
            bot_id=BOT,
            name="Pip",
            public_key="pk_1",
            revision=2,
            settings=BotSettings(),
            deleted=True,
            configured_at=source.created_at,
        )
        await library.tell(bot, "bot:1:2")
        listing = ListSources(workspace_id=WORKSPACE, bot_id=BOT)
        await until(lambda: library.gateway.ask(LIST_SOURCES, listing), lambda page: not page.items)
        await until(lambda: library.rows("select count(*) from sources"), lambda rows: rows == [(0,)])
        with pytest.raises(Refused, match="no bot"):
            await library.add("more.json", FAQ)


async def test_a_foreign_source_is_not_found(library: Library) -> None:
    async with library.service():
        source = await library.add("faq.json", FAQ)
        for rpc in (GET_SOURCE, DELETE_SOURCE):
            with pytest.raises(Refused) as refused:
                await library.gateway.ask(rpc, GetSource(workspace_id="wsp_2", source_id=source.id))
            assert refused.value.status == 404
        await library.settled(source)
        found = await library.gateway.ask(SEARCH, Search(workspace_id="wsp_2", bot_id=BOT, query="wine"))
        assert found.passages == []


@pytest.mark.parametrize(
    ("name", "body", "changed", "sentence"),
    [
        ("empty.txt", b"", {}, "empty"),
        ("photo.pdf", b"\x89PNG\r\n\x1a\n0000", {}, "PNG image"),
        ("half.json", b'{"faqs": [{"question": "a', {}, "ends in the middle"),
        ("cut.md", b"# One\n\ntext", {"size_bytes": 4000}, "incomplete"),
        ("slides.ppt", b"old", {}, "save it as .pptx"),
    ],
)
async def test_a_bad_file_fails_with_a_sentence(
    library: Library, name: str, body: bytes, changed: dict[str, int], sentence: str
) -> None:
    async with library.service():
        failed = await library.settled(await library.add(name, body, **changed))
        assert failed.status is SourceStatus.FAILED
        assert sentence in (failed.error or "")
        good = await library.settled(await library.add("faq.json", FAQ))
        assert good.status is SourceStatus.READY
        reasons = await until(lambda: library.facts("KNOWLEDGE", "knowledge.source_failed"), bool)
        assert [fact.reason for fact in reasons] == [failed.error]


async def test_huge_files_are_refused(library: Library) -> None:
    async with library.service():
        with pytest.raises(Refused, match="larger than 20 MB"):
            await library.add("huge.txt", b"tiny", size_bytes=21 << 20)


async def test_turns_without_knowledge_are_grounded_too(library: Library) -> None:
    async with library.service():
        grounded = await library.turn("trn_1", "anything at all?")
        assert (grounded.passages, grounded.confidence) == ([], 0)
