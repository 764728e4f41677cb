"""Who comes back after a while is greeted once, with what is known."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from contracts.bot_settings import Persona
from contracts.shapes import BotSettings
from conversation.domain.context import Context
from conversation.domain.decide import decide
from conversation.domain.nlu.understanding import understand
from conversation.domain.replies import fixed_reply
from conversation.domain.sessions import split, topic_of, welcome
from conversation.domain.turns import Bot, Line, OpenHandoff, Recalled, Turn

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
T = NOW.timestamp()
ASKED = Line("contact", "Where is my parcel?", at=T - 7_200)
ANSWERED = Line("bot", "On its way.", at=T - 7_190, offered=True)
TURN = Turn("wsp_1", "cnv_1", "trn_1", Bot("bot_1", "Wingo", 1, BotSettings()), "Hello", None, 1, NOW, NOW)
BACK = replace(TURN, earlier=(ASKED, ANSWERED))


def reply(turn: Turn) -> str:
    context = Context(turn, understand(turn.text), NOW)
    decision = decide(context)
    assert decision is not None
    return fixed_reply(context, decision).text


def test_a_silence_divides_what_was_said() -> None:
    lines = (ASKED, ANSWERED, Line("contact", "And on Sundays?", at=T - 60))
    assert split(lines, T, 30) == (lines[:2], lines[2:])
    assert split(lines, T, 150) == ((), lines)
    assert split(lines[:2], T, 30) == (lines[:2], ())
    assert split((), T, 30) == ((), ())


def test_the_topic_is_what_was_asked_and_never_who_asked() -> None:
    said = (ASKED, Line("contact", "My mail is [EMAIL_1]."), Line("contact", "Thanks!"))
    assert topic_of(said) == "Where is my parcel?"
    assert topic_of((Line("contact", "word " * 40),)).endswith("…")
    assert topic_of(()) == ""


def test_a_greeting_is_answered_with_what_is_known() -> None:
    with_ticket = replace(BACK, open_handoff=OpenHandoff("hnd_1", "T-1042"))
    assert reply(with_ticket) == (
        "Welcome back! Last time you asked: “Where is my parcel?” Your ticket T-1042 is still open.\n\n"
        "How can I help you today?"
    )
    assert reply(replace(BACK, text="Hallo")).startswith("Willkommen zurück! Zuletzt haben Sie gefragt")


def test_a_casual_bot_knows_them_too() -> None:
    bot = replace(BACK.bot, settings=BotSettings(persona=Persona(tone="casual")))
    assert "hast du gefragt" in reply(replace(BACK, text="Hallo", bot=bot))


def test_nobody_is_greeted_twice_or_without_a_reason() -> None:
    assert welcome(TURN, "en") == ""
    assert welcome(replace(BACK, history=(Line("contact", "Hello", at=T - 5),)), "en") == ""
    assert welcome(replace(TURN, earlier=(Line("contact", "Hi", at=0),)), "en") == ""


def test_a_conversation_before_this_one_is_recalled() -> None:
    again = replace(TURN, recalled=Recalled(topic="Where is my parcel?", ticket="T-7"))
    assert "Where is my parcel?” Your ticket T-7" in welcome(again, "en")


def test_a_ticket_alone_is_recalled() -> None:
    again = replace(TURN, recalled=Recalled(ticket="T-7"))
    assert welcome(again, "en") == "Welcome back! Your ticket T-7 is still open."


def test_an_offer_of_the_last_session_is_over() -> None:
    context = Context(replace(BACK, text="Yes"), understand("Yes"), NOW)
    decision = decide(context)
    assert decision is None or decision.action != "hand_over"


def test_who_wants_a_person_is_not_held_up() -> None:
    assert "Welcome back" not in reply(replace(BACK, text="I want to talk to a person"))
