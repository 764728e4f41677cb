"""What an agent reads first."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from contracts.requests import RequestHandoff
from contracts.shapes import BotSettings, Outcome, Priority, Requester
from conversation.domain.context import Context
from conversation.domain.decide import Decision
from conversation.domain.handoffs import handoff_by_form, handoff_of, subject_of
from conversation.domain.memory import told
from conversation.domain.nlu.emotion import Emotion
from conversation.domain.nlu.understanding import understand
from conversation.domain.turns import Bot, Line, Recalled, Turn

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
HISTORY = (
    Line("contact", "Where is parcel PW123?"),
    Line("bot", "I could not find an answer.", Outcome.DECLINED),
)
OVER = Decision("requested", "hand_over", "en", reason="requested")


def context(text: str) -> Context:
    bot = Bot("bot_1", "Wingo", 1, BotSettings())
    turn = Turn("wsp_1", "cnv_1", "trn_1", bot, text, None, 1, NOW, NOW, HISTORY)
    return Context(turn, replace(understand(text), emotion=Emotion("anger", 0.84)), NOW)


def test_the_ticket_says_what_happened_so_that_nobody_asks_twice() -> None:
    given = context("human please")
    facts = {"name": "[NAME_1]", "order": "PW123", "email": "[EMAIL_1]"}
    known = {"[NAME_1]": "Ida Berg", "[EMAIL_1]": "ida@example.org"}
    before = Recalled(topic="Do you deliver on Sundays?", ticket="T-7")
    turn = replace(given.turn, facts=facts, page_url="https://x.example/track", recalled=before)
    given = replace(given, turn=turn)
    fact = handoff_of(given, OVER, "requested", known).fact
    assert fact.subject == "Where is parcel PW123?"
    assert fact.requester == Requester(name="Ida Berg", email="ida@example.org")
    assert fact.description.splitlines() == [
        "The customer asked for a person.",
        "Problem: Where is parcel PW123?",
        "Tried: Where is parcel PW123? (no answer found)",
        "Before: Do you deliver on Sundays?",
        "Customer: name [NAME_1], order or reference PW123, email [EMAIL_1]",
        "Page: https://x.example/track",
        "Mood: anger (0.8)",
        "Language: en",
        "",
        "Customer: Where is parcel PW123?",
        "Bot: I could not find an answer.",
        "Customer: human please",
    ]


def test_a_question_that_goes_on_is_named_with_the_one_before_it() -> None:
    asked = (Line("contact", "How long do lockers keep it?"), Line("contact", "And at a shop?"))
    about = subject_of("human please", asked, "requested")
    assert about == "How long do lockers keep it? And at a shop?"
    assert (
        subject_of("and then I sue you", asked[:1], "keyword")
        == "How long do lockers keep it? and then I sue you"
    )


def test_politeness_is_not_what_it_is_about() -> None:
    asked = (Line("contact", "Where is my parcel?"), Line("contact", "thanks"), Line("contact", "ok"))
    assert subject_of("human please", asked, "requested") == "Where is my parcel?"
    assert subject_of("human please", asked[1:], "requested") == "human please"


def test_the_same_turn_gives_the_same_handoff() -> None:
    one, two = (handoff_of(context(text), OVER, "keyword", {}).fact for text in ("a", "b"))
    assert one.handoff_id == two.handoff_id
    assert one.priority is Priority.HIGH


def test_a_form_keeps_who_asks_and_what_for() -> None:
    form = RequestHandoff(
        workspace_id="wsp_1",
        conversation_id="cnv_1",
        bot_id="bot_1",
        request_id="req_1",
        requester=Requester(name="Ada", email="ada@example.org"),
        description="My parcel " + "x" * 200,
        priority=Priority.URGENT,
    )
    fact = handoff_by_form(form, HISTORY, "en", NOW).fact
    assert (fact.reason, fact.priority, fact.requester.email) == ("form", Priority.URGENT, "ada@example.org")
    assert len(fact.subject) <= 80
    assert fact.turn_id is None


def test_what_customers_tell_is_kept() -> None:
    assert told("Hi, my name is [NAME_1] and my order number is PW-12345.") == {
        "name": "[NAME_1]",
        "order": "PW-12345",
    }
    assert told("Meine Bestellnummer lautet 99812, [PHONE_2]") == {"order": "99812", "phone": "[PHONE_2]"}
    assert told("I want to order something nice, this is great") == {}
