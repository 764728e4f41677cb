"""Which of the questions that were asked before is asked again."""

from __future__ import annotations

from retrieval.domain.reuse import SAME_QUESTION, Remembered, alike, same_question

ASKED = "How long may I keep the bicycle?"


def test_the_nearest_question_that_asks_the_same() -> None:
    near = Remembered("trn_near", "How long can I keep the bicycle?", (0.96, 0.28))
    nearer = Remembered("trn_nearer", ASKED, (1.0, 0.0))
    assert same_question((1.0, 0.0), [near, nearer]) == ("trn_nearer", 1.0)
    assert same_question((1.0, 0.0), []) is None


def test_a_question_that_is_only_similar_is_another() -> None:
    off = (1 - (SAME_QUESTION - 0.01) ** 2) ** 0.5
    near = Remembered("trn_1", ASKED, (SAME_QUESTION - 0.01, off))
    assert same_question((1.0, 0.0), [near]) is None


def test_other_numbers_and_a_denial_ask_something_else() -> None:
    assert not alike("Can I keep it for 2 days?", "Can I keep it for 20 days?")
    assert not alike("Why can I pay by card?", "Why can't I pay by card?")
    assert alike("Can I keep it for 2 days?", "May I keep it 2 days?")


def test_vectors_of_another_model_say_nothing() -> None:
    assert same_question((1.0, 0.0), [Remembered("trn_1", ASKED, (1.0, 0.0, 0.0))]) is None
