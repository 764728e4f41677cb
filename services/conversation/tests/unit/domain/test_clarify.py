"""When two topics fit about equally."""

from __future__ import annotations

from contracts.shapes import Passage
from conversation.domain.clarify import Topic, two_topics
from conversation.domain.turns import Grounding
from conversation.testing.facts import passage

NORTH = passage("Open 08:00 to 16:00.", key="1", score=0.80, question="When is the north depot open?")
SOUTH = passage("Open 09:00 to 18:00.", key="2", score=0.79, question="When is the south depot open?")


def topics(question: str, *passages: Passage) -> tuple[Topic, Topic] | None:
    return two_topics(Grounding(question, "en", passages, 0.8))


def test_a_question_that_fits_two_entries_is_asked_back_with_both() -> None:
    found = topics("When are you open?", NORTH, SOUTH)
    assert found is not None
    assert [topic.question for topic in found] == [NORTH.question, SOUTH.question]


def test_a_question_that_names_its_topic_is_not_asked_back() -> None:
    assert topics("When is the north depot open?", NORTH, SOUTH) is None


def test_a_clearly_better_passage_is_not_asked_about() -> None:
    assert topics("When are you open?", NORTH, SOUTH.model_copy(update={"score": 0.5})) is None


def test_a_long_question_is_answered() -> None:
    long = "When are you open for customers who collect heavy parcels with a van?"
    assert topics(long, NORTH, SOUTH) is None


def test_a_section_is_named_by_its_innermost_heading() -> None:
    first = passage("Cancel for free.", key="1", score=0.8, heading="3 Orders › 3.1 Cancelling an order")
    second = passage("Cancel by mail.", key="2", score=0.79, heading="9 Wing Pass › 9.2 Cancelling a pass")
    found = topics("How do I cancel?", first, second)
    assert found == (
        Topic("Cancelling an order", "Cancelling an order: How do I cancel?"),
        Topic("Cancelling a pass", "Cancelling a pass: How do I cancel?"),
    )


def test_nothing_found_is_nothing_to_ask_about() -> None:
    assert topics("When are you open?") is None


def test_an_entry_and_a_section_about_the_same_are_one_topic() -> None:
    section = passage("Open 09:00 to 18:00.", key="2", score=0.79, heading="When the south depot is open")
    assert topics("When are you open?", NORTH, section) is None


def test_topics_of_different_kinds_are_answered_together() -> None:
    hours = passage("From 18:00 to 21:00.", key="1", score=0.8, question="Can it come in the evening?")
    price = passage("It costs 3.20 EUR.", key="2", score=0.79, question="What does a late evening cost?")
    assert topics("Evening?", hours, price) is None


def test_what_neither_topic_names_is_no_choice_between_them() -> None:
    assert topics("When is a depot open?", NORTH, SOUTH) is not None
    assert topics("When is a depot open in Rome?", NORTH, SOUTH) is None
