"""Answers that are given again, as long as the knowledge and the bot stay what they were."""

from __future__ import annotations

import json
from datetime import UTC, datetime

from chassis.facts import FactMaker
from contracts.asyncapi import EXAMPLES
from contracts.codec import decode
from contracts.event_ids import turn_event
from contracts.facts.chat import TurnAnswered, TurnGrounded
from contracts.facts.workspace import BotConfigured
from contracts.requests import DELETE_SOURCE, GetSource
from contracts.shapes import BotSettings, CitedPassage
from services.retrieval.tests.integration.conftest import BOT, WORKSPACE, Library, until

QUESTION = "Can I send a bottle of wine to a friend?"
FAQ = json.dumps(
    [
        {"question": "Can I send wine?", "answer": "Yes, up to six bottles a parcel."},
        {"question": "When do you open on Sunday?", "answer": "From 10 to 14."},
    ]
).encode()


async def answered(library: Library, turn: TurnGrounded, *, reusable_in: str | None = "en") -> None:
    """A model answered the turn from its first passage."""
    fact = decode((EXAMPLES / "chat.turn_answered.v1" / "plain.json").read_bytes()).data
    first = turn.passages[0]
    cited = CitedPassage(
        passage_id=first.passage_id,
        document_id=first.document_id,
        revision=first.revision,
        content_hash=first.content_hash,
        score=first.score,
    )
    receipt = fact.receipt.model_copy(update={"reusable_in": reusable_in, "passages": [cited]})
    update = {"turn_id": turn.turn_id, "bot_id": BOT, "question": QUESTION, "receipt": receipt}
    told: TurnAnswered = fact.model_copy(update=update)
    event = FactMaker("conversation").make(
        told, event_id=turn_event(turn.turn_id, "answered"), workspace_id=WORKSPACE
    )
    await library.admin.publish(event)
    await until(lambda: library.rows(f"select reply from turns where turn_id = '{turn.turn_id}'"), _replied)


def _replied(rows: list[tuple[str | None]]) -> bool:
    return rows[0][0] is not None


async def kept(library: Library) -> int:
    return len(await library.rows("select 1 from turns where answer is not null or vector is not null"))


async def configured(library: Library, revision: int) -> None:
    bot = BotConfigured(
        bot_id=BOT,
        name="Pip",
        public_key="pk_1",
        revision=revision,
        settings=BotSettings(),
        configured_at=datetime.now(UTC),
    )
    await library.tell(bot, f"bot:{BOT}:{revision}")


async def test_the_same_question_finds_the_earlier_answer(library: Library) -> None:
    async with library.service():
        source = await library.settled(await library.add("faq.json", FAQ))
        first = await library.turn("trn_1", QUESTION)
        assert first.cached is None
        await answered(library, first)
        await until(lambda: kept(library), bool)

        again = await library.turn(
            "trn_2", "Can I send bottles of wine to a friend?", conversation_id="cnv_2"
        )
        assert again.cached is not None
        assert again.cached.turn_id == "trn_1"
        assert again.cached.text == "A parcel of up to 5 kg to Austria costs 11.90 euros."
        assert again.cached.passage_ids == [first.passages[0].passage_id]
        assert 0.9 < again.cached.similarity < 1
        other = await library.turn("trn_3", "When do you open on Sunday morning?", conversation_id="cnv_3")
        assert other.cached is None
        denied = await library.turn("trn_6", f"Why can't I? {QUESTION}", conversation_id="cnv_6")
        assert denied.cached is None
        counted = await library.turn("trn_7", f"{QUESTION} 2?", conversation_id="cnv_7")
        assert counted.cached is None
        leaning = await library.turn("trn_4", "Can I send it to a friend?", conversation_id="cnv_2")
        assert leaning.cached is None

        await library.gateway.ask(DELETE_SOURCE, GetSource(workspace_id=WORKSPACE, source_id=source.id))
        assert await kept(library) == 0
        await library.settled(await library.add("again.json", FAQ))
        gone = await library.turn("trn_5", QUESTION, conversation_id="cnv_5")
        assert gone.passages and gone.cached is None


async def test_what_may_not_be_given_again_is_not_kept(library: Library) -> None:
    async with library.service():
        await library.settled(await library.add("faq.json", FAQ))
        await answered(library, await library.turn("trn_1", QUESTION), reusable_in=None)
        late = await library.turn("trn_2", QUESTION, conversation_id="cnv_2")
        await library.settled(await library.add("news.md", b"# News\n\nWe deliver on Sundays now."))
        await answered(library, late)
        assert await kept(library) == 0


async def test_a_bot_that_was_configured_anew_writes_anew(library: Library) -> None:
    async with library.service():
        await configured(library, 1)
        await library.settled(await library.add("faq.json", FAQ))
        await until(lambda: library.rows("select 1 from bots"), bool)
        await answered(library, await library.turn("trn_1", QUESTION))
        await until(lambda: kept(library), bool)
        await configured(library, 2)
        await until(lambda: kept(library), lambda left: left == 0)
