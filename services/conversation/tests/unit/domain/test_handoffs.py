"""What an agent reads first."""

from __future__ import annotations

from datetime import UTC, datetime

from contracts.requests import RequestHandoff
from contracts.shapes import BotSettings, Priority, Requester
from conversation.domain.handoffs import handoff_by_form, handoff_of
from conversation.domain.turns import Bot, Line, Turn

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
HISTORY = (Line("contact", "Where is parcel PW123?"), Line("bot", "I could not find an answer."))


def turn(text: str) -> Turn:
    bot = Bot("bot_1", "Wingo", 1, BotSettings())
    return Turn("wsp_1", "cnv_1", "trn_1", bot, text, None, 1, NOW, NOW, HISTORY)


def test_the_subject_is_the_question_and_the_description_the_conversation() -> None:
    fact = handoff_of(turn("human please"), "requested", "en", NOW).fact
    assert fact.subject == "Where is parcel PW123?"
    assert fact.description.splitlines() == [
        "The customer asked for a person.",
        "",
        "Customer: Where is parcel PW123?",
        "Bot: I could not find an answer.",
        "Customer: human please",
    ]


def test_the_same_turn_gives_the_same_handoff() -> None:
    one, two = (handoff_of(turn(text), "keyword", "en", NOW).fact for text in ("a", "b"))
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
