"""A message that asks several things."""

from __future__ import annotations

from dataclasses import replace

from contracts.facts.chat import GroundedPart, TurnGrounded
from conversation.domain.answering.several import extract_each
from conversation.domain.answering.writing import Written
from conversation.domain.clarify import two_topics
from conversation.domain.turns import Grounding, grounding_of
from conversation.testing.facts import passage

SUNDAYS = passage("Parcels do not come on Sundays.", key="1", question="Do you deliver on Sundays?")
CASH = passage("Depots take cash up to 200 EUR.", key="2", question="Can I pay cash?")
MESSAGE = "Do you deliver on Sundays, and can I pay cash?"


def grounded(message: str, *parts: tuple[float, list[str]]) -> Grounding:
    fact = TurnGrounded(
        conversation_id="cnv_1",
        turn_id="trn_1",
        bot_id="bot_1",
        language="en",
        passages=[SUNDAYS, CASH],
        confidence=max((confidence for confidence, _ in parts), default=0.9),
        parts=[GroundedPart(confidence=confidence, passage_ids=keys) for confidence, keys in parts],
    )
    return grounding_of(fact, message)


def answered(grounding: Grounding) -> Written | None:
    return extract_each(grounding, 0.6, "en", "friendly")


def test_each_question_is_answered_in_its_turn_with_citations_of_its_own() -> None:
    written = answered(grounded(MESSAGE, (0.9, ["psg_1"]), (0.9, ["psg_2"])))
    assert written is not None
    assert written.text == "Parcels do not come on Sundays. [1]\n\nDepots take cash up to 200 EUR. [2]"
    assert written.cited_passage_ids == ("psg_1", "psg_2")


def test_what_was_not_found_is_named() -> None:
    written = answered(grounded(MESSAGE, (0.9, ["psg_1"]), (0.2, ["psg_2"])))
    assert written is not None
    assert written.text.endswith("[1]\n\nI could not find anything about “can I pay cash”.")


def test_what_only_leans_on_the_other_question_is_not() -> None:
    written = answered(grounded("Can I pay cash? Can you look into it?", (0.9, ["psg_2"]), (0.2, ["psg_1"])))
    assert written is not None and written.text == "Depots take cash up to 200 EUR. [1]"


def test_the_same_answer_is_said_once() -> None:
    written = answered(grounded("Can I pay cash? Can I pay cash?", (0.9, ["psg_2"]), (0.9, ["psg_2"])))
    assert written is not None and written.text.count("[") == 1


def test_without_any_answer_the_message_is_one_question_again() -> None:
    assert answered(grounded(MESSAGE, (0.2, ["psg_1"]), (0.2, ["psg_2"]))) is None


def test_a_message_that_was_searched_in_other_parts_is_one_question() -> None:
    assert grounded(MESSAGE, (0.9, ["psg_1"])).several == ()
    assert grounded("Can I pay cash?", (0.9, ["psg_1"]), (0.9, ["psg_2"])).several == ()


def test_who_asks_several_things_is_not_asked_which_one() -> None:
    found = grounded("Is it open? Is it closed?", (0.9, ["psg_1"]), (0.9, ["psg_2"]))
    north = passage("Open from 08:00.", key="1", question="When is the north depot open?")
    south = passage("Open from 09:00.", key="2", question="When is the south depot open?")
    one = replace(found, passages=(north, south), question="When are you open?", several=())
    assert two_topics(one) is not None
    assert two_topics(replace(one, several=found.several)) is None


def test_what_another_answer_says_already_is_not_said_to_be_missing() -> None:
    kept = passage("Records are kept for 10 years. You may ask for a copy, it is free.", key="1")
    message = "How long do you keep my records? And can I get a copy? And can I pay cash?"
    found = grounded(message, (0.9, ["psg_1"]), (0.2, ["psg_2"]), (0.2, ["psg_2"]))
    several = tuple(
        replace(one, passages=(kept,) if "psg_1" in {p.passage_id for p in one.passages} else (CASH,))
        for one in found.several
    )
    written = answered(replace(found, several=several))
    assert written is not None and written.text == (
        "Records are kept for 10 years. [1]\n\nYou may ask for a copy, it is free. [2]\n\n"
        "I could not find anything about “can I pay cash”."
    )
