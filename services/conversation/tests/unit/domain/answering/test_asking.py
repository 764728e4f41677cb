"""What a question wants, by itself and after others."""

from __future__ import annotations

from conversation.domain.answering.asking import asked_after, asking, questions_before


def test_a_question_that_points_back_is_about_the_first_of_those_it_continues() -> None:
    said = ["How much is a crown?", "What does an implant cost?", "is it expensive?", "and how long?"]
    assert questions_before(said) == " ".join(said[1:])
    assert questions_before(said[:1]) == said[0] and questions_before([]) == ""


def test_what_continues_a_question_asks_for_the_same_kind_and_measure() -> None:
    before = asking("What does a 4 kg parcel cost?")
    to_spain = asked_after("What does a 4 kg parcel cost?", asking("and to Spain?"))
    assert (to_spain.shows, to_spain.measures) == (before.shows, before.measures)
    heavier = asked_after("What does a 4 kg parcel cost?", asking("and 12 kg?"))
    assert [one.value for one in heavier.measures] == [12_000]
    assert before.measures[0].name not in heavier.before
    may_i = asked_after("What does a 4 kg parcel cost?", asking("and may I smoke?"))
    assert may_i.shows is None and may_i.measures == ()


def test_one_that_stands_for_a_thing_is_no_number() -> None:
    assert "one" not in asking("how much is the one at home?").terms
    assert "one" in asking("what does one filling cost?").terms
